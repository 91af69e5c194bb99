"""The words of a case that is followed, in the reader's language."""

from samskaping.language import Texts

TEXTS = Texts(
    "experiments.council.case",
    {
        "title": "{n} needs that span {span} services, each under every way of governing: means",
        "title_one_sector": "{n} needs within one service, each under every way of governing: means",
        "note": "The same persons with the same needs and the same luck. Followed for at least {months} months. In "
        "brackets the difference from {first} with half its 95 % interval; needs of one seed count as one cluster.",
        "handoffs_note": "Handoffs: where a need spans several sectors, the citizen is sent on to the others. Coordination "
        "makes that less, and each change of unit is one more. So it is an expected number, and need not be whole.",
        "services_note": "The rows on the first service and on fit count only needs that got a service. Their brackets count only "
        "needs that got one in both columns, so they need not equal the difference of the means.",
        "areas_note": "Needs in {areas}, where the rules differ; `--area` follows another area.",
        "measure": "per need",
        "met": "met, of 100",
        "months": "months until it ended",
        "to_service": "month in which the first service came",
        "services": "services",
        "handoffs": "handoffs",
        "public_hours": "public hours",
        "own_hours": "own hours",
        "appeals": "appeals",
        "complaints": "complaints",
        "fit": "fit of the last service, of 100",
        "left": "ended without a service, of 100",
        "open": "still open at the end, of 100",
        "story": "{name}: the most typical of them (seed {seed})",
        "person": "{name} is {age}. Sorted by resources into five equal groups, from 1 (least) to 5 (most), {name} is in group {fifth}. In month {month} of the simulation a need for "
        "help with {area} arises, which {span}. Below, month 1 is the month in which the need arose.",
        "age_0": "under 18 years old",
        "age_1": "between 18 and 66 years old",
        "age_2": "between 67 and 79 years old",
        "age_3": "80 years old or older",
        "span_1": "one service can meet",
        "span_2": "reaches across two services",
        "span_3": "reaches across three services",
        "sum": "In total {months}. Services: {services}; expected handoffs: {handoffs}; public hours: {public}; own hours: {own}.",
        "month": "Month {n}",
        "months_to": "Months {first}–{last}",
        "applied": "{name} applies, and spends {own} hours on paperwork.",
        "waits": "{name} waits.",
        "complained": "{name} complains about the wait or the service.",
        "served": "A {unit} unit gives {public} hours, and {name} gives {own} of own time. The service fits {fit} of 100.",
        "municipal": "municipal",
        "contracted": "contracted",
        "civic": "civil-society",
        "passed": "Expected handoffs on the way: {handoffs}.",
        "appealed": "{name} appeals the decision without success.",
        "upheld": "{name} appeals the decision, and it is put right: the case is taken up again.",
        "returned": "The need is not solved, and {name} comes back.",
        "met_end": "The need is met.",
        "unmet_end": "The case is closed, though the service was below the statutory minimum.",
        "gave_up_end": "{name} gives up.",
        "faded_end": "The need passes, and {name} has not applied.",
        "private_end": "{name} leaves the queue for private help.",
        "nothing_yet": "{name} has not applied.",
        "still_open": "The need is still open after {months}.",
    },
)  # fmt: skip

NAMES = ("Pernille", "Petter")
"""What a woman and a man are called, after the couple in the lectures on samskaping."""

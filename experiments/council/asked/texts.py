"""The words of a question's answer for a council, in the reader's language."""

from samskaping.language import Texts

TEXTS = Texts(
    "experiments.council.asked",
    {
        "kicker": "A question answered by simulation, for the council",
        "question": "The question",
        "claim": "Claim:",
        "fails": "How it can fail:",
        "source": "Source: {source}.",
        "rule": "The rule that decides, fixed beforehand",
        "verdict": "The answer",
        "pilot": "PILOT: a trial run with few seeds and a small town. It decides nothing. Do not quote the "
        "verdict.",
        "rule_changed": "THE RULE CHANGED after results existed. Read the answer as exploratory.",
        "pilot_verdict": "Pilot: {verdict}",
        "kind_contrast": "The claim holds where differences between ways of governing exceed the smallest that "
        "matter.",
        "kind_limit": "The claim holds where no other way of governing is better than the claimed one by the smallest "
        "difference that matters. Others may be better by less.",
        "kind_weightings": "The claim holds where one way of governing comes first for people with one set of "
        "goals, and not for people with another.",
        "kind_joint": "The claim holds where one way of governing is better and cheaper at once in most seeds. It"
        " is chosen on half of the seeds and tested on the rest.",
        "kind_box": "The claim holds where a few conditions, found in half of the sampled points, separate "
        "success in the other half.",
        "kind_ranks": "The claim holds where the same obstacles come first in most bootstraps, and in both halves"
        " of the seeds.",
        "kind_cannot": "The model lacks what the question needs, so nothing was run.",
        "all": "Every part must hold.",
        "any": "One part is enough.",
        "split": "Each part has its own answer; the question is undecided where they differ.",
        "smallest": "The smallest difference that matters: {sizes}.",
        "filed": "The file was registered on {day}, hash `{hash}`.",
        "not_filed": "The file is not in the program's register; its hash is `{hash}`.",
        "compared": "Compared: {arms}. The reference is {control}, which asks nothing of citizens.",
        "conditions": "Conditions: {conditions}.",
        "timeline": "In the course of the runs: {changes}.",
        "robust": "The claim held in {n} of {points} randomly drawn sets of assumptions (95 % interval {low} to {high}). "
        "In these, {numbers} uncertain numbers lie up to a quarter above or below their default values.",
        "no_robust": "Not tried with other sets of assumptions, so nothing shows whether uncertain numbers decide.",
        "sampled": "{points} randomly drawn sets of assumptions, each with its own values of the conditions.",
        "nothing_run": "Nothing was run.",
        "part": "Part of the claim",
        "part_verdict": "Verdict",
        "part_share": "Holds in drawn sets of assumptions",
        "more_parts": "and {n} more",
        "figure": "The tests that decide",
        "figure_some": "{n} of the {all} tests that decide: the strongest for the claim and against it",
        "figure_alt": "A line for each test, with its interval and the value that the claim needs",
        "costs": "What it gives, and what it costs",
        "who": "For whom?",
        "differences": "Differences from {control}, with 95 % intervals",
        "row": "{arm}, {condition}",
        "reference": "{arm} (reference: level)",
        "some_rows": "Not all conditions and ways of governing are shown; answer.json has them.",
        "some_rows_kept": "Not all conditions and ways of governing are shown.",
        "no_levels": "The program keeps only the tests of this answer. Ask the question again to see levels and costs.",
        "no_costs": "The question compares no levels.",
        "not_measured": "The question does not measure {names}, so this report says nothing about them.",
        "public_hours": "public hours or cost",
        "citizen_hours": "citizens' hours",
        "trust": "trust",
        "no_who": "The question measures no gap between groups, and nothing about staff.",
        "limits": "What the answer does not say",
        "limit_kept": "The answer comes with the program and was not computed here. Version {model} of the model "
        "computed it; this version computes the same results.",
        "limit_pilot": "A pilot shows that the question can be run. Its seeds differ from those of the whole "
        "protocol.",
        "limit_seeds": "The spread asks for {needed} seeds, and {n} were run. Undecided tests may be settled by "
        "more.",
        "limit_across": "The verdict is corrected for the tests of this question. The page of questions in the "
        "documentation corrects it for all questions.",
        "limit_failed": "{n} runs failed, and are left out.",
        "restore": "How to repeat it",
        "restore_ask": "Ask the question again: {command}",
        "restore_report": "Write this report again: {command}",
        "restore_rows": "All tests with their p-values: `{path}`",
        "settings": "Model {model}. {town}, {citizens:,} citizens, {months} months after the warm-up, {seeds} "
        "from {first}. {runs:,} runs in all.",
        "settings_none": "Model {model}. No runs.",
    },
)  # fmt: skip

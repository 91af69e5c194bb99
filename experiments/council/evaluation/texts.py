"""The words of the plan of an evaluation, in the reader's language."""

from samskaping.language import Texts

TEXTS = Texts(
    "experiments.council.evaluation.plan",
    {
        "title": "{outcome}: to see a difference of {effect} {unit} with power {power} at significance level {alpha}",
        "design": "design",
        "months": "months",
        "persons": "persons in each group",
        "controls": "control municip.",
        "simulated": "power, simulated",
        "false_alarms": "false alarms",
        "self_selected": "false alarms, self-selected",
        "before-after": "before and after",
        "after-only": "after, with others",
        "did-residents": "changes, residents",
        "did-municipalities": "changes, municipalities",
        "more_than": "over {n:,}",
        "spread": "Without any measure, between persons: standard deviation {person} {unit}; correlation over {months} months "
        "{stability}; {icc} of the variance lies between municipalities (ICC). In the course of {months} months "
        "all municipalities change alike by {trend} {unit}; beyond that, a single municipality varies by a standard deviation of "
        "{place}.",
        "note_units": "Before and after: the participants alone. After, with others: participants and other residents, once. "
        "Changes, residents: the changes of both (difference in differences). Changes, municipalities: all take part, and "
        "so many persons answer in each municipality. Double the number if half of them do not answer twice.",
        "note_alarms": "False alarms: significant results where nothing was done; expected: {alpha}. Self-selected: "
        "participants have chosen themselves, the more resources the more often.",
        "note_margin": "The simulated shares rest on {draws} evaluations each: {alpha} is uncertain by ± {low} and {power} by "
        "± {high} percentage points.",
        "note_common": "In the model little happens to all municipalities alike, so before and after gives far fewer false "
        "alarms here than in reality.",
        "note_few_changes": "Municipalities also change little by themselves in the model, so the number of control "
        "municipalities is a minimum.",
        "note_model": "How persons and municipalities vary is the model’s ({places} municipalities, {citizens:,} citizens in "
        "each, under the status quo); measurement error is an assumption (reliability {reliability}). Use figures of your "
        "own where you have them: --sd, --stability, --icc, --place-sd.",
        "note_own": "Figures of your own: {figures}. In the simulated evaluations, persons and municipalities vary by them.",
        "note_rest": "The rest is the model’s ({places} municipalities, {citizens:,} citizens in each, under the status quo); "
        "measurement error is an assumption (reliability {reliability}).",
        "own_sd": "standard deviation between persons {value} {unit}",
        "own_stability": "correlation over {months} months {value}",
        "own_icc": "ICC {value}",
        "own_place_sd": "standard deviation of a municipality’s own change {value} {unit}",
        "advice": "Advice for an evaluation over {months} months: {advice}",
        "advice_design": "compare changes with other residents: {persons} participants and as many "
        "others, asked twice.",
        "advice_none": "no number of residents up to {most:,} is enough; wait longer, or look for a "
        "larger effect.",
        "advice_places": "If the whole municipality takes part, find at least {controls} municipalities to compare "
        "with, {persons} persons in each.",
        "advice_more_persons": "If the whole municipality takes part, {n} persons in each are too few: with {controls} "
        "control municipalities {persons} must answer in each.",
        "advice_no_places": "If the whole municipality takes part, {controls} control municipalities are too few: "
        "municipalities change more by themselves than the effect that you look for.",
        "advice_alarm": "Do not rely on before and after alone: {share} of 100 such evaluations would see an effect where "
        "nothing was done.",
    },
)  # fmt: skip

"""Texts of the pages about scenarios, rules, questions and the model."""

from samskaping.language import Texts

SCENARIOS = Texts(
    "dashboard.scenarios",
    {
        "scenarios_lead": (
            "A scenario describes a situation: a town, what differs there and why, what to watch and what to discuss. It does "
            "not fix the result."
        ),
        "load": "Open the scenario",
        "load_keep": "Compare",
        "differs": "What differs, and why",
        "compared": "What is compared, and why",
        "course": "What changes in the course of the run",
        "watch": "What to watch",
        "talk": "Questions to discuss",
        "kept": "Side by side",
        "kept_none": (
            "Nothing to compare yet. Use “Keep for comparison” on the page Compare, or “Compare” on a scenario here. There is room for "
            "three."
        ),
        "kept_now": "Current settings",
        "open_it": "Open",
        "drop": "Remove",
        "scenario_broken": "A scenario file cannot be read: {why}",
        "scaled": "Here with {citizens} citizens; the scenario asks for {asked}.",
        "paradigms_n": "Compares {names}",
    },
)

RULES = Texts(
    "dashboard.rules",
    {
        "rules_lead": (
            "A way of governing consists of rules in seven groups. Build your own: start from a preset, change rules, "
            "and compare it with the others. The same rules give the same results, whatever the name."
        ),
        "start_from": "Start from",
        "matrix": "Who plans, and who delivers?",
        "matrix_help": (
            "Click a cell to set up its rules. We chose the rules that represent each cell; they are not a finding."
        ),
        "own_rules": "Your own rules",
        "rules_results": "What the rules lead to",
        "own_same": "the same as {base} so far",
        "own_differs": "{base}, with {n} rules changed",
        "own_one": "{base}, with 1 rule changed",
        "position": "Positions: which roles are there?",
        "boundary": "Boundaries: who gets in, and how?",
        "choice": "Choice: what may each do?",
        "aggregation": "Aggregation: who decides, and with what weight?",
        "information": "Information: who knows what?",
        "payoff": "Payoff: what is rewarded?",
        "scope": "Scope: what do the rules cover?",
        "marks": (
            "Letters below a slider mark TPA (T), NPM (M) and NPG (G). Numbers without a unit go from 0 (nothing) to 1 (full)."
        ),
    },
)

QUESTIONS = Texts(
    "dashboard.questions",
    {
        "questions_lead": (
            "Guess before you see the answer. Let everybody write down a guess and a reason. Then show the answer and "
            "discuss it."
        ),
        "higher": "higher",
        "lower": "lower",
        "same": "about the same",
        "higher_possible": "higher, but perhaps too little to matter",
        "lower_possible": "lower, but perhaps too little to matter",
        "open": "not settled by these repeats",
        "questions_where": "The answers are computed for {where}. Your own settings stay as they are.",
        "why_guess": "Because … (stays in this browser)",
        "look": "Show the answer",
        "guess_first": "Guess first",
        "see_all": "See all results",
        "you_said": "Your guess: {guess}.",
        "guess_held": "It held: the difference is {difference}.",
        "guess_slight": "It did not hold: the difference is {difference}, so small that it counts as about the same.",
        "guess_missed": "It did not hold: the difference is {difference}.",
        "guess_open": "Whether it holds is not settled by these repeats.",
        "unit_scale": "scale 0–1",
        "model_says": (
            "The model's answer: {verdict}. {outcome}: {b} under {last}, {a} under {first}. The difference is "
            "{difference} ({interval})."
        ),
        "question_way": "the changed rules",
        "model_limits": "This holds in the model, with its assumptions. Would it hold where you are?",
        "discuss": "Discuss:",
        "answers": "What the model answered",
        "answers_lead": (
            "The model has been asked these questions beforehand, in large studies. A rule that was fixed before anything "
            "ran decides each answer. A link opens the numbers. “Rejected” means that the model does not bear out the "
            "claim; its opposite is not thereby shown. “Not relevantly worse” means that others may be better, by less than "
            "the smallest difference that matters."
        ),
        "objections": "Common objections to co-creation",
        "other_answers": "Other questions",
        "claim": "Claim:",
        "earlier_model": "{verdict} (an earlier version of the model)",
        "because": "Because:",
    },
)

ABOUT = Texts(
    "dashboard.about_page",
    {
        "about_lead": (
            "Use this model to think, not to forecast. It shows what follows from rules and assumptions that you can "
            "read, change and dispute."
        ),
        "assumptions": "What the model builds on",
        "limits": "What the model cannot say",
        "parameters_title": "Every number, its bounds and its source",
        "parameters_lead": (
            "{n} parameters and rules. Each has a source for its mechanism and one for its number. “Design choice” marks "
            "a number without a source. A page explains codes such as M5:"
        ),
        "page_in_en": "in English",
        "page_in_nb": "in bokmål",
        "outcomes_n": "outcomes",
        "outcomes_title": "What the model measures",
        "patterns_title": "Does the model resemble the world? Known patterns, tested",
        "patterns_lead": (
            "Each pattern is an experiment with a test fixed beforehand: the whole 95 % interval must lie in the "
            "expected range. Open a pattern to see what was measured and, where the model fails, why."
        ),
        "patterns_sets": (
            "The {n} patterns are grouped by how far they are built into the model. The pages with results count only the "
            "first group."
        ),
        "patterns_tally": "{passed} of {judged} pass",
        "patterns_unjudged": "{n} cannot be judged",
        "pl_emergent": "Not built in: only these patterns support the model",
        "pl_in_part": "Partly built in",
        "pl_imposed": "Built in: a pass is no evidence; a fail shows that the mechanism does not reach the outcome",
        "measured": "Measured",
        "expected": "Expected",
        "model_gives": "Model (95 % interval)",
        "result": "Result",
        "patterns_none": "This version has no table of patterns.",
        "name": "Name",
        "default": "Default",
        "range": "Bounds",
        "meaning": "Meaning",
        "direction": "Better",
        "d_higher": "higher",
        "d_lower": "lower",
        "d_neither": "neither",
        "by_paradigm": "varies by way of governing",
    },
)

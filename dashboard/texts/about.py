"""The model's main assumptions and limits in short; `docs/model.md` has them in full."""

from samskaping.language import Texts

ASSUMPTIONS = Texts(
    "dashboard.assumptions",
    {
        "rules": (
            "Ways of governing differ only in their rules. Two with the same rules give identical runs, whatever their "
            "names."
        ),
        "equal_start": (
            "All ways of governing start alike: the same people, needs, shocks and public budget. Before the start, "
            "everybody has lived two years under today's rules."
        ),
        "no_winner": (
            "The model has no built-in winner. Every hour is paid for, and citizens' hours are counted beside the public "
            "ones."
        ),
        "knowledge": (
            "Needs call for three kinds of knowledge: codified (rules and forms), professional and lived (people's own "
            "lives). Rules reach only the first. Lived knowledge takes dialogue, trust and time."
        ),
        "returns": (
            "When a service misses the need, the case comes back. People who wait may complain, leave or give up. People "
            "who get less than they expected may complain."
        ),
        "voice": "People who are asked but not heard lose trust. Bad experiences weigh more than good ones.",
        "roles": "Politicians, leaders, professionals and citizens need time to settle into new rules.",
        "towns": "Each municipality has its real ages, education, incomes and turnout (Statistics Norway).",
    },
)

LIMITS = Texts(
    "dashboard.limits",
    {
        "forecast": (
            "The model is no forecast. Its levels of trust, take-up and returning cases have the right order of "
            "magnitude. They are not estimates for a municipality."
        ),
        "costs": (
            "The costs of dialogue, facilitation, support and coordination are chosen, not measured. Vary them within "
            "their bounds before you conclude about costs."
        ),
        "responsive": (
            "From TPA to NPG several things change at once. Compare with “Responsive administration” to see what "
            "co-creation itself adds."
        ),
        "levelled": (
            "Ways of governing may also differ in rules that have little to do with their idea, such as how often "
            "services are revised. Compare “TPA, levelled”, “NPM, levelled” and “NPG, levelled” to see what survives."
        ),
        "robustness": (
            "Other assumptions may turn a difference. A page lists, for each headline, what would turn or remove it:"
        ),
        "satisfaction": (
            "Satisfaction is too low and too even. Users' mean is {users}, and surveys find {users_low} or more. Services for "
            "children exceed elder care by {gap}, and surveys find {gap_low} or more. Municipalities also differ too little."
        ),
        "stability": (
            "Trust changes too little. Among the same adults it correlates {stability} over ten years; studies of panels "
            "suggest {stability_low} to {stability_high}."
        ),
        "weak": (
            "Research gives weak support for some numbers: trust gained by taking part, the share of returning cases, "
            "administration under NPM, and all decision weights."
        ),
        "population": "Nobody moves, is born or dies. Taxes, housing and private markets are left out.",
        "size": (
            "The page simulates a smaller town than the real one. From {valid} citizens up, results that have a margin lie "
            "inside it. Trust has none: check findings on trust at full size, from the command line."
        ),
        "not_all": (
            "Not everything that matters can be counted. The model knows no joy, no shame at a counter, no friendship "
            "made in an arena."
        ),
    },
)

"""Texts of the page's frame, of the control panel and of its first sliders."""

from samskaping.language import Texts

FRAME = Texts(
    "dashboard.frame",
    {
        "title": "samskaping: one town, governed in different ways",
        "tagline": "one town, governed in different ways",
        "pages": "Pages",
        "skip": "Skip to content",
        "compare": "Compare",
        "town": "The town",
        "scenarios": "Scenarios",
        "rules": "Rules",
        "questions": "Questions",
        "about": "About the model",
        "classroom": "Guess together",
        "undo": "Undo",
        "redo": "Redo",
        "reset": "Reset",
        "reset_help": "Set everything back to the default",
        "share": "Share",
        "share_help": "Get a link that restores these settings",
        "share_link": "Link to these settings:",
        "copied": "Link copied",
        "tour": "Tour",
        "close": "Close",
        "back": "Back",
        "next": "Next",
        "end_tour": "End the tour",
        "language": "Language",
        "note": "Note:",
        "link_renamed": "The link uses old names. {names}.",
        "refused": "Not accepted:",
        "link_unused": "The link cannot be used, so the page shows the default settings ({town}). Reason: {why}",
        "lost": "The connection to the server is lost.",
        "lost_help": "The page reconnects by itself. Your settings are kept.",
        "loading": "samskaping is loading …",
        "busy": "The server is computing",
    },
)

PANEL = Texts(
    "dashboard.panel",
    {
        "panel": "Settings",
        "q_town": "Which town?",
        "municipality": "Municipality",
        "citizens": "Citizens",
        "months": "Months",
        "seeds": "Repeats",
        "first_seed": "First seed",
        "q_size": "How many citizens, months and repeats?",
        "seeds_help": (
            "The town is scaled to this many citizens. Each repeat draws new people and new luck from its own seed. More "
            "repeats leave less to chance, but take longer."
        ),
        "q_paradigms": "Which ways of governing?",
        "all_paradigms": "More ways of governing …",
        "fewer": "Fewer",
        "level_note": (
            "Ways of governing may also differ in rules that have little to do with their idea. “TPA, levelled” and the "
            "other levelled ones hold such rules alike and show what survives."
        ),
        "q_first": "What if …",
        "all_parameters": "Everything you can change",
        "search": "Search",
        "what": "What is this?",
        "unit": "Unit",
        "source": "Source",
        "to_default": "Back to",
        "changed_n": "changed",
        "on": "on",
        "off": "off",
        "g_needs": "What do people need?",
        "g_access": "Who reaches the service?",
        "g_encounter": "What happens when citizen and professional meet?",
        "g_trust": "What builds trust, and how does it spread?",
        "g_staff": "Who does the work, and who pays?",
        "g_arenas": "Who takes part, and who decides?",
        "g_town": "What kind of town is it?",
        "g_mechanisms": "What if a mechanism is switched off?",
        "g_rules": "What if all ways of governing share a rule?",
        "g_outcomes": "How are results measured?",
        "own": "Own",
        "own_help": "The way of governing that you build on the page Rules",
    },
)

SLIDERS = Texts(
    "dashboard.sliders",
    {
        "rules.intensity": "How far the rules are carried out",
        "needs.lived": "Needs call for lived knowledge",
        "needs.codified": "Needs call for rules and forms",
        "needs.wickedness": "Wicked problems",
        "needs.cross_sector": "Needs across sectors",
        "needs.turbulence": "How fast needs change",
        "access.learning_cost": "Rights are hard to find",
        "money.case_budget": "Public budget",
        "politics.openness": "Politicians open to sharing power",
        "trust.loss_aversion": "Trust falls faster than it rises",
    },
)

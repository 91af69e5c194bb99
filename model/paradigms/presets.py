"""The preset paradigms, as overlays on the status quo.

Each preset is meant as the best version of itself. `model.paradigms.protocol` argues the values of TPA, NPM and NPG
rule by rule; the variants are design choices. The numbers describe rules, not results.
"""

from dataclasses import dataclass, field
from typing import Any

from model.paradigms import protocol
from model.paradigms.rules import FIELDS, GROUPS
from samskaping.language import SOURCE, Language, Texts


@dataclass(frozen=True)
class Preset:
    """A paradigm: name, title, story, and the rules that differ from the status quo."""

    name: str
    title_en: str
    story_en: str
    rules: dict[str, Any] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def title(self, language: Language = SOURCE) -> str:
        """Return the title in a language."""
        return TITLES(self.name, language)

    def story(self, language: Language = SOURCE) -> str:
        """Return the story in a language."""
        return STORIES(self.name, language)


def _changed(rules: dict[str, Any]) -> dict[str, Any]:
    """Return the rules whose values differ from the status quo."""
    today = {f"{group}.{name}": getattr(GROUPS[group](), name) for group, name in FIELDS}
    return {name: value for name, value in rules.items() if value != today[name]}


_TPA, _NPM, _THICK = (_changed(protocol.values(paradigm)) for paradigm in protocol.PRINCIPAL)
_THIN = {
    "position.presence": 0.2,
    "position.facilitation": 0.5,
    "boundary.rule_categories": 10,
    "boundary.recruitment": "open",
    **{rule: _THICK[rule] for rule in protocol.FREE},
    "choice.discretion": 0.55,
    "aggregation.weight_agenda": 0.2,
    "aggregation.weight_design": 0.5,
    "aggregation.weight_delivery": 0.1,
    "aggregation.weight_evaluation": 0.2,
    "aggregation.binding": 0.1,
    "aggregation.revision_interval": 12,
    "aggregation.budget_to_voice": 0.1,
    "information.dialogue": 0.45,
    "information.documentation": 0.60,
    "payoff.target_pressure": 0.3,
    "payoff.contract": 0.1,
    "scope.meetings_per_year": 4.0,
    "scope.continuity": 0.2,
    "scope.arenas_per_10000": 0.5,
    "scope.training": 0.2,
    "scope.coordination": 0.35,
}
# A control: the rules of thick co-creation that require nothing of citizens.
_RESPONSIVE = {
    name: _THICK[name]
    for name in (
        "boundary.rule_categories", "boundary.outreach", "choice.discretion", "information.documentation",
        "information.plain_language", "payoff.target_pressure", "payoff.contract", "scope.training",
        "scope.coordination",
    )
}  # fmt: skip

_ALL = (
    Preset(
        "TPA", "Traditional public administration",
        "Law and professions secure quality and equality; citizens are clients.", _TPA,
    ),
    Preset(
        "NPM", "New public management",
        "Goals, choice and competition; citizens are customers.", _NPM,
    ),
    Preset(
        "NPG", "New public governance: thick co-creation",
        "Equal, lasting cooperation from problem to evaluation; citizens are partners.",
        _THICK, ("thick", "new public governance"),
    ),
    Preset(
        "NPM-voice", "New public management with voice",
        "Choice and competition, with surveys and complaints that carry weight.",
        {**_NPM, "aggregation.weight_design": 0.3, "aggregation.weight_evaluation": 0.5, "payoff.target_pressure": 0.5,
         "information.dialogue": 0.45, "aggregation.budget_to_voice": 0.2},
    ),
    Preset(
        "thin", "Thin co-creation",
        "Citizens are heard now and then, through open calls; power stays where it was.", _THIN,
    ),
    Preset(
        "governed", "Governed co-creation (Ulrich)",
        "The municipality sets goal, frame and participants.",
        {**_THIN, "boundary.recruitment": "targeted", "aggregation.weight_agenda": 0.1,
         "aggregation.weight_design": 0.4, "scope.delivery_share": 0.3,
         "scope.continuity": 0.5, "scope.meetings_per_year": 6.0},
    ),
    Preset(
        "responsibilising", "Responsibilising co-creation (Ulrich)",
        "Civil society carries the task; the municipality steps back.",
        {**_THIN, "position.facilitation": 0.1, "boundary.recruitment": "network",
         "boundary.civic_provider": True, "aggregation.weight_agenda": 0.0, "aggregation.weight_design": 0.1,
         "scope.delivery_share": 0.8, "scope.continuity": 0.8, "choice.discretion": 0.40,
         "payoff.support": 0.1},
    ),
    Preset(
        "equal", "Equal co-creation (Ulrich)",
        "The municipality is one partner among several, from the definition of the problem onwards.",
        {**_THICK, "boundary.rule_categories": 6, "choice.discretion": 0.80, "payoff.contract": 0.0},
    ),
    Preset(
        "facilitating", "Facilitating co-creation (Ulrich)",
        "The initiative is the citizens'; the municipality supports.",
        {**_THICK, "position.facilitation": 0.7, "boundary.recruitment": "network",
         "boundary.civic_provider": True, "aggregation.weight_agenda": 0.9, "aggregation.weight_design": 0.8,
         "aggregation.binding": 0.7, "scope.delivery_share": 0.8, "payoff.target_pressure": 0.0,
         "payoff.support": 0.7, "choice.discretion": 0.80},
    ),
    Preset(
        "task-committee", "Task committee",
        "Five politicians and ten citizens work on one task for a limited time.",
        {**_THIN, "position.presence": 1.0, "position.facilitation": 0.6, "boundary.recruitment": "targeted",
         "aggregation.weight_agenda": 0.3, "aggregation.weight_design": 0.6, "aggregation.binding": 0.3,
         "scope.arena_size": 10, "scope.arenas_per_10000": 0.3, "scope.meetings_per_year": 8.0,
         "scope.continuity": 0.5},
    ),
    Preset(
        "responsive", "Responsive administration",
        "The rules of thick co-creation that ask nothing of citizens: plain language, outreach, less paperwork, "
        "discretion. A control that shows which results come without co-creation.",
        _RESPONSIVE,
    ),
    *(
        Preset(
            f"{name}-levelled", f"{name}, levelled",
            f"{name} with the access levers, the interval of revision and the discretion that the other levelled "
            "paradigms have. A control that shows what the remaining rules do.",
            {**rules, **protocol.levelled()},
        )
        for name, rules in (("TPA", _TPA), ("NPM", _NPM), ("NPG", _THICK))
    ),
    Preset(
        "triage", "Triage by kind of knowledge",
        "Each area gets rules to suit the knowledge it needs, as the municipality sees it. TPA where the knowledge "
        "exists, thin co-creation where it can improve, NPG where nobody has it yet.",
        {}, (), ("TPA", "thin", "NPG"),
    ),
    Preset(
        "self-organised", "Self-organised",
        "Civil society plans and delivers; the municipality pays its share.",
        {**_THIN, "position.presence": 0.0, "position.facilitation": 0.2, "boundary.recruitment": "network",
         "boundary.civic_provider": True, "aggregation.weight_agenda": 0.9, "aggregation.weight_design": 0.9,
         "aggregation.weight_delivery": 0.7, "aggregation.weight_evaluation": 0.8, "aggregation.binding": 0.9,
         "scope.delivery_share": 0.95, "scope.continuity": 0.8, "payoff.target_pressure": 0.0,
         "payoff.contract": 0.0, "payoff.support": 0.2, "information.documentation": 0.3},
    ),
    Preset(
        "status-quo", "Status quo",
        "Between TPA and NPM: where every run starts.",
    ),
)  # fmt: skip
PRESETS = {preset.name: preset for preset in _ALL}
TITLES = Texts("model.presets.title", {preset.name: preset.title_en for preset in _ALL})
STORIES = Texts("model.presets.story", {preset.name: preset.story_en for preset in _ALL})

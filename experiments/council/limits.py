"""What a report cannot say, and what the room should talk about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.analysis.relevance import Size
from experiments.council.findings import Finding
from experiments.council.report_texts import TEXTS
from experiments.evidence.filed.summary import in_words
from experiments.output.texts import FEW_SEEDS, label, number
from model.paradigms.presets import PRESETS
from model.parameters.mechanisms import effective
from model.town.municipalities import SMALLEST_VALID
from samskaping.language import SOURCE, Language, Versions

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from experiments.runs.scenario import Scenario
    from model.parameters.parameters import Parameters
    from model.town.municipalities import Municipality

_ASSUMED = "assumption"  # how scenario files mark a number that nobody has measured
_MOST_OPEN = 4
_PACKAGE, _CONTROL = "NPG", "responsive"  # presets, as docs/model.md compares them


def limits_of(comparison: Comparison, found: Sequence[Finding], language: Language) -> list[str]:
    """Return what this comparison cannot say, the most important first."""
    lines = [TEXTS("limit_forecast", language)]
    if len(comparison.seeds) < FEW_SEEDS:
        lines.append(TEXTS("limit_few", language, n=len(comparison.seeds)))
    if small := too_small(comparison.municipality, comparison.population, comparison.parameters, language):
        lines.append(small)
    if comparison.scenario is not None:
        assumed, sourced, chosen = _settings(comparison.scenario)
        if assumed:
            counts = {"all": assumed + sourced + chosen, "assumed": assumed, "sourced": sourced, "chosen": chosen}
            lines.append(TEXTS("limit_assumed", language, **counts))
    if _is_package(comparison):
        lines.append(TEXTS("limit_package", language, control=PRESETS[_CONTROL].title(language)))
    if any(one.size is Size.UNCERTAIN for one in found):
        lines.append(" ".join([*_left_open(found, language), TEXTS("limit_repeats", language)]))
    return [*lines, *of_the_model(language)]


def of_the_model(language: Language) -> list[str]:
    """Return what no result of the model can say."""
    keys = ("limit_model", "limit_levels", "limit_not_in", "limit_values")
    return [TEXTS(key, language, **in_words(language)) for key in keys]


def _left_open(found: Sequence[Finding], language: Language) -> list[str]:
    """Return which outcomes the seeds do not settle: for any option, and for some. The table marks which."""
    of_some = list(dict.fromkeys(one.outcome for one in found if one.size is Size.UNCERTAIN))
    settled = {one.outcome for one in found if one.size is not Size.UNCERTAIN}
    lines = []
    for key, outcomes in (
        ("limit_open", [one for one in of_some if one not in settled]),
        ("limit_open_some", [one for one in of_some if one in settled]),
    ):
        names = [label(one, language).lower() for one in outcomes[:_MOST_OPEN]]
        more = [TEXTS("and_more", language, n=len(outcomes) - _MOST_OPEN)] if len(outcomes) > _MOST_OPEN else []
        lines += [TEXTS(key, language, outcomes=", ".join([*names, *more]))] if names else []
    return lines


def too_small(town: Municipality, citizens: int, parameters: Parameters, language: Language) -> str:
    """Return a warning where a town has too few simulated citizens to stand for the municipality, or ""."""
    samples = effective(parameters).town.subsample > 0.0
    if not samples or citizens >= min(SMALLEST_VALID, town.population):
        return ""
    return TEXTS("limit_small", language, citizens=number(citizens, 0, language), town=town.name)


def _is_package(comparison: Comparison) -> bool:
    """Return whether thick co-creation is compared without the control that separates good administration from it."""
    bases = [arm.base_name for arm in comparison.arms] or [paradigm.name for paradigm in comparison.paradigms]
    return _PACKAGE in bases and _CONTROL not in bases


def _settings(scenario: Scenario) -> tuple[int, int, int]:
    """Return how many settings of a scenario are assumed, have a source, and are choices of set-up.

    Its author says which are assumed, also where a source gives the direction.
    """
    given = [(one.why, one.source) for one in scenario.changes]
    given += [(one.why, one.source) for one in scenario.timed if one.why is not None]
    given += [(arm.why, "") for arm in scenario.arms if isinstance(arm.why, Versions)]
    assumed = [_ASSUMED in why.text(SOURCE).casefold() for why, _ in given]
    sourced = [bool(source) and not guess for guess, (_, source) in zip(assumed, given, strict=True)]
    return sum(assumed), sum(sourced), len(given) - sum(assumed) - sum(sourced)


def questions_of(scenario: Scenario | None, language: Language) -> list[str]:
    """Return the questions for the room: those of the scenario, else some that any comparison raises."""
    if scenario is not None and scenario.questions:
        return [" ".join(one.text(language).split()) for one in scenario.questions]
    return [TEXTS(key, language) for key in ("question_value", "question_pays", "question_wrong")]

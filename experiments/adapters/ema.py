"""The model as an EMA Workbench `Model`, for its samplers, evaluators, optimisers and analyses.

Uncertainties and levers come from our own declarations, with the same bounds. The workbench needs names without dots,
so `trust.gain` is `trust__gain` there. The month of a change can vary too. Outcomes are means over seeds in the last
month. Needs the extra `research`; works with versions 2.5 and 3 of the workbench.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from agents.errors import InputError, suggestion
from experiments.adapters.contradictions import possible_choices
from experiments.analysis.discovery import MISSING
from experiments.defaults import CITIZENS, FIRST_SEED, LARGEST_SEED, MONTHS, MUNICIPALITY, PARADIGM, PARADIGMS
from experiments.design.factors import check_name, checked_value, declared, timed
from experiments.design.study_runs import changes_at
from experiments.runs.run import Run, integer, simulate
from model.aliases import Kind, current_list, current_names
from model.outcomes.outcomes import NAMES, OUTCOMES
from model.timeline.change import Change, Given, changes_of, of_arm
from samskaping.language import Listing, Message

Range = tuple[float, float]

CONTRADICTORY = ("nan", "worst")
WORST = 1e9
"""The outcome of a contradictory point with `contradictory="worst"`; its negative where more is better."""


def ema_model(
    *uncertainties: str,
    levers: Sequence[str] = ("paradigm",),
    ranges: Mapping[str, Range] | None = None,
    paradigms: Sequence[str] = PARADIGMS,
    municipality: str = MUNICIPALITY,
    citizens: int | None = CITIZENS,
    months: int = MONTHS,
    seeds: int | Sequence[int] = 1,
    outcomes: Sequence[str] | None = None,
    contradictory: str = "nan",
    timeline: Iterable[Given] = (),
) -> Any:
    """Return an `ema_workbench.Model`.

    Args:
        uncertainties: dotted names of parameters and rules that no decision controls (`trust.gain`).
        levers: the decisions: "paradigm", and rules (`rules.aggregation.weight_design`) or parameters.
        ranges: narrower bounds than the declared ones, by name.
        paradigms: the values of the lever "paradigm". Without that lever the first of them is run.
        municipality: the town.
        citizens: number of citizens; None is the real number.
        months: months run.
        seeds: the number of seeds, from 1, as in `compare`; or the seeds themselves. They are the same at every point,
            and an outcome is the mean over them.
        outcomes: names; None is the headline outcomes. Those with a better direction are maximised or minimised.
        timeline: changes in the course of the runs. `timeline.NAME.month`, `until` or `over` of a named change can be
            an uncertainty or a lever, from 1 to `months` unless `ranges` narrows it.
        contradictory: outcomes of a point whose rules contradict each other. "nan" is for experiments. "worst" (a
            number worse than any outcome) is for `optimize`, whose algorithms cannot compare NaN.

    Choices of a rule that contradict every paradigm and combination are left out. A warning names each point that
    cannot be run, and the reason. Use the workbench's `SequentialEvaluator`: its process pool forks,
    which the compiled model's threads may not survive.

    Raises:
        InputError: something cannot be run, or the EMA Workbench is not installed.
    """
    try:
        from ema_workbench import Model, ScalarOutcome
    except ImportError:
        raise InputError(MISSING) from None
    varied = _listed("uncertainties", uncertainties, "setting")
    chosen = _listed("levers", levers, "setting")
    both = [name for name in chosen if name in varied]
    if both:
        raise InputError("{name} is given both as an uncertainty and as a lever: give it once", name=both[0])
    names = _outcomes(outcomes)
    presets = [checked_value("paradigm", name, "paradigms") for name in _listed("paradigms", paradigms)]
    if not presets:
        raise InputError("paradigms is empty: give at least one, such as {example}", example=PARADIGM)
    if contradictory not in CONTRADICTORY:
        raise InputError(
            "contradictory = {contradictory!r} is not valid: it must be {names}",
            contradictory=contradictory,
            names=Listing(CONTRADICTORY, "or"),
        )
    fixed = {
        "paradigm": presets[0], "municipality": municipality, "citizens": citizens, "months": months,
        "seeds": _seeds(seeds), "outcomes": names, "contradictory": contradictory, "timeline": changes_of(timeline),
    }  # fmt: skip
    for paradigm in presets:
        changes = of_arm(fixed["timeline"], paradigm)
        Run(paradigm, municipality, citizens, {}, FIRST_SEED, months, timeline=changes).checked()
    every = [*varied, *chosen]
    _check_timed(every, fixed["timeline"])
    bounds = _ranges(ranges, every, months)
    alike = presets if "paradigm" in every else presets[:1]
    model = Model("samskaping", function=partial(_means, fixed))
    model.uncertainties = [_parameter(name, bounds, every, alike) for name in varied]
    model.levers = [_parameter(name, bounds, every, alike) for name in chosen]
    kinds = {"higher": ScalarOutcome.MAXIMIZE, "lower": ScalarOutcome.MINIMIZE, "neither": ScalarOutcome.INFO}
    model.outcomes = [ScalarOutcome(name, kind=kinds[_BETTER[name]]) for name in names]
    return model


_BETTER = {outcome.name: outcome.better for outcome in OUTCOMES}


def _listed(what: str, given: Any, *kinds: Kind) -> list[Any]:
    """Return a list of names, each given once; those of `kinds` as they are now."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InputError(
            "{what} = {given!r} is not valid: give a list of names, such as [{example!r}]",
            what=what,
            given=given,
            example=str(given),
        )
    names = list(given)
    for name in names:
        if not isinstance(name, str):
            raise InputError("{what}: {name!r} is not a name", what=what, name=name)
        if names.count(name) > 1:
            raise InputError("{what}: {name} is given twice", what=what, name=name)
    return current_list(names, *kinds)


def _outcomes(given: Sequence[str] | None) -> tuple[str, ...]:
    if given is None:
        return tuple(outcome.name for outcome in OUTCOMES if outcome.headline)
    names = _listed("outcomes", given, "outcome")
    for name in names:
        if name not in NAMES:
            valid = Message("; valid: {names}", names=", ".join(NAMES))
            raise InputError("unknown outcome {name!r}{hint}", name=name, hint=suggestion(name, NAMES, valid))
    if not names:
        raise InputError("outcomes is empty: give at least one of {names}", names=", ".join(NAMES))
    return tuple(names)


def _seeds(given: Any) -> tuple[int, ...]:
    if isinstance(given, Iterable) and not isinstance(given, str):
        seeds = tuple(integer("a seed", seed, 0, LARGEST_SEED) for seed in given)
        if not seeds:
            raise InputError("seeds is empty: give a number of seeds, such as 2, or the seeds, such as (1, 2)")
        if len(set(seeds)) < len(seeds):
            raise InputError("seeds = {given!r}: a seed is given twice, which would count it twice", given=given)
        return seeds
    return tuple(range(FIRST_SEED, FIRST_SEED + integer("the number of seeds", given, 1, 100_000)))


def _check_timed(varied: Sequence[str], timeline: Sequence[Change]) -> None:
    names = [change.name for change in timeline if change.name]
    for name in varied:
        if (found := timed(name)) is not None and names.count(found[0]) != 1:
            raise InputError(
                "{name}: the timeline needs one change with name = {change!r}{hint}",
                name=name, change=found[0], hint=suggestion(found[0], names),
            )  # fmt: skip


def _ranges(given: Any, varied: Sequence[str], months: int) -> dict[str, tuple[Any, Any]]:
    """Return the narrower bounds, checked against the declared ones."""
    if given is not None and not isinstance(given, Mapping):
        raise InputError(
            "ranges = {given!r} is not valid: give bounds by name, such as {{'trust.gain': (0.1, 0.2)}}", given=given
        )
    bounds: dict[str, tuple[Any, Any]] = {name: (1, months) for name in varied if timed(name)}
    for name, ends in current_names(given or {}, "setting").items():
        if name not in varied:
            raise InputError("ranges: {name!r} is neither an uncertainty nor a lever here", name=name)
        if name == "paradigm" or (name in declared() and declared()[name].kind in ("switch", "choice")):
            raise InputError("ranges: {name} is not a number, so it has no range", name=name)
        if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
            raise InputError("ranges: {name}: {ends!r} is not valid: give the pair (low, high)", name=name, ends=ends)
        check_name(name, "ema_model")
        if name in declared() or timed(name):
            low, high = (checked_value(name, end, "ranges") for end in ends)
            if not low < high:
                raise InputError(
                    "ranges: {name}: low = {low} is not below high = {high}", name=name, low=str(low), high=str(high)
                )
            if timed(name) and high > months:
                raise InputError(
                    "ranges: {name}: high = {high} is after the last month, {months}",
                    name=name,
                    high=high,
                    months=months,
                )
            bounds[name] = (low, high)
    return bounds


def _parameter(
    name: str, ranges: Mapping[str, tuple[Any, Any]], varied: Sequence[str], paradigms: Sequence[str]
) -> Any:
    """Return a parameter of the workbench made from our declaration."""
    from ema_workbench import BooleanParameter, CategoricalParameter, IntegerParameter, RealParameter

    if name == "paradigm":
        return CategoricalParameter(name, list(paradigms))
    plain = name.replace(".", "__")
    if timed(name):
        return IntegerParameter(plain, *ranges[name], variable_name=name)
    of = _declared(name)
    if of.kind == "switch":
        return BooleanParameter(plain, variable_name=name)
    if of.kind == "choice":
        others = {one: _tried(one, ranges) for one in varied if one not in (name, "paradigm") and not timed(one)}
        choices, why = possible_choices(of, paradigms, others)
        if not choices:
            raise InputError("ema_model: {name} cannot be varied here: none of its choices is possible; {why}",
                             name=name, why=why)  # fmt: skip
        if len(choices) == 1:
            raise InputError(
                "ema_model: {name} cannot be varied here: only its choice {choice} is possible; {why}",
                name=name,
                choice=choices[0],
                why=why,
            )
        return CategoricalParameter(plain, list(choices), variable_name=name)
    low, high = ranges.get(name, (of.low, of.high))
    if of.kind == "whole":
        return IntegerParameter(plain, low, high, variable_name=name)
    return RealParameter(plain, float(low), float(high), variable_name=name)


def _declared(name: str) -> Any:
    """Return the declaration of a parameter or rule, or raise `InputError`."""
    check_name(name, "ema_model")
    if name not in declared():
        raise InputError(
            "ema_model: {name} is given by its own argument, not varied; vary parameters and rules", name=name
        )
    return declared()[name]


def _tried(name: str, ranges: Mapping[str, tuple[Any, Any]]) -> Sequence[Any]:
    """Return the values of a varied rule that are tried for contradictions: its choices, or the ends of its range."""
    of = _declared(name)
    if of.kind == "choice":
        return of.choices
    return (False, True) if of.kind == "switch" else ranges.get(name, (of.low, of.high))


def _means(fixed: Mapping[str, Any], **point: Any) -> dict[str, float]:
    """Run one point and return each outcome, the mean over seeds in the last month."""
    at = ", ".join(f"{name} = {value}" for name, value in {"paradigm": fixed["paradigm"], **point}.items())
    paradigm = point.pop("paradigm", fixed["paradigm"])
    settings = {name: value for name, value in point.items() if not timed(name)}
    try:
        changes = of_arm(changes_at(fixed["timeline"], point), paradigm)
        runs = [
            Run(paradigm, fixed["municipality"], fixed["citizens"], settings, seed, fixed["months"], timeline=changes)
            for seed in fixed["seeds"]
        ]
        last = [simulate(run).months.iloc[-1] for run in runs]
    except InputError as error:
        # Not the workbench's own error for this: after it, version 2.5.3 keeps the outcomes of the point before.
        worst = fixed["contradictory"] == "worst"
        what = "the worst there is" if worst else "NaN (for optimize: ema_model(..., contradictory='worst'))"
        warnings.warn(f"{at} cannot be run, so its outcomes are {what}: {error}", stacklevel=2)
        return {name: _worst(name) if worst else math.nan for name in fixed["outcomes"]}
    return {name: float(sum(row[name] for row in last) / len(last)) for name in fixed["outcomes"]}


def _worst(name: str) -> float:
    return {"higher": -WORST, "lower": WORST, "neither": math.nan}[_BETTER[name]]

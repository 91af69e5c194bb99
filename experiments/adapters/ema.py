"""The model as an EMA Workbench `Model`, for its samplers, evaluators, optimisers and analyses.

Uncertainties and levers are made from our own declarations, so bounds are the same; the workbench wants names without
dots, so `trust.gain` is `trust__gain` there. Outcomes are the means over seeds in the last month. Needs the extra
`research`. Works with versions 2.5 and 3 of the workbench.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from agents.errors import InputError, nearest
from experiments.analysis.discovery import MISSING
from experiments.defaults import CITIZENS, MONTHS, MUNICIPALITY, PARADIGM, PARADIGMS
from experiments.factors import check_name, checked_value, declared
from experiments.runs import Run, simulate
from model.outcomes import NAMES, OUTCOMES


def ema_model(
    *uncertainties: str,
    levers: Sequence[str] = ("paradigm",),
    ranges: Mapping[str, tuple[float, float]] | None = None,
    paradigms: Sequence[str] = PARADIGMS,
    municipality: str = MUNICIPALITY,
    citizens: int | None = CITIZENS,
    months: int = MONTHS,
    seeds: Sequence[int] = (1,),
    outcomes: Sequence[str] | None = None,
) -> Any:
    """Return an `ema_workbench.Model`.

    Args:
        uncertainties: dotted names of parameters and rules that nobody chooses (`trust.gain`).
        levers: what one does choose: "paradigm", and rules (`rules.aggregation.lam_d`) or parameters.
        ranges: narrower bounds than the declared ones, by name.
        paradigms: what the lever "paradigm" may be. Without that lever the first of them is run.
        municipality: the town.
        citizens: how many; None is the real number.
        months: months run.
        seeds: the same at every point; an outcome is the mean over them.
        outcomes: which; None is the headline outcomes. Those with a better direction are to be maximised or minimised.

    A point that cannot be run (contradictory rules, say) has outcomes NaN, with a warning that says why. Use the
    workbench's `SequentialEvaluator`: its processes are forked, which the compiled model's threads may not survive.

    Raises:
        InputError: for an unknown name or range, or without the EMA Workbench.
    """
    try:
        from ema_workbench import Model, ScalarOutcome
    except ImportError:
        raise InputError(*MISSING) from None
    ranges = dict(ranges or {})
    for name in ranges:
        if name not in (*uncertainties, *levers):
            raise InputError(f"ranges: {name!r} is neither an uncertainty nor a lever here")
    headline = [outcome.name for outcome in OUTCOMES if outcome.headline]
    names = headline if outcomes is None else list(outcomes)
    for name in names:
        if name not in NAMES:
            raise InputError(f"unknown outcome {name!r}; {nearest(name, NAMES) or 'valid: ' + ', '.join(NAMES)}")
    paradigms = [checked_value("paradigm", name, "paradigms") for name in paradigms]
    fixed = {
        "paradigm": paradigms[0] if paradigms else PARADIGM, "municipality": municipality, "citizens": citizens,
        "months": months, "seeds": tuple(seeds), "outcomes": tuple(names),
    }  # fmt: skip
    model = Model("samskaping", function=partial(_means, fixed))
    model.uncertainties = [_parameter(name, ranges.get(name), paradigms) for name in uncertainties]
    model.levers = [_parameter(name, ranges.get(name), paradigms) for name in levers]
    kinds = {"higher": ScalarOutcome.MAXIMIZE, "lower": ScalarOutcome.MINIMIZE, "neither": ScalarOutcome.INFO}
    better = {outcome.name: outcome.better for outcome in OUTCOMES}
    model.outcomes = [ScalarOutcome(name, kind=kinds[better[name]]) for name in names]
    return model


def _parameter(name: str, bounds: tuple[float, float] | None, paradigms: Sequence[str]) -> Any:
    """Return a parameter of the workbench made from our declaration."""
    from ema_workbench import BooleanParameter, CategoricalParameter, IntegerParameter, RealParameter

    if name == "paradigm":
        return CategoricalParameter(name, list(paradigms))
    plain = name.replace(".", "__")
    check_name(name, "ema_model")
    if name not in declared():
        raise InputError(f"ema_model: {name} is given by its own argument, not varied; vary parameters and rules")
    of = declared()[name]
    if of.kind in ("switch", "choice"):
        if bounds is not None:
            raise InputError(f"ranges: {name} is not a number, so it has no range")
        return (
            BooleanParameter(plain, variable_name=name)
            if of.kind == "switch"
            else CategoricalParameter(plain, list(of.choices), variable_name=name)
        )
    ends: Any = (of.low, of.high) if bounds is None else tuple(checked_value(name, end, "ranges") for end in bounds)
    if not ends[0] < ends[1]:
        raise InputError(f"ranges: {name}: low = {ends[0]} is not below high = {ends[1]}")
    if of.kind == "whole":
        return IntegerParameter(plain, *ends, variable_name=name)
    return RealParameter(plain, *(float(end) for end in ends), variable_name=name)


def _means(fixed: Mapping[str, Any], **point: Any) -> dict[str, float]:
    """Run one point and return each outcome, the mean over seeds in the last month."""
    paradigm = point.pop("paradigm", fixed["paradigm"])
    runs = [
        Run(paradigm, fixed["municipality"], fixed["citizens"], point, seed, fixed["months"]) for seed in fixed["seeds"]
    ]
    try:
        last = [simulate(run).months.iloc[-1] for run in runs]
    except InputError as error:
        # Not the workbench's own error for this: after it, version 2.5.3 keeps the outcomes of the point before.
        warnings.warn(f"{point} cannot be run, so its outcomes are NaN: {error}", stacklevel=2)
        return dict.fromkeys(fixed["outcomes"], math.nan)
    return {name: float(sum(row[name] for row in last) / len(last)) for name in fixed["outcomes"]}

"""The arms of a study: its tables `[[arms]]`, else those of its scenario, and the factor `arm` that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.errors import InputError
from experiments.design.own_files import with_paradigms
from experiments.own.collection import NO_FILES, Own
from experiments.runs.arms import Arm, named, read_arms, whole_arms
from experiments.runs.arms.timeline import check_arms
from experiments.runs.scenario import Scenario
from model.timeline.change import Change


def arms_of(
    given: Mapping[str, Any],
    varied: Mapping[str, Any],
    shared: Mapping[str, Any],
    timeline: Sequence[Change],
    file: str,
    own: Own = NO_FILES,
) -> tuple[tuple[Arm, ...], Own]:
    """Return the arms of a study file in full, or none, and all files, also those which the arms' bases name.

    Args:
        given: the file's content. Its `[[arms]]` are the study's arms.
        varied: the table of factors.
        shared: the table of what all runs share. Where the study has no arms, and `arm` is a factor or shared, the arms
            are those of the scenario here.
        timeline: the study's own changes in the course of runs.
        file: names the study in messages, and its folder is that of files which bases name.
        own: the files that the study has already.

    Raises:
        InputError: arms that are not valid, arms beside a paradigm, or `arm` without arms.
    """
    asked = "arm" in varied or "arm" in shared
    if "arms" in given:
        tables, own = with_paradigms(given["arms"], "base", own, file)
        arms = read_arms(tables, file)
    elif not asked:
        return (), own
    else:
        scenario = shared.get("scenario")
        arms = scenario.arms if isinstance(scenario, Scenario) else ()
        if not arms:
            raise InputError(
                "{file}: arm needs arms: give tables headed [[arms]], or a scenario with arms under [base]", file=file
            )
    if "paradigm" in varied or "paradigm" in shared:
        raise InputError(
            "{file}: paradigm cannot be given beside arms: each arm names its paradigm as its base", file=file
        )
    try:
        whole = whole_arms(arms)
        check_arms(whole, {}, timeline)
    except InputError as error:
        raise InputError("{file}: {error}", file=file, error=error) from None
    return whole, own


def arm_factor(
    arms: tuple[Arm, ...], varied: dict[str, Any], shared: Mapping[str, Any], where: Callable[[str], str]
) -> dict[str, Any]:
    """Return the table of factors with a factor `arm`, of all arms, first where the study does not say which.

    Raises:
        InputError: a level of `arm`, or the one that all runs share, is no arm of the study.
    """
    if not arms:
        return varied
    if "arm" not in varied and "arm" not in shared:
        return {"arm": [arm.name for arm in arms], **varied}
    levels = varied.get("arm", [shared.get("arm")])
    for level in levels if isinstance(levels, list) else [levels]:
        if isinstance(level, str):  # anything else is refused where factors are read
            try:
                named(arms, level)
            except InputError as error:
                raise InputError("{where}: {error}", where=where("arm"), error=error) from None
    return varied

"""Reads a study: factors, design, seeds, and the outcomes kept of each run. People write it as a TOML file.

Every number of a study is checked before anything runs. A message names the file, the line or key, the fault, and
valid values.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.errors import InputError, suggestion
from experiments.defaults import MONTHS
from experiments.design.checks import check_points, check_size, unknown
from experiments.design.clauses.arms import arm_factor, arms_of
from experiments.design.clauses.derived import read_derived
from experiments.design.clauses.exclude import read_exclusions
from experiments.design.clauses.precision import read_precision
from experiments.design.designs import read_design
from experiments.design.factors import STUDY_KEYS, check_name, checked_value, is_relative, read_factor, timed
from experiments.design.own_files import code_of, settings_named, with_paradigms
from experiments.design.study_runs import KEEP, Job, Study
from experiments.design.tables import scenarios_of, table_of
from experiments.design.values import integer_of, lines_named, name_of, one_of, outcomes_of, place_of, seeds_of
from experiments.own.collection import NO_FILES, Own, own_from
from experiments.reading import MOST_MANIFEST, json_of, text_of, toml_of
from experiments.runs.manifest import of_another_kind
from experiments.runs.run import MOST_MONTHS
from experiments.runs.scenario import Scenario
from experiments.runs.timeline import read_timeline
from model.aliases import current_names, one_note, written_names
from model.timeline.change import Change
from samskaping.language import Message

__all__ = ["Job", "Study", "read_study", "study_of"]


def read_study(source: str | Path, code: bool = True) -> Study:
    """Return the study in a TOML file, a sweep's folder or manifest; raise `InputError` where it is not valid.

    `code` says whether files of code that the study names may run. Those of a sweep's folder or manifest never do.
    """
    path = Path(source)
    code = code and not os.path.isfile(path / "study.toml") and not os.path.isdir(path.parent / "runs")
    if os.path.isfile(path / "study.toml"):  # the folder of a sweep
        path /= "study.toml"
    elif os.path.isfile(path / "manifest.json"):  # another kind of folder, which its manifest names
        path /= "manifest.json"
    in_manifest = path.suffix == ".json"
    try:
        text = text_of(path, _FILE, *[MOST_MANIFEST] * in_manifest)
    except FileNotFoundError:
        near = [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        otherwise = Message("; give a TOML file that describes a study")
        raise InputError(
            "there is no study file {path}{hint}", path=path, hint=suggestion(path.name, near, otherwise)
        ) from None
    if in_manifest:
        return study_of(*_in_manifest(path, text, str(path)), code=False)
    beside = path.with_name("manifest.json")  # in a sweep's folder, whose manifest has the scenarios as they were
    with contextlib.suppress(InputError, FileNotFoundError):
        made = _in_manifest(beside, text_of(beside, _FILE, MOST_MANIFEST), str(path))
        if made[0] == text:
            return study_of(*made, code=False)
    return study_of(text, str(path), code=code)


_FILE = Message("the study file")


def _in_manifest(path: Path, text: str, file: str) -> tuple[str, str, dict[str, str], str, Own]:
    """Return what `study_of` takes, from a sweep's manifest: the study, its file, scenarios' texts, name, own files."""
    try:
        metadata = json_of(text)
    except ValueError:
        metadata = None
    metadata = metadata if isinstance(metadata, dict) else {}
    study, scenarios, name = metadata.get("study"), metadata.get("scenarios", {}), metadata.get("name", path.stem)
    texts = isinstance(scenarios, dict) and all(isinstance(one, str) for one in scenarios.values())
    try:
        own = own_from(metadata.get("own", []))
    except (KeyError, TypeError, ValueError, AttributeError):
        own = None
    if own is None or not (isinstance(study, str) and isinstance(name, str) and texts):
        raise InputError(
            "{path} is not the manifest of a sweep{other}",
            path=path,
            other=of_another_kind(metadata.get("kind"), path, Message(": it holds no study")),
        )
    return study, file, scenarios, name, own


def study_of(
    text: str,
    file: str = "study",
    scenarios: Mapping[str, str] | None = None,
    name: str | None = None,
    own: Own = NO_FILES,
    code: bool = True,
) -> Study:
    """Return the study that a TOML text describes.

    Args:
        text: as in a study file.
        file: names it in messages; the user's own scenarios are looked for in its folder.
        scenarios: texts of scenarios by name, used instead of the files that the study names.
        name: of a study whose text has none; None is the file's name.
        own: files that are used instead of those that the study names.
        code: whether files of code that the study names may run.

    Raises:
        InputError: the study is not valid; the message says where and why, and what would be valid.
    """
    given = toml_of(text, file)
    with lines_named(file), one_note():
        return _study_of(given, text, file, scenarios or {}, name or Path(file).stem, own, code)


def _study_of(
    given: dict[str, Any], text: str, file: str, scenarios: Mapping[str, str], name: str, own: Own, code: bool
) -> Study:
    written: dict[str, str] = {}

    def where(key: str) -> str:
        return place_of(file, text, written.get(key, key))

    for key in given:
        if key not in STUDY_KEYS:
            raise unknown(key, where(key))
    kept, own = code_of(given, own, Path(file).parent, where, code)
    varied, shared = (table_of(given, key, where(key)) for key in ("factors", "base"))
    chosen: dict[str, Scenario] = {}
    for table in (varied, shared):
        if "scenario" in table:
            table["scenario"] = scenarios_of(table["scenario"], chosen, scenarios, Path(file).parent, where("scenario"))
    for scenario in chosen.values():
        written |= scenario.written
    own = settings_named((varied, shared), own, Path(file).parent, where)
    written |= written_names([*varied, *shared], "setting")
    varied, shared = (_now(table, file) for table in (varied, shared))
    tables, own = with_paradigms(given.get("timeline", []), "paradigm", own, file)
    timeline = read_timeline(tables, where("timeline"))
    arms, own = arms_of(given, varied, shared, timeline, file, own)
    varied = arm_factor(arms, varied, shared, where)
    factors = tuple(read_factor(name, levels, where(name)) for name, levels in varied.items())
    base = {}
    for key, value in shared.items():
        check_name(key, where(key))
        if any(factor.name == key for factor in factors):
            raise InputError(
                "{where}: {key} is in both [base] and [factors]; leave it in one of them", where=where(key), key=key
            )
        base[key] = checked_value(key, value, where(key))
    if "design" not in given and any(factor.sampled for factor in factors):
        raise InputError(
            "{file}: a factor has a range, so [design] must say how to sample it (lhs, sobol or morris)", file=file
        )
    _check_relative(varied, chosen, where)
    design = read_design(given.get("design", {}), factors, where("design"))
    written |= written_names(kept if isinstance(kept, list) else (), "outcome")
    _check_timed([*(factor.name for factor in factors), *base], timeline, chosen, file)
    outcomes = outcomes_of(kept, where("outcomes"), own.outcomes)
    derived = read_derived(given.get("derived", {}), outcomes, [factor.name for factor in factors], where("derived"))
    first = given.get("seeds", 10)
    rule = None
    if "precision" in given:
        measured = (*outcomes, *(one.name for one in derived))
        rule = read_precision(given["precision"], first, factors, measured, where)
    study = Study(
        name=name_of(given.get("name", name), where("name")),
        months=integer_of(given.get("months", MONTHS), where("months"), 1, MOST_MONTHS),
        seeds=seeds_of(first if rule is None else rule.max_seeds, where("seeds")),
        outcomes=outcomes,
        keep=one_of(given.get("keep", "last"), KEEP, where("keep")),
        design=design,
        base=base,
        factors=factors,
        scenarios=chosen,
        timeline=timeline,
        text=text,
        written=written,
        arms=arms,
        own=own,
        exclude=read_exclusions(given.get("exclude", []), factors, design, where),
        derived=derived,
        precision=rule,
    )
    check_size(study, file)
    check_points(study, file)
    return study


def _check_timed(
    names: Sequence[str], timeline: Sequence[Change], scenarios: Mapping[str, Scenario], file: str
) -> None:
    """Refuse a factor of a change that no timeline has; its name must be unique."""
    known = [change.name for change in timeline if change.name]
    known += {change.name for scenario in scenarios.values() for change in scenario.timeline if change.name}
    for name in names:
        if (found := timed(name)) is not None and known.count(found[0]) != 1:
            raise InputError(
                "{file}: {name}: the change {change!r} is given twice; give each a name of its own"
                if found[0] in known
                else "{file}: {name}: no change in [[timeline]] has name = {change!r}{hint}",
                file=file, name=name, change=found[0], hint=suggestion(found[0], known),
            )  # fmt: skip


def _check_relative(varied: Mapping[str, Any], scenarios: Mapping[str, Scenario], where: Callable[[str], str]) -> None:
    """Refuse multiples of a default that a scenario of the study changes."""
    for name, given in varied.items():
        changing = [scenario.name for scenario in scenarios.values() if name in scenario.overrides]
        if is_relative(given) and changing:
            raise InputError(
                "{where}: the scenario {scenario} sets {name}, so multiples of its default would mislead; give the "
                "values themselves",
                where=where(name), name=name, scenario=changing[0],
            )  # fmt: skip


def _now(table: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return a table of parameters and rules under their current names."""
    try:
        return current_names(table, "setting")
    except InputError as error:
        raise InputError("{where}: {error}", where=file, error=error) from None

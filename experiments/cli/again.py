"""Running a comparison, a run or an analysis again from its `manifest.json`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.errors import InputError
from experiments.defaults import LARGEST_SEED
from experiments.own.collection import NO_FILES, Own, own_from
from experiments.own.paradigm_file import register_words
from experiments.reading import MOST_MANIFEST, json_of, text_of
from experiments.runs.arms import Arm, read_arm
from experiments.runs.manifest import KINDS, of_another_kind, source_revision
from experiments.runs.run import Run, integer
from experiments.runs.scenario import Scenario, scenario_of
from experiments.runs.versions import model_of, same_results
from model.aliases import current_names, one_note
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.timeline.change import Change, changes_of
from model.town.municipalities import municipality
from model.town.own import municipality_from
from samskaping.language import Language, Listing, Message, Versions

if TYPE_CHECKING:
    from experiments.analysis.report.page import Report

MANIFEST = "manifest.json"
_WORDS = ("title", "story")


def manifest_of(path: str | Path, kind: str) -> tuple[Path, dict[str, Any]]:
    """Return the manifest's file and its content; `path` is the file or its folder.

    Raises:
        InputError: when there is no such file, or it is not the manifest of this kind of result.
    """
    file = Path(path)
    file = file / MANIFEST if file.is_dir() else file
    try:
        content = json_of(text_of(file, Message("the manifest"), MOST_MANIFEST))
    except FileNotFoundError:
        if kind in ("compare", "run"):
            refuse_town(path)
        raise InputError(
            "there is no file {file}; give the manifest.json of {kind}", file=file, kind=KINDS.message(kind)
        ) from None
    except InputError:
        raise
    except ValueError:
        content = None
    actual = content.get("kind") if isinstance(content, dict) else None
    if actual != kind or not isinstance(content, dict):
        raise InputError(
            "{file} is not the manifest of {kind}{other}",
            file=file,
            kind=KINDS.message(kind),
            other=of_another_kind(actual, file),
        )
    return file, content


def refuse_town(given: str | Path) -> None:
    """Raise `InputError` where a municipality is given in the place of a manifest, and no file has its name."""
    if Path(given).exists():
        return
    try:
        municipality(str(given))
    except InputError:
        return
    option = f"--municipality {shlex.quote(str(given))}"
    raise InputError("{given} is a municipality: write {option}", given=given, option=option)


def comparison_again(path: str | Path, given: Own = NO_FILES, code: bool = True) -> dict[str, Any]:
    """Return the keyword arguments that make `compare` repeat the comparison of a manifest.

    Args:
        path: of the manifest, or of its folder.
        given: the files of code that the user names. Code in a manifest does not run without its file.
        code: whether code will run; where only results are read, no file is needed.

    Raises:
        InputError: the manifest is not of a comparison, is incomplete, needs something this version lacks, or needs
            code that is not given or differs.
    """
    file, content = manifest_of(path, "compare")
    with _reading(file):
        seeds = [integer("the seed", seed, 0, LARGEST_SEED) for seed in content["seeds"]]
        if not seeds or seeds != list(range(seeds[0], seeds[0] + len(seeds))):
            raise ValueError
        arms, own = _arms(content), _own(content, given, code)
        return {
            "paradigms": None if arms else [_paradigm(name, rules) for name, rules in content["paradigms"].items()],
            "municipality": municipality_from(content["municipality"]),
            "citizens": content["citizens"],
            "parameters": _overrides(content, own),
            "seeds": len(seeds),
            "first_seed": seeds[0],
            "months": content["months"],
            "scenario": _scenario(content, file),
            "arms": arms,
            "own": own,
            "timeline": _timeline(content, content.get("timeline_paradigms", {})),
        }


def run_again(path: str | Path, given: Own = NO_FILES) -> tuple[Run, Scenario | None]:
    """Return the run of a manifest, checked, and its scenario; raises as `comparison_again` does."""
    file, content = manifest_of(path, "run")
    with _reading(file):
        paradigms = {name: _paradigm(name, rules) for name, rules in content["paradigms"].items()}
        own = _own(content, given)
        arm = content.get("arm")
        run = Run(
            paradigm=_paradigm(arm["base"], arm) if arm else next(iter(paradigms.values())),
            municipality=municipality_from(content["municipality"]),
            citizens=content["citizens"],
            overrides=_overrides(content, own),
            own=own,
            seed=content["seeds"][0],
            months=content["months"],
            switches=tuple((switch["month"], paradigms[switch["paradigm"]]) for switch in content["switches"]),
            arm=arm["name"] if arm else "",
            timeline=_timeline(content, content["paradigms"]),
        )
        return run.checked(), _scenario(content, file)


def analysis_again(path: str | Path, sweep: str | Path | None = None, language: Language = "en") -> Report:
    """Return the analysis of a manifest, repeated from the sweep's results.

    Args:
        path: of the manifest.
        sweep: the sweep's folder; None is where the manifest says, relative to its own folder or to the current one.
        language: of notes, tables and the figure.

    Raises:
        InputError: the sweep is not found, or is of another study.
    """
    from experiments.analysis.report.reports import REPORTS
    from experiments.sweeps.results import read_results
    from experiments.sweeps.store import STUDY

    file, content = manifest_of(path, "analysis")
    with _reading(file):
        make, asked = REPORTS[content["analysis"]], dict(content["asked"])
        places = [file.parent / content["sweep"], Path(content["folder"])] if sweep is None else [Path(sweep)]
        key = content["study_key"]
    folder = next((place for place in places if (place / STUDY).exists()), None)
    if folder is None:
        raise InputError(
            "the sweep that {file} analyses is not in {places}; name its folder with --sweep",
            file=file,
            places=Listing(places, "or"),
        )
    results = replace(read_results(folder), so_far="so_far" in content)
    if results.study.key != key:
        raise InputError(
            "{folder} holds another study than {file} analyses; name its folder with --sweep",
            folder=folder,
            file=file,
        )
    try:
        return make(results, **asked, language=language)
    except TypeError as error:
        raise _incomplete(file) from error


def other_sources(path: str | Path, kind: str) -> bool:
    """Return whether a manifest was made by other sources than these, so that numbers may differ.

    Runs and comparisons are the model's: what computes the same results is not another version. An analysis also comes
    from the rest of the sources.
    """
    source = manifest_of(path, kind)[1].get("source")
    if kind != "analysis":
        return not same_results(model_of(source))
    return not isinstance(source, dict) or source.get("sha256_16") != source_revision()["sha256_16"]


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Turn errors from a manifest that is incomplete or wrong into refusals that name the file."""
    try:
        with one_note():
            yield
    except InputError as error:
        raise InputError("{file}: {error}", file=file, error=error) from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration) as error:
        raise _incomplete(file) from error  # which --debug shows


def _incomplete(file: Path) -> InputError:
    return InputError(
        "{file} is incomplete or was made by another version of samskaping, so it cannot be run again", file=file
    )


def _paradigm(name: str, content: Mapping[str, Any]) -> Paradigm:
    """Return a paradigm from its rules in a manifest, with the options it chooses among; its title becomes known."""
    if "words" in content:
        title, story = (Versions(words[key]) if key in (words := content["words"]) else None for key in _WORDS)
        register_words(name, title, story)
    plain = Paradigm(name=name).updated(content["rules"])
    options = tuple(_paradigm(option, rules) for option, rules in content.get("options", {}).items())
    made = plain.model_copy(update={"options": options})
    if "outside" not in content:
        return made
    [(other, rules)] = content["outside"].items()
    return made.within(content["areas"], _paradigm(other, rules))


def _arms(content: Mapping[str, Any]) -> list[Arm] | None:
    """Return the arms of a manifest, each with its rules as they were then; None where it compares paradigms."""
    if "arms" not in content:
        return None
    found = []
    for given in content["arms"]:
        rules = {key: value for key, value in content["paradigms"][given["name"]].items() if key != "outside"}
        base = _paradigm(given["base"], rules)
        found.append(read_arm({**given, "base": base}))
    return found


def _timeline(content: Mapping[str, Any], rules: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the timeline of a manifest; `rules` holds its paradigms by name."""
    changes = [dict(change) for change in content.get("timeline", [])]  # manifests of earlier versions have none
    for change in changes:
        if "paradigm" in change:
            change["paradigm"] = _paradigm(change["paradigm"], rules[change["paradigm"]])
    return changes_of(changes)


def _own(content: Mapping[str, Any], given: Own, code: bool = True) -> Own:
    """Return the files of code of a manifest, as the user gives them.

    Raises:
        InputError: one differs, or is not given although `code` will run.
    """
    own = own_from(content.get("own", [])).trusting(given)
    if code:
        own.extensions()
    return own


def _overrides(content: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """Return the values that differ from today's defaults, and those changed when the manifest was written."""
    default = Parameters().flat()
    kept = current_names(content["parameters"], "parameter")
    then = {name: value for name, value in kept.items() if name not in default or value != default[name]}
    changed = {**then, **current_names(content["changed_parameters"], "setting")}
    Parameters().updated(split_overrides(own.split(changed)[1])[0])  # refuses names that this version does not have
    return changed


def _scenario(content: Mapping[str, Any], file: Path) -> Scenario | None:
    scenario = content["scenario"]
    return None if scenario is None else scenario_of(scenario["text"], scenario["name"], str(file))

"""Running a comparison, a run or an analysis again from its `manifest.json`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.errors import InputError
from experiments.reading import MOST_MANIFEST, json_of, text_of
from experiments.runs.manifest import KINDS, of_another_kind, source_revision
from experiments.runs.run import LARGEST_SEED, Run, integer
from experiments.runs.scenario import Scenario, scenario_of
from model.aliases import current_names, one_note
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.town.municipalities import Municipality, municipality

if TYPE_CHECKING:
    from experiments.analysis.report import Report
    from experiments.output.texts import Language

MANIFEST = "manifest.json"


def manifest_of(path: str | Path, kind: str) -> tuple[Path, dict[str, Any]]:
    """Return the manifest's file and what it holds; `path` is the file or its folder.

    Raises:
        InputError: when there is no such file, or it is not the manifest of this kind of result.
    """
    file = Path(path)
    file = file / MANIFEST if file.is_dir() else file
    of, of_nb, _ = KINDS[kind]
    try:
        metadata = json_of(text_of(file, ("the manifest", "manifestet"), MOST_MANIFEST))
    except FileNotFoundError:
        if kind in ("compare", "run"):
            refuse_town(path)
        raise InputError(
            f"there is no file {file}; give the manifest.json of {of}",
            f"det finnes ingen fil {file}; oppgi manifest.json til {of_nb}",
        ) from None
    except InputError:
        raise
    except ValueError:
        metadata = None
    given_kind = metadata.get("kind") if isinstance(metadata, dict) else None
    if given_kind != kind or not isinstance(metadata, dict):
        more, more_nb = of_another_kind(given_kind, file)
        raise InputError(f"{file} is not the manifest of {of}{more}", f"{file} er ikke manifestet til {of_nb}{more_nb}")
    return file, metadata


def refuse_town(given: str | Path) -> None:
    """Raise `InputError` where a municipality is given as if it were a manifest, and no file has its name."""
    if Path(given).exists():
        return
    try:
        municipality(str(given))
    except InputError:
        return
    option = f"--municipality {shlex.quote(str(given))}"
    raise InputError(f"{given} is a municipality: write {option}", f"{given} er en kommune: skriv {option}")


def comparison_again(path: str | Path) -> dict[str, Any]:
    """Return the keyword arguments with which `compare` gives the comparison of a manifest again.

    Raises:
        InputError: when the manifest is not of a comparison, is incomplete, or asks for what this version has not.
    """
    file, metadata = manifest_of(path, "compare")
    with _reading(file):
        seeds = [integer("the seed", seed, 0, LARGEST_SEED) for seed in metadata["seeds"]]
        if not seeds or seeds != list(range(seeds[0], seeds[0] + len(seeds))):
            raise ValueError
        return {
            "paradigms": [_paradigm(name, rules) for name, rules in metadata["paradigms"].items()],
            "municipality": Municipality(**metadata["municipality"]).checked(),
            "citizens": metadata["citizens"],
            "parameters": _overrides(metadata),
            "seeds": len(seeds),
            "first_seed": seeds[0],
            "months": metadata["months"],
            "scenario": _scenario(metadata, file),
        }


def run_again(path: str | Path) -> tuple[Run, Scenario | None]:
    """Return the run of a manifest, checked, and its scenario; raises as `comparison_again` does."""
    file, metadata = manifest_of(path, "run")
    with _reading(file):
        paradigms = {name: _paradigm(name, rules) for name, rules in metadata["paradigms"].items()}
        run = Run(
            paradigm=next(iter(paradigms.values())),
            municipality=Municipality(**metadata["municipality"]).checked(),
            citizens=metadata["citizens"],
            overrides=_overrides(metadata),
            seed=metadata["seeds"][0],
            months=metadata["months"],
            switches=tuple((switch["month"], paradigms[switch["paradigm"]]) for switch in metadata["switches"]),
        )
        return run.checked(), _scenario(metadata, file)


def analysis_again(path: str | Path, folder: str | Path | None = None, language: Language = "en") -> Report:
    """Return the analysis of a manifest, made again from the sweep's results.

    Args:
        path: of the manifest.
        folder: of the sweep; None is where the manifest says, seen from its own folder or from the current one.
        language: of notes, tables and the figure.

    Raises:
        InputError: when the sweep is not found, or is not of the same study.
    """
    from experiments.analysis.reports import REPORTS
    from experiments.sweeps.results import read_results
    from experiments.sweeps.store import STUDY

    file, metadata = manifest_of(path, "analysis")
    with _reading(file):
        make, asked = REPORTS[metadata["analysis"]], dict(metadata["asked"])
        places = [file.parent / metadata["sweep"], Path(metadata["folder"])] if folder is None else [Path(folder)]
        key = metadata["study_key"]
    sweep_folder = next((place for place in places if (place / STUDY).exists()), None)
    if sweep_folder is None:
        raise InputError(
            f"the sweep that {file} analyses is not in {' or '.join(map(str, places))}; name its folder with --sweep",
            f"studien som {file} analyserer, er ikke i {' eller '.join(map(str, places))}; oppgi mappen med --sweep",
        )
    results = read_results(sweep_folder)
    if results.study.key != key:
        raise InputError(
            f"{sweep_folder} holds another study than the one that {file} analyses; name its folder with --sweep",
            f"{sweep_folder} har en annen studie enn den {file} analyserer; oppgi mappen med --sweep",
        )
    try:
        return make(results, **asked, language=language)
    except TypeError:
        raise _incomplete(file) from None


def other_sources(path: str | Path, kind: str) -> bool:
    """Return whether a manifest was made by other sources than these, so that numbers may differ."""
    _, metadata = manifest_of(path, kind)
    source = metadata.get("source")
    return not isinstance(source, dict) or source.get("sha256_16") != source_revision()["sha256_16"]


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Refuse a manifest that lacks something, or has something of the wrong kind, by its name."""
    try:
        with one_note():
            yield
    except InputError as error:
        raise InputError(f"{file}: {error}", f"{file}: {error.norwegian}") from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration):
        raise _incomplete(file) from None


def _incomplete(file: Path) -> InputError:
    return InputError(
        f"{file} is incomplete, or of another version of samskaping: it cannot be run again",
        f"{file} er ufullstendig, eller fra en annen versjon av samskaping: Det kan ikke kjøres på nytt",
    )


def _paradigm(name: str, metadata: Mapping[str, Any]) -> Paradigm:
    """Return a paradigm from its rules in a manifest, with the options it chooses among."""
    plain = Paradigm(name=name).updated(metadata["rules"])
    options = tuple(_paradigm(option, rules) for option, rules in metadata.get("options", {}).items())
    return plain.model_copy(update={"options": options})


def _overrides(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that differ from today's defaults, and those changed when the manifest was written."""
    default = Parameters().flat()
    kept = current_names(metadata["parameters"], "parameter")
    then = {name: value for name, value in kept.items() if name not in default or value != default[name]}
    changed = {**then, **current_names(metadata["changed_parameters"], "setting")}
    Parameters().updated(split_overrides(changed)[0])  # refuses names that this version does not have
    return changed


def _scenario(metadata: Mapping[str, Any], file: Path) -> Scenario | None:
    scenario = metadata["scenario"]
    return None if scenario is None else scenario_of(scenario["text"], scenario["name"], str(file))

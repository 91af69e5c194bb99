"""`manifest.json`: the origin of results, and everything needed to repeat them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.engine.cache import source_hash
from agents.errors import NOTHING
from experiments.own.collection import NO_FILES, Own
from experiments.own.paradigm_file import words_of
from experiments.runs.versions import model_hash
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from model.paradigms.rules import RULE
from model.parameters.parameters import Parameters
from model.town.municipalities import Municipality
from samskaping.language import Message, Texts
from samskaping.registry import registered

if TYPE_CHECKING:
    from experiments.runs.arms import Arm

PACKAGES = (
    "samskaping",
    "mesa",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "matplotlib",
    "SALib",
    "distributed",
)
_COMMANDS = ("experiments", "samskaping")
_ROOT = Path(__file__).resolve().parents[2]
REVISION = _ROOT / "samskaping" / "revision.json"
"""The commit that a wheel was built from; `hatch_build.py` writes it."""


COMMANDS = {"compare": "samskaping compare", "run": "samskaping run", "sweep": "samskaping sweep",
            "analysis": "samskaping analyse"}  # fmt: skip
"""The command that runs a manifest again, by the manifest's `kind`."""

KINDS = Texts(
    "experiments.kinds", {"compare": "a comparison", "run": "a run", "sweep": "a sweep", "analysis": "an analysis"}
)


def of_another_kind(kind: Any, file: Path, otherwise: Message = NOTHING) -> Message:
    """Return the end of a manifest's refusal: its kind and the command that repeats it; `otherwise` where unknown."""
    if not (isinstance(kind, str) and kind in KINDS):
        return otherwise
    command = f"{COMMANDS[kind]} {shlex.quote(str(file))}"
    return Message(": it belongs to {kind}; `{command}` runs it again", kind=KINDS.message(kind), command=command)


def manifest(
    kind: str,
    *,
    paradigms: Iterable[Paradigm],
    municipality: Municipality,
    population: int,
    parameters: Parameters,
    seeds: Iterable[int],
    months: int,
    outcomes: Iterable[str],
    changed: Mapping[str, Any],
    arms: Sequence[Arm] = (),
    own: Own = NO_FILES,
    **more: Any,
) -> dict[str, Any]:
    """Return the manifest of a run or a comparison as plain data, ready for JSON.

    Where arms are compared, `arms` holds them in full, and `paradigms` the rules of each under its name.
    """
    names = [arm.name for arm in arms] or None
    paradigms = list(paradigms)
    return {
        "kind": kind,
        "created_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": ["samskaping", *sys.argv[1:]] if _is_command_line() else None,
        "municipality": dataclasses.asdict(municipality),
        "citizens": population,
        "months": months,
        "seeds": list(seeds),
        **({"arms": [arm.as_dict() for arm in arms]} if arms else {}),
        "paradigms": dict(zip(names, map(_rules, paradigms), strict=True)) if names else rules_by_name(paradigms),
        "parameters": parameters.flat(),
        "changed_parameters": dict(changed),
        "outcomes": units(outcomes),
        **({"own": own.as_list()} if own else {}),
        **more,
        "source": source_revision(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "platform": platform.platform(),
    }


def sweep_manifest(study: Any) -> dict[str, Any]:
    """Return the manifest of a sweep: the study as written, seeds, outcomes, versions, source and machine."""
    return {
        "kind": "sweep",
        "created_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": ["samskaping", *sys.argv[1:]] if _is_command_line() else None,
        "name": study.name,
        "study": study.text,
        "scenarios": {scenario.name: scenario.text for scenario in study.scenarios.values()},
        **({"own": study.own.as_list()} if study.own else {}),
        "study_key": study.key,
        "runs": study.size,
        "months": study.months,
        "seeds": list(study.seeds),
        "outcomes": units(study.outcomes),
        "source": source_revision(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "machine": {"platform": platform.platform(), "processor": platform.machine(), "cores": os.cpu_count()},
    }


def _is_command_line() -> bool:
    started = Path(sys.argv[0])
    return started.stem == "samskaping" or started in (_ROOT / name / "__main__.py" for name in _COMMANDS)


def rules_by_name(paradigms: Iterable[Paradigm]) -> dict[str, Any]:
    """Return all rules of each paradigm, by its name."""
    return {paradigm.name: _rules(paradigm) for paradigm in paradigms}


def _rules(paradigm: Paradigm) -> dict[str, Any]:
    """Return all rules of a paradigm, and of the options it chooses among where it has them."""
    known = PRESETS.get(paradigm.name)
    described: dict[str, Any] = {"title": known.title_en} if known else {}
    words = {key: one.texts for key, one in zip(("title", "story"), words_of(paradigm.name)) if one is not None}
    if words:
        described["words"] = words
    described["rules"] = paradigm.flat()
    described["rules_in_force"] = dict(zip(RULE._fields, paradigm.vector().tolist(), strict=True))
    if paradigm.options:
        described["options"] = {option.name: _rules(option) for option in paradigm.options}
    if paradigm.outside is not None:
        described["areas"] = list(paradigm.areas)
        described["outside"] = {paradigm.outside.name: _rules(paradigm.outside)}
    return described


def units(outcomes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the unit and meaning of each outcome by name."""
    from model.outcomes.outcomes import OUTCOMES

    declared = {**{outcome.name: outcome for outcome in OUTCOMES}, **registered("outcome")}
    return {
        name: {"unit": declared[name].unit, "meaning": declared[name].help_en} for name in outcomes if name in declared
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def source_revision() -> dict[str, Any]:
    """Return hashes of the sources, the commit and whether it had uncommitted changes.

    A git checkout asks git. A wheel has what git said when it was built, and other copies have no commit.

    `samskaping --version` prints `model_sha256_16`, of the model with its data, and `model_code_sha256_16`, of its code
    alone, which is the "Model version" of the pages in docs/.
    """
    revision: dict[str, Any] = {
        "sha256_16": source_hash("agents", "model", "experiments"),
        "model_code_sha256_16": source_hash("agents", "model"),
        "model_sha256_16": model_hash(),
    }
    top = _git("rev-parse", "--show-toplevel")
    commit = _git("rev-parse", "HEAD")
    if top and commit and Path(top).resolve() == _ROOT:
        changes = _git("status", "--porcelain", "--", "agents", "model", "experiments")
        revision |= {
            "git_commit": commit,
            "uncommitted_changes": bool(changes) if changes is not None else None,
        }
    elif REVISION.is_file():
        revision |= json.loads(REVISION.read_text(encoding="utf-8"))
    return revision


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(_ROOT), *arguments], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None  # a path need not be UTF-8


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write `manifest.json` beside the other files of a folder, with the SHA-256 of each of them."""
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != "manifest.json"
    }
    (folder / "manifest.json").write_text(as_json({**content, "sha256": files}) + "\n", encoding="utf-8")


def as_json(value: Any) -> str:
    """Return `value` as readable JSON; NaN and infinite numbers are null, which JSON has no other word for.

    Bytes of a path that are not UTF-8 (surrogates in Python) are escaped, so that the text can be written.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()  # numpy scalars
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

"""The results at each point of the map, as a small file of the program, so that a page can draw any map of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from experiments.defaults import MUNICIPALITY
from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.studies import CONDITIONS, HORIZONS, OUTCOMES, PARADIGMS, Map
from experiments.evidence.contingency.surface import Surface, conditions_of, fit_surface
from experiments.evidence.listed import Values
from experiments.output.folders import whole_file
from experiments.sweeps.store import read_manifest
from model.town.municipalities import municipality

KEPT = Path(__file__).with_name("map.npz")
"""The results that come with the program."""

NAMES = tuple(condition.name for condition in CONDITIONS)
_KEPT_BITS = 16  # of the 24 bits of a single-precision number: four to five digits, at three quarters of the size


@dataclass(frozen=True)
class StoredMap:
    """The outcomes at each point of the map, and how they were made.

    Attributes:
        x: conditions, (rows, conditions): a row each point and horizon, in the order of `NAMES`.
        point: the point of each row, (rows,).
        values: (versions, paradigms, outcomes, rows, seeds); NaN where a run failed.
        made: `town` (number), `citizens`, `seeds` (list), `date` (ISO), `model` (hash) and `command`.
    """

    x: np.ndarray = field(repr=False)
    point: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)
    made: dict[str, Any]

    @property
    def points(self) -> int:
        """The number of points sampled."""
        return len(np.unique(self.point))

    def differences(self, version: str, paradigm: str, outcome: str) -> np.ndarray:
        """Return how a paradigm differs from the first, (rows, seeds)."""
        values = self.values[VERSIONS.index(version)].astype("f8")
        k = OUTCOMES.index(outcome)
        return values[PARADIGMS.index(paradigm), k] - values[0, k]

    def surface(self, version: str, paradigm: str, outcome: str) -> Surface:
        """Return the surface of a paradigm's difference from the first over all conditions."""
        return self._surfaces(version, paradigm, outcome, NAMES)

    def explained(self, version: str, paradigm: str, outcome: str, names: Sequence[str] = NAMES) -> float:
        """Return the share of variance that a surface over some conditions explains at points left out of the fit."""
        return max(0.0, self._surfaces(version, paradigm, outcome, tuple(names)).explained)

    def level(self, version: str, outcome: str) -> Surface:
        """Return the surface of the first paradigm's own value over all conditions."""
        return self._surfaces(version, PARADIGMS[0], outcome, NAMES)

    @cached_property
    def _surfaces(self) -> Callable[[str, str, str, tuple[str, ...]], Surface]:
        @cache
        def fitted(version: str, paradigm: str, outcome: str, names: tuple[str, ...]) -> Surface:
            columns = self.x[:, [NAMES.index(name) for name in names]]
            if paradigm == PARADIGMS[0]:
                y = self.values[VERSIONS.index(version), 0, OUTCOMES.index(outcome)].astype("f8")
            else:
                y = self.differences(version, paradigm, outcome)
            return fit_surface(columns, y, self.point)

        return fitted

    def save(self, path: Path = KEPT) -> None:
        """Write the file, whole or not at all."""
        made = np.array(json.dumps(self.made, ensure_ascii=False))
        with whole_file(path) as draft, draft.open("wb") as file:
            np.savez_compressed(file, x=self.x, point=self.point, values=_rounded(self.values), made=made)


def stored(study: Map, values: Values, folder: Path, citizens: int, command: str) -> StoredMap:
    """Return the results of the map's sweep in a folder, whose manifest says with which model they were made.

    `citizens` are simulated in each run; `command` makes the results.
    """
    table = conditions_of(study)
    rows = [(k, month) for k in range(len(study.sampled)) for month in HORIZONS]
    outcomes = np.array([
        [
            [
                [values.of((k, version, paradigm), outcome, month) for k, month in rows]
                for outcome in OUTCOMES
            ]
            for paradigm in PARADIGMS
        ]
        for version in VERSIONS
    ])  # fmt: skip
    manifest = read_manifest(folder)
    made = {
        "town": municipality(MUNICIPALITY).code, "citizens": citizens, "seeds": list(study.listed.study.seeds),
        "date": manifest["created_utc"][:10], "model": manifest["source"]["model_sha256_16"], "command": command,
    }  # fmt: skip
    return StoredMap(table[list(NAMES)].to_numpy(float), table["point"].to_numpy(), outcomes, made)


@cache
def load(path: Path = KEPT) -> StoredMap:
    """Return the results of a file, by default those of the program."""
    with np.load(path, allow_pickle=False) as file:
        return StoredMap(file["x"], file["point"], file["values"], json.loads(str(file["made"])))


def _rounded(values: np.ndarray) -> np.ndarray:
    """Return single-precision numbers of which only the first bits are kept; zeros compress well."""
    lost = 24 - _KEPT_BITS
    bits = values.astype("f4").view("u4")
    kept = (bits + np.uint32(1 << (lost - 1))) & ~np.uint32((1 << lost) - 1)
    return np.where(np.isfinite(values), kept.view("f4"), np.float32("nan"))

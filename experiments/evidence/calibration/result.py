"""A finished calibration, kept beside the code as JSON; the page is made from the file alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from experiments.evidence.calibration.fit import Bench, Progress, compared, default_of, fit, identification, misses
from experiments.evidence.calibration.measures import YEARS, sample
from experiments.evidence.calibration.targets import FREE, TARGETS
from experiments.output.folders import write_text
from samskaping.language import Message

KEPT = Path(__file__).with_name("result.json")
WELL, PARTLY = 0.25, 0.70
"""Share of a range's spread that the targets leave: identified well below the first, in part below the second."""


@dataclass(frozen=True)
class Calibration:
    """The results of a calibration.

    Attributes:
        values: the fitted parameters, rounded as declared.
        before: defaults when it began.
        size: municipalities, citizens and seeds of the fit and of the check, years simulated.
        targets: a row each: target, value, and means with half intervals on the fit's and the check's municipalities.
        identification: how well the targets identify each parameter (`fit.identification`).
        pairs: pairs of parameters that the targets cannot separate.
        held_out: targets that this fit did not use, so that the check tests it on them.
    """

    values: dict[str, float]
    before: dict[str, float]
    size: dict[str, Any]
    targets: list[dict[str, Any]]
    identification: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    held_out: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path = KEPT) -> Calibration:
        """Return the calibration kept in a file."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        """Write the calibration as JSON, whole or not at all."""
        write_text(path, json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def calibrate(
    towns: int,
    citizens: int,
    seeds: int,
    jobs: int | None,
    progress: Progress,
    fixed: Mapping[str, float] | None = None,
) -> Calibration:
    """Fit the free parameters on some municipalities, and check fit and identification on others with other seeds.

    `fixed` skips the fit and only measures at these values.
    """
    own, others = sample(towns), sample(towns, check=True)
    bench = Bench(own, citizens, range(1, seeds + 1), jobs)
    check = Bench(others, citizens, range(1001, 1001 + seeds), jobs)
    values = dict(fixed) if fixed is not None else fit(bench, progress)
    progress(Message("comparing with the targets"))
    table = compared({"fit": bench, "check": check}, values)
    left, pairs = identification(bench, values, progress)
    size = {
        "fit": [m.label for m in own], "check": [m.label for m in others], "citizens": citizens, "seeds": seeds,
        "years": YEARS,
    }  # fmt: skip
    return Calibration(
        values, {f.name: default_of(f.name) for f in FREE}, size, table.round(5).to_dict("records"),
        left.round(4).to_dict("records"), pairs.round(3).to_dict("records"),
        [target.name for target in TARGETS if target.role == "held out"],
    )  # fmt: skip


def verdict(left: float) -> str:
    """Return how well the targets identify a parameter: well, in part, or not."""
    return "well" if left < WELL else ("in part" if left < PARTLY else "not")


def missed(row: Mapping[str, Any], where: str) -> float:
    """Return the distance from a target, in tolerances."""
    target = next(t for t in TARGETS if t.name == row["target"])
    return float(misses({target.name: row[where]}, (target,))[0])

"""Corrected and new patterns as the frozen files hold them, as declarations that `validation` can run and judge."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from experiments.evidence.filed.derived import jackknife
from experiments.evidence.filed.register import Filed, contents
from experiments.evidence.validation import measures
from experiments.evidence.validation.arms import TOWNS
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import CONTEXT, Arm, ArmResults, Criterion, Pattern
from experiments.evidence.validation.probes import Complaints, Probe, at_end
from samskaping.language import Keyed, Texts

PROBES: dict[str, Callable[[], Probe]] = {
    "complaints": Complaints,
    **{
        name: at_end(getattr(measures, name))
        for name in ("spreads", "co_delivered", "answer_to_public_effort", "who_gives_effort", "trust_and_voice_survey")
    },
}
"""Probes of arms by name, for the files."""

NOISE_SEED = 20101128
"""Begins the seeds of survey noise, so that it is independent of the runs' own chance."""


@dataclass(frozen=True)
class FiledPattern:
    """A filed pattern: its declaration, the code of the pattern it corrects (or None), and its seeds."""

    pattern: Pattern
    filed: Filed
    corrects: str | None
    first_seed: int
    seeds: int
    pilot_seen: bool
    held_out: bool
    address: str
    remark: str

    @property
    def key(self) -> str:
        """The pattern's code and version, unique over all files: "P13c@1"."""
        return f"{self.pattern.code}@{self.filed.version}"

    @property
    def original(self) -> Pattern | None:
        """The pattern that this one corrects, as it was declared first."""
        return next((one for one in PATTERNS if one.code == self.corrects), None)


@cache
def every_version() -> tuple[FiledPattern, ...]:
    """Return the patterns of all versions, the oldest file first."""
    return tuple(_pattern(filed, table, entry) for filed, table in contents("patterns") for entry in table["pattern"])


@cache
def current() -> tuple[FiledPattern, ...]:
    """Return each pattern in its newest version, in the order of first filing."""
    return tuple({one.pattern.code: one for one in every_version()}.values())


def held_out_targets() -> tuple[str, ...]:
    """Return the calibration's targets that no fit may use, by the newest file."""
    _, table = contents("patterns")[-1]
    return tuple(table["held_out"]["targets"])


def _pattern(filed: Filed, table: dict[str, Any], entry: dict[str, Any]) -> FiledPattern:
    code = entry["code"]
    arms = tuple(_arm(name, table["arm"][name]) for name in entry["arms"])
    criteria = tuple(
        _criterion(f"{CONTEXT}.{code}.{k}", given, entry["arms"], table["figure"])
        for k, given in enumerate(entry["criterion"], 1)
    )
    seeds = table["seeds"][entry["seeds"]]
    pattern = Pattern(
        code, Keyed(f"{CONTEXT}.{code}.title", entry["title"]), entry["source"], entry["place"], entry["imposed"],
        "emergent", arms, criteria,
    )  # fmt: skip
    figure = table["figure"].get(entry.get("figure"), {})
    return FiledPattern(
        pattern, filed, entry.get("corrects"), seeds["first"], seeds["count"], entry["pilot_seen"],
        entry.get("held_out", False), entry.get("address", figure.get("address", "")), entry["remark"],
    )  # fmt: skip


def _arm(name: str, given: dict[str, Any]) -> Arm:
    switch = given.get("switch")
    return Arm(
        name, given["paradigm"], given["months"], given.get("set", {}),
        tuple(PROBES[probe] for probe in given.get("probes", ())),
        town=TOWNS[given["town"]] if "town" in given else None,
        citizens=given.get("citizens"),
        switches=((switch["month"], switch["paradigm"]),) if switch else (),
    )  # fmt: skip


def _criterion(prefix: str, given: dict[str, Any], arms: list[str], figures: Mapping[str, Any]) -> Criterion:
    return Criterion(
        Keyed(prefix, given["says"]), _measure(given, given.get("arms", arms), figures),
        given.get("low", -math.inf), given.get("high", math.inf), given.get("judged", True),
    )  # fmt: skip


def _measure(given: dict[str, Any], arms: list[str], figures: Mapping[str, Any]) -> Callable[[ArmResults], np.ndarray]:
    keys = given.get("keys", [given.get("key")])

    def columns(found: ArmResults) -> list[np.ndarray]:
        """Return the columns named; one arm, or one key, stands for all."""
        count = max(len(arms), len(keys))
        pairs = zip(*(names * (count // len(names)) for names in (arms, keys)), strict=True)
        return [found[arm][key].to_numpy(float) for arm, key in pairs]

    def standard(found: ArmResults) -> np.ndarray:
        first, second = (found[arm] for arm in arms)
        changes = [(second[f"{keys[0]}@{m}"] - first[f"{keys[0]}@{m}"]) / first[given["sd"]] for m in given["months"]]
        return np.mean([change.to_numpy(float) for change in changes], axis=0)

    def answered(found: ArmResults) -> np.ndarray:
        return with_survey_noise(found[arms[0]][keys[0]].to_numpy(float), found[arms[0]].index.to_numpy(), figures)

    measured: dict[str, Callable[[ArmResults], np.ndarray]] = {
        "value": lambda found: columns(found)[0],
        "difference": lambda found: columns(found)[1] - columns(found)[0],
        "minus": lambda found: columns(found)[0] - columns(found)[1],
        "more": lambda found: np.array([1, -1, -1, 1]) @ np.array(columns(found)),
        "standard": standard,
        "no gain": lambda found: (columns(found)[1] <= columns(found)[0]).astype(float),
        "answered": answered,
        "spread": lambda found: jackknife(answered(found)),
    }
    return measured[given["measure"]]


def with_survey_noise(values: np.ndarray, seeds: np.ndarray, figures: Mapping[str, Any]) -> np.ndarray:
    """Return towns' means as a survey would find them: with the noise of about 300 answers a town.

    `values` and `seeds` are (towns,); a town's noise depends on its seed alone.
    """
    people = figures["respondents"]["people"] / figures["respondents"]["towns"]
    error = figures["answers"]["within"] / math.sqrt(people)
    draws = [np.random.default_rng((NOISE_SEED, int(seed))).standard_normal() for seed in seeds]
    return values + error * np.array(draws)


TEXTS = Texts(
    CONTEXT,
    {text.context.removeprefix(f"{CONTEXT}."): text.english for one in every_version() for text in one.pattern.texts()},
)
"""Their texts, for the catalogues."""

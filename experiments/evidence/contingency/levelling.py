"""What survives levelling: today's differences, levelled and as argued, with the free levers low and high."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.evidence.arms import LEVERS, VERSIONS
from experiments.evidence.contingency.studies import MONTHS, OUTCOMES, PARADIGMS
from experiments.evidence.listed import Difference, Values


@dataclass(frozen=True)
class Comparison:
    """How a paradigm differs from the first one in an outcome after ten years.

    `differences` are by version and position of the levers: "levelled preset", "argued low", and so on.
    """

    outcome: str
    paradigm: str
    differences: dict[str, Difference]
    verdict: str
    """One of those of `judged`."""


def comparisons(values: Values) -> list[Comparison]:
    """Return every paradigm's difference from the first one, by paradigm and outcome."""
    made = []
    for paradigm in reversed(PARADIGMS[1:]):
        for outcome in OUTCOMES:
            differences = {
                f"{version} {levers}": values.difference(
                    (version, levers, paradigm), (version, levers, PARADIGMS[0]), outcome, MONTHS
                )
                for version in VERSIONS
                for levers in LEVERS
            }
            made.append(Comparison(outcome, paradigm, differences, judged(differences)))
    return made


def judged(differences: dict[str, Difference]) -> str:
    """Return what becomes of a difference when presets are levelled.

    - `survives`: significant with one sign levelled and as argued, and levelled also with the free levers low and high;
    - `levers`: significant with one sign levelled and as argued, but not at both ends of the free levers;
    - `turned`: significant both ways, with opposite signs;
    - `argued`, `levelled`: significant in that version only;
    - `none`: significant in neither.
    """
    levelled, argued = differences["levelled preset"].sign, differences["argued preset"].sign
    if levelled == 0 or argued == 0:
        return "argued" if argued else "levelled" if levelled else "none"
    if levelled != argued:
        return "turned"
    ends = {differences[f"levelled {levers}"].sign for levers in LEVERS}
    return "survives" if ends == {levelled} else "levers"

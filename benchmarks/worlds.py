"""`python -m benchmarks.worlds`: paradigms in contrasting worlds, to show that none wins everywhere.

A world is a set of parameters; the rules compared are presets and variants of them. The table shows means over seeds of
the last twelve of 120 months. It marks significant differences from the first column: paired, at 95 %.
"""

from __future__ import annotations

import argparse

from experiments import compare
from model import Paradigm, load_paradigm

AREAS = ("elder_care", "upbringing", "work_income", "place")
WORLDS: dict[str, dict[str, float]] = {
    "default": {},
    "tame: all knowledge codified, problems without interdependence": {
        "needs.professional": 0.0,
        "needs.lived": 0.0,
        "needs.wickedness": 0.0,
    },
    "wicked: lived knowledge, interdependent problems": {
        "needs.codified": 0.3,
        "needs.professional": 0.6,
        "needs.lived": 3.0,
        "needs.wickedness": 1.5,
    },
    "measurable and moving: all quality can be measured, needs move fast, little lived knowledge": {
        **{f"{area}.measurability": 0.95 for area in AREAS},
        "needs.turbulence": 0.05,
        "needs.lived": 0.2,
        "needs.wickedness": 0.3,
    },
    "austerity: a fifth less money": {"money.case_budget": 0.034},
    "dialogue three times as dear": {"money.dialogue": 1.05, "money.case_budget": 0.034},
}
OUTCOMES = (
    "fit", "met_need", "take_up", "failure_demand", "public_hours_per_capita", "citizen_hours_per_capita",
    "cost_per_met_need_nok", "trust", "justice", "felt_voice", "trust_gap", "met_need_gap", "participation_parity",
    "influence_concentration", "horizontal_inequity", "solution_quality", "load", "strain",
)  # fmt: skip


def variants() -> list[Paradigm]:
    """Return the compared rules: presets, half-hearted co-creation, and thick co-creation by open call."""
    thick = load_paradigm("NPG")
    half = thick.replace("intensity", 0.4)
    open_call = thick.replace("boundary.recruitment", "open")
    return [
        load_paradigm("TPA"),
        load_paradigm("NPM"),
        load_paradigm("responsive"),
        thick,
        half.model_copy(update={"name": "NPG at 40 %"}),
        open_call.model_copy(update={"name": "NPG open call"}),
    ]


def main() -> None:
    """Print a table for each world."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worlds", description=__doc__)
    parser.add_argument("--citizens", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--months", type=int, default=120)
    asked = parser.parse_args()
    for title, parameters in WORLDS.items():
        found = compare(
            variants(), citizens=asked.citizens, parameters=parameters, seeds=asked.seeds, months=asked.months
        )
        means = found.summary.pivot(index="outcome", columns="paradigm", values="mean")
        paired = found.paired[found.paired.paradigm_a == "TPA"].set_index(["outcome", "paradigm_b"])
        print(f"\n{title}")
        names = [p.name for p in variants()]
        print(f"{'':26}" + "".join(f"{name:>15}" for name in names))
        for outcome in OUTCOMES:
            cells = []
            for name in names:
                sure = name != "TPA" and paired.loc[(outcome, name), "low"] * paired.loc[(outcome, name), "high"] > 0
                cells.append(f"{means.loc[outcome, name]:14,.3f}{'*' if sure else ' '}")
            print(f"{outcome:26}" + "".join(cells))


if __name__ == "__main__":
    main()

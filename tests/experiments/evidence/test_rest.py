"""The references at which trust is at rest are found from the status quo alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.evidence.calibration import rest
from experiments.evidence.calibration.fit import Bench
from experiments.evidence.calibration.measures import sample


class Linear:
    """A bench whose trust changes by (0.4 - reference) / 10, and falls with a wrong reference of neutrality."""

    def means(self, overrides: dict[str, Any]) -> pd.Series:
        wrong = abs(overrides.get("trust.neutrality_reference", 0.07) - 0.07)
        change = 0.1 * (0.4 - overrides.get("trust.satisfaction_reference", 0.4)) - wrong
        return pd.Series({"horizontal_inequity": 0.0702, "trust_change": change})


def test_references_are_the_status_quos_inequity_and_the_point_of_rest():
    found = rest.references(Linear())  # type: ignore[arg-type]
    assert found == {"trust.neutrality_reference": 0.07, "trust.satisfaction_reference": 0.4}


def test_a_real_bench_measures_what_the_references_need():
    means = Bench(sample(2)[:1], 300, [1]).means({})
    assert 0.02 < means["horizontal_inequity"] < 0.2 and abs(means["trust_change"]) < 0.1

"""Mesa's collector of outcomes, a row a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
import pandas as pd

from model.outcomes.outcomes import NAMES

if TYPE_CHECKING:
    from model.governance import GovernanceModel

WHICH_ROW = {"seed": "seed", "month": "months"}
"""Reporters that say which run and month a row of Mesa's `batch_run` is of; it adds neither by itself."""


class RowCollector(mesa.DataCollector):
    """Mesa's collector, without Mesa's deep copy of each outcome."""

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """Return a row a month: the outcomes, and what other reporters found. All rows are of one seed."""
        return super().get_model_vars_dataframe().drop(columns=list(WHICH_ROW), errors="ignore")

    def restore(self, seed: int, rows: list[np.ndarray]) -> None:
        """Take the rows of months that were simulated before a run was saved, in the order of NAMES."""
        columns = dict(zip(NAMES, np.array(rows).reshape(len(rows), len(NAMES)).T.tolist(), strict=True))
        months = range(1, len(rows) + 1)
        self.model_vars.update({"seed": [seed for _ in months], "month": list(months), **columns})
        steps = getattr(self, "_collection_steps", None)
        if steps is not None:
            steps.extend(months)

    def collect(self, model: GovernanceModel) -> None:
        """Append the outcomes of the month, and what other reporters find."""
        outcomes = model.outcomes
        for name, values in self.model_vars.items():
            if name in outcomes:
                values.append(outcomes[name])
            else:
                reporter = self.model_reporters[name]
                values.append(reporter(model) if callable(reporter) else getattr(model, reporter))
        steps = getattr(self, "_collection_steps", None)  # Mesa 3.5 reads from it which rows belong to a step
        if steps is not None:
            steps.append(model.steps)


def outcome_of(name: str, model: GovernanceModel) -> float:
    """Return an outcome of the model's last month."""
    return model.outcomes[name]

"""Mesa's collector of outcomes, a row a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
import pandas as pd

from model.outcomes.outcomes import NAMES

if TYPE_CHECKING:
    from model.governance import GovernanceModel

WHICH_ROW = {"seed": "seed", "month": "months"}
"""Reporters that say which run and month a row of Mesa's `batch_run` is of; it adds neither by itself."""


class RowCollector(mesa.DataCollector):
    """Mesa's collector. Outcomes are listed when they are asked for, from the rows that the model keeps."""

    _listed = 0
    _rows: list[np.ndarray] | None = None
    _seed = 0

    def watch(self, seed: int, rows: list[np.ndarray]) -> None:
        """Read outcomes from the model's rows, one a month, in the order of NAMES."""
        self._seed, self._rows, self._listed = seed, rows, 0
        steps = getattr(self, "_collection_steps", None)
        if steps is not None:
            steps.extend(range(1, len(rows) + 1))

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """Values by month of each reporter."""
        if self._rows is not None and len(self._rows) > self._listed:
            new = range(self._listed + 1, len(self._rows) + 1)
            columns = np.array(self._rows[self._listed :]).T.tolist()
            named = {"seed": [self._seed for _ in new], "month": list(new), **dict(zip(NAMES, columns, strict=True))}
            for name, values in named.items():
                if name in self._vars:
                    self._vars[name].extend(values)
            self._listed = len(self._rows)
        return self._vars

    @model_vars.setter
    def model_vars(self, value: dict[str, list[Any]]) -> None:
        self._vars = value

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """Return a row a month: the outcomes, and what other reporters found. All rows are of one seed."""
        return super().get_model_vars_dataframe().drop(columns=list(WHICH_ROW), errors="ignore")

    def collect(self, model: GovernanceModel) -> None:
        """Append what reporters other than the outcomes find."""
        for name, values in self._vars.items() if self._has_others() else ():
            if name not in NAMES and name not in WHICH_ROW:
                reporter = self.model_reporters[name]
                values.append(reporter(model) if callable(reporter) else getattr(model, reporter))
        steps = getattr(self, "_collection_steps", None)  # Mesa 3.5 reads from it which rows belong to a step
        if steps is not None:
            steps.append(model.steps)

    def _has_others(self) -> bool:
        return len(self._vars) > len(NAMES) + len(WHICH_ROW)


def outcome_of(name: str, model: GovernanceModel) -> float:
    """Return an outcome of the model's last month."""
    return model.outcomes[name]

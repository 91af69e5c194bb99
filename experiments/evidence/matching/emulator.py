"""Emulators: for each target a Gaussian process (scikit-learn) of its mean over seeds, as the parameters change."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.errors import InputError
from experiments.errors import installing
from samskaping.language import Message

MISSING = Message(
    "calibration to targets of your own needs scikit-learn, which is not installed; install it with: {command}",
    command=installing("calibration"),
)
FOLDS = 5
AT_ONCE = 4096  # points whose values are predicted at a time


@dataclass(frozen=True)
class Emulator:
    """What stands in for the model between its runs, for one target."""

    process: Any
    """A fitted `GaussianProcessRegressor`; None where all runs gave the same value."""
    constant: float
    noise: float
    """Variance of a point's mean over seeds that is due to chance."""
    covered: float
    """Share of runs within two standard deviations of what the other runs predict, by cross-validation."""

    def predict(self, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and variance at `shares`, (points, parameters): the emulator's own variance, without chance."""
        if self.process is None:
            return np.full(len(shares), self.constant), np.zeros(len(shares))
        parts = [self.process.predict(shares[k : k + AT_ONCE], return_std=True) for k in range(0, len(shares), AT_ONCE)]
        mean, sd = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
        return mean, sd**2


def emulate(shares: np.ndarray, values: np.ndarray) -> Emulator:
    """Return the emulator of one target.

    Args:
        shares: (points, parameters), places in the parameters' ranges, 0-1.
        values: (points, seeds) of the target's outcome, all finite.

    Raises:
        InputError: scikit-learn is not installed.
    """
    try:
        from sklearn.model_selection import KFold
    except ImportError:
        raise InputError(MISSING) from None
    mean = values.mean(axis=1)
    noise = float(values.var(axis=1, ddof=1).mean() / values.shape[1])
    if np.ptp(mean) <= 1e-12 * max(np.abs(mean).max(), 1e-300):
        return Emulator(None, float(mean[0]), noise, 1.0)
    process = _fitted(shares, mean, noise)
    within = np.zeros(len(mean), bool)
    for train, test in KFold(min(FOLDS, len(mean)), shuffle=True, random_state=1).split(shares):
        left = _fitted(shares[train], mean[train], noise, process.kernel_)
        predicted, sd = left.predict(shares[test], return_std=True)
        within[test] = np.abs(mean[test] - predicted) <= 2 * np.sqrt(sd**2 + noise)
    return Emulator(process, float(mean.mean()), noise, float(within.mean()))


def _fitted(shares: np.ndarray, mean: np.ndarray, noise: float, kernel: Any = None) -> Any:
    """Return a fitted process; with `kernel`, its lengths are kept as they are."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern

    spread = float(mean.var()) or 1.0
    free = ConstantKernel(1.0, (0.01, 100.0)) * Matern(np.ones(shares.shape[1]), (0.1, 30.0), nu=2.5)
    process = GaussianProcessRegressor(
        kernel or free, alpha=max(noise / spread, 1e-6), normalize_y=True, random_state=1,
        optimizer="fmin_l_bfgs_b" if kernel is None else None, n_restarts_optimizer=2 if kernel is None else 0,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its bound: the parameter hardly matters
        return process.fit(shares, mean)


def implausibility(mean: np.ndarray, variance: np.ndarray, value: float, tolerance: float) -> np.ndarray:
    """Return the distance from a target in standard deviations of all that separates them (Craig et al. 1997).

    The result, `mean` and `variance` are (points,); the last two are an emulator's. `tolerance` is the target's
    standard deviation.
    """
    return np.abs(mean - value) / np.sqrt(variance + tolerance**2)

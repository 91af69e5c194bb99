"""How the number of trials and the interval of revisions bear on the difference between NPG and TPA.

    python -m experiments.evidence.trials results/trials --seeds 12

runs one sweep, resumed if it was stopped. It prints two tables of paired differences with 90 % intervals. One is by
trials a year. The other is by interval under both paradigms, without and with learning in programmes.
"""

from __future__ import annotations

import argparse
import sys

import pandas as pd
from scipy import stats

from experiments.design.study import Study, study_of
from experiments.design.text import toml_value
from experiments.sweeps.results import Results, run_study
from model.paradigms.paradigm import load_paradigm
from model.parameters.parameters import Parameters

PAIR = ("TPA", "NPG")
TRIALS = (0, 1, 2, 4)
"""Trials a year, each with the paradigms' own intervals of revision."""
INTERVALS = (3, 48)
"""Months between revisions, the same under both paradigms, with today's trials."""
OUTCOMES = (
    "fit", "cost_per_met_need_nok", "met_need", "trust", "input_followed", "trials", "trials_reversed", "innovation",
    "solution_quality", "hours_process", "efficacy", "strain",
)  # fmt: skip
CONFIDENCE = 0.90
TRIAL, INTERVAL, STEP = "revision.trials", "rules.aggregation.revision_interval", "revision.step"


def trials_study(citizens: int, seeds: int, months: int) -> Study:
    """Return the study: trials a year by paradigm; interval by learning in programmes by paradigm."""
    today = Parameters().revision
    own = {paradigm: load_paradigm(paradigm).aggregation.revision_interval for paradigm in PAIR}
    by_trial = [(float(trials), own[paradigm], today.step, paradigm) for trials in TRIALS for paradigm in PAIR]
    by_interval = [
        (float(today.trials), interval, step, paradigm)
        for step in (0.0, today.step)
        for interval in INTERVALS
        for paradigm in PAIR
    ]
    points = dict.fromkeys([*by_trial, *by_interval])  # they share some
    columns = zip((TRIAL, INTERVAL, STEP, "paradigm"), zip(*points, strict=True), strict=True)
    lines = [
        'name = "trials"', f"months = {months}", f"seeds = {seeds}", f"outcomes = {toml_value(list(OUTCOMES))}",
        "[design]", 'kind = "list"', "[base]", f"citizens = {citizens}", "[factors]",
        *(f'"{name}" = {toml_value(list(values))}' for name, values in columns),
    ]  # fmt: skip
    return study_of("\n".join(lines) + "\n", "trials")


def by_trials(results: Results) -> pd.DataFrame:
    """Return, for each number of trials and outcome, the second paradigm less the first, with an interval.

    Columns: `trials, outcome`, a mean for each paradigm, `difference, low, high`.
    """
    own = {paradigm: load_paradigm(paradigm).aggregation.revision_interval for paradigm in PAIR}
    step = Parameters().revision.step
    rows = []
    for trials in TRIALS:
        pair = [_runs(results, trials, own[paradigm], step, paradigm) for paradigm in PAIR]
        for outcome in OUTCOMES:
            first, second = (runs[outcome] for runs in pair)
            rows.append((trials, outcome, first.mean(), second.mean(), *_interval(second - first)))
    return pd.DataFrame(rows, columns=["trials", "outcome", *PAIR, "difference", "low", "high"])


def by_interval(results: Results) -> pd.DataFrame:
    """Return how the difference between paradigms changes from the first of `INTERVALS` to the second.

    Columns: `step, outcome`, the difference at each interval, `change, low, high`.
    """
    today = Parameters().revision
    rows = []
    for step in (0.0, today.step):
        differences = []
        for interval in INTERVALS:
            first, second = (_runs(results, today.trials, interval, step, paradigm) for paradigm in PAIR)
            differences.append(second - first)
        for outcome in OUTCOMES:
            at = [difference[outcome] for difference in differences]
            rows.append((step, outcome, at[0].mean(), at[1].mean(), *_interval(at[1] - at[0])))
    names = [f"at_{interval}_months" for interval in INTERVALS]
    return pd.DataFrame(rows, columns=["step", "outcome", *names, "change", "low", "high"])


def _runs(results: Results, trials: float, interval: int, step: float, paradigm: str) -> pd.DataFrame:
    """Return the outcomes at a point, by seed."""
    last = results.last
    here = (last[TRIAL] == trials) & (last[INTERVAL] == interval) & (last[STEP] == step)
    return last[here & (last["paradigm"] == paradigm)].set_index("seed")[list(OUTCOMES)].sort_index()


def _interval(values: pd.Series) -> tuple[float, float, float]:
    """Return the mean over seeds and its t-interval."""
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, len(values) - 1) * stats.sem(values))
    mean = float(values.mean())
    return mean, mean - half, mean + half


def main(arguments: list[str]) -> None:
    """Run the study, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="for the results; an existing sweep is resumed")
    parser.add_argument("--citizens", type=int, default=49_022, help="default: all of Larvik, %(default)s")
    parser.add_argument("--seeds", type=int, default=12, help="default: %(default)s")
    parser.add_argument("--months", type=int, default=120, help="default: %(default)s")
    asked = parser.parse_args(arguments)
    results = run_study(trials_study(asked.citizens, asked.seeds, asked.months), asked.folder)
    for title, table in (
        (f"{PAIR[1]} - {PAIR[0]} by trials per unit and year", by_trials(results)),
        (f"Change of {PAIR[1]} - {PAIR[0]} from revisions every {INTERVALS[0]} to {INTERVALS[1]} months",
         by_interval(results)),
    ):  # fmt: skip
        print(f"\n{title}; {asked.seeds} seeds, {asked.citizens:,} citizens, {asked.months} months, 90 % intervals\n")
        print(table.to_string(index=False, float_format=lambda value: f"{value:,.4f}"))


if __name__ == "__main__":
    main(sys.argv[1:])

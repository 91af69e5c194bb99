"""The plan of a study, which `--dry-run` shows: runs, towns, factors with their levels, time and disk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.defaults import COMPILE_SECONDS, START_SECONDS
from experiments.design.factors import Factor
from experiments.design.study import Job, Study
from experiments.machine.compiling import compiled
from experiments.machine.processes import cores
from experiments.output.marks import changed_lines
from experiments.output.terminal import show_rows, time_on
from experiments.output.texts import months_text, number, plain, seeds_text, size, text
from experiments.sweeps.runner import expected_seconds
from experiments.sweeps.store import inspect_folder
from model.timeline.change import Change
from samskaping.language import Language

POINTS_CHECKED = 500
POINTS_WEIGHED = 5_000
RUNS_COUNTED = 200_000  # counting more takes long where the sample may repeat points
LEVELS_SHOWN, LEVELS_BEGUN = 8, 4  # levels of a factor that a plan lists: all of a short list, the first of a longer
_BYTES_PER_NUMBER = 7.5  # of a compressed float64 in a part, as measured


def plan_of_study(
    study: Study, workers: int | None, folder: Path, language: Language = "en", *, retry_failed: bool = False
) -> dict[str, Any]:
    """Return the plan of a sweep as plain data: runs, complete and to do, time, disk, and points that cannot be run.

    Raises:
        InputError: the sweep itself would refuse the folder.
    """
    state = inspect_folder(folder, study)
    workers = cores() if workers is None else workers
    sampled = any(factor.sampled for factor in study.factors)
    counted = bool(state.done or study.exclude) or study.most_runs <= RUNS_COUNTED or not sampled
    runs = study.size if counted else study.most_runs
    to_do = runs - len(state.done) + (len(state.failed) if retry_failed else 0)
    some = [expected_seconds(study, Job("", at, study.seeds[0], 0)) for at in study.some_points(POINTS_WEIGHED)]
    seconds = sum(some) / len(some) * to_do
    numbers = to_do * len(study.kept_months) * (len(study.outcomes) + len(study.factors) + 1)
    problems = []
    for point in islice(study.points(), POINTS_CHECKED):
        try:
            study.run(point, study.seeds[0]).checked()
        except InputError as error:
            problems.append({"point": point, "error": error.text(language)})
    above = folder.absolute()
    while not above.exists():
        above = above.parent
    return {
        "study": study.name,
        "design": study.design.kind,
        "points": runs // len(study.seeds),
        "seeds": len(study.seeds),
        "runs": runs,
        "repeated_points_left_out": counted,
        "points_excluded": study.left_out,
        "precision": None if study.precision is None else {**study.precision.as_dict(), "first": study.precision.first},
        "done": len(state.done),
        "failed": len(state.failed),
        "to_do": to_do,
        "months": study.months,
        "factors": {f.name: list(f.levels) if f.levels else _range(f) for f in study.factors},
        "changed_parameters": {name: value for name, value in study.base.items() if "." in name},
        "timeline": [change.as_dict() for change in study.timeline],
        "outcomes": len(study.outcomes),
        "workers": workers,
        "about_seconds": round(seconds / min(workers, cores()) + START_SECONDS, 1) if to_do else 0.0,
        "compile_seconds": 0 if compiled() or not to_do else COMPILE_SECONDS,
        "about_bytes": round(numbers * _BYTES_PER_NUMBER) + 20_000 if to_do else 0,
        "free_bytes": shutil.disk_usage(above).free,
        "points_that_cannot_be_run": len(problems),
        "first_problem": problems[0] if problems else None,
        "out": str(folder),
    }


def _range(factor: Factor) -> dict[str, Any]:
    return {"low": factor.low, "high": factor.high, **({"scale": "log"} if factor.log else {})}


def show_study_plan(plan: dict[str, Any], language: Language = "en", timeline: Sequence[Change] = ()) -> None:
    """Print the plan of a study; `timeline` has the changes in the course of its runs."""

    def written(key: str) -> str:
        return number(plan[key], 0, language)

    seeds = seeds_text(plan["seeds"], language)
    points = text("one_point", language) if plan["points"] == 1 else text("points", language, n=written("points"))
    exact = plan["repeated_points_left_out"] and not plan["precision"]
    runs = written("runs") if exact else text("at_most", language, n=written("runs"))
    counted = {"runs": runs, "points": points, "seeds": seeds, "months": months_text(plan["months"], language)}
    takes = time_on(plan["about_seconds"], plan["workers"], language)
    if plan["compile_seconds"]:
        takes += ", " + text("plan_compile", language, seconds=plan["compile_seconds"])
    sizes = {"size": size(plan["about_bytes"], language), "free": size(plan["free_bytes"], language)}
    rows = [
        ("plan_study", f"{plan['study']} ({plan['design']})"),
        ("runs", text("plan_runs_study", language, **counted)),
    ]
    if rule := plan["precision"]:
        values = {"outcome": rule["outcome"], "width": plain(rule["half_width"], language), "most": rule["max_seeds"]}
        of = text("plan_precision_of", language, first=rule["first"], batch=rule["batch"], **values)
        rows.append(("plan_precision", of))
    if plan["points_excluded"]:
        left = {
            "n": number(plan["points_excluded"], 0, language),
            "all": number(plan["points_excluded"] + plan["points"], 0, language),
        }
        rows.append(("plan_excluded", text("plan_excluded_of", language, **left)))
    if plan["done"]:
        so_far = {key: written(key) for key in ("done", "failed", "to_do")}
        rows.append(("plan_done", text("plan_done_of" if plan["to_do"] else "plan_finished", language, **so_far)))
    rows.append(("plan_varies", _varied(plan["factors"], language)))
    if changed := changed_lines(plan["changed_parameters"], timeline, language):
        rows.append(("plan_changed", "\n".join(changed)))
    rows += [
        ("plan_takes", takes),
        ("plan_disk", text("plan_disk_of", language, **sizes)),
        ("plan_writes", plan["out"]),
    ]
    if plan["first_problem"]:
        checked = {"count": plan["points_that_cannot_be_run"], "n": min(POINTS_CHECKED, plan["points"])}
        rows.append(("plan_fails", text("plan_fails_of", language, **checked, **plan["first_problem"])))
    show_rows(rows, language)


def _varied(factors: dict[str, Any], language: Language) -> str:
    """Return what a study varies and the values each factor takes, written as in a study file."""

    written = partial(plain, decimal=False)
    varied = []
    for name, values in factors.items():
        if isinstance(values, dict):
            values_text = text("to", language, low=written(values["low"]), high=written(values["high"]))
            if "scale" in values:
                values_text += f" ({text('log_scale', language)})"
            varied.append(f"{name}: {values_text}")
            continue
        levels = list(dict.fromkeys(map(written, values)))  # a list of points repeats them
        values_text = ", ".join(levels)
        if len(levels) > LEVELS_SHOWN:
            first = ", ".join(levels[:LEVELS_BEGUN])
            values_text = text("plan_levels", language, first=first, n=number(len(levels), 0, language))
        varied.append(f"{name}: {values_text}")
    return "; ".join(varied) or text("nothing", language)

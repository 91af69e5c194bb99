"""`samskaping predictions`: what was predicted beforehand, and what came of it."""

from __future__ import annotations

import click

from experiments.cli.numbers import SEVERAL, SIZES
from experiments.cli.options import debug_option, json_option, language_option, quiet_option, runs_option
from samskaping.language import Language, Message


@click.command("predictions", short_help="List the predictions filed beforehand, and test them.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--run", "running", is_flag=True, help="Run the predictions named, or all, and judge them.")
@click.option("--patterns", "with_patterns", is_flag=True, help="With --run: also run the corrected and new patterns.")
@click.option("--keep", is_flag=True, help="With --run: keep the results beside the code.")
@click.option("--write", "page", metavar="FILE.md", help="Write the page, such as docs/predictions.md.")
@click.option("--citizens", type=SIZES, help="A trial: the size of all towns. It cannot be kept.")
@click.option("--seeds", type=SEVERAL, help="A trial: how many seeds. It cannot be kept.")
@runs_option
@click.option("--dry-run", is_flag=True, help="With --run: say what would be run, and stop.")
@quiet_option
@json_option
@language_option
@debug_option
def command(
    ids: tuple[str, ...],
    running: bool,
    with_patterns: bool,
    keep: bool,
    page: str | None,
    citizens: int | None,
    seeds: int | None,
    jobs: int | None,
    dry_run: bool,
    quiet: bool,
    as_json: bool,
    language: Language,
) -> None:
    """List the predictions filed before the mechanisms were built, with what came of each.

    Predictions and tests are in frozen files. The command refuses to run if a file has changed. With --run it follows
    the filed protocol of municipality, size, seeds and length. With --dry-run it shows how many runs there are and how
    long they take. A trial with --citizens or --seeds shows whether everything runs. A trial uses other seeds than the
    filed ones and keeps nothing.
    """
    from agents.errors import InputError
    from experiments.evidence.filed import judging
    from experiments.evidence.filed.page import values
    from experiments.evidence.filed.register import check
    from experiments.evidence.filed.results import Results
    from experiments.evidence.filed.running import planned, planned_patterns, run_patterns, run_predictions
    from experiments.evidence.filed.words import counts, shown
    from experiments.evidence.pages import write
    from experiments.evidence.validation.report import shown as shown_patterns
    from experiments.evidence.validation.verdicts import Outcome
    from experiments.output.documents import check_page
    from experiments.output.terminal import expected_seconds, progress_of, show
    from experiments.output.texts import duration
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.threads import workers_for

    check()
    trial = citizens is not None or seeds is not None
    if keep and trial:
        raise InputError("--keep follows the filed protocol and cannot be combined with --citizens or --seeds")
    if (keep or trial or with_patterns or dry_run) and not running:
        raise InputError("--keep, --patterns, --dry-run, --citizens and --seeds need --run")
    target = None if page is None else check_page(page)
    selected = judging.chosen([one for one in ids if one.lower() != "all"] or None)
    results = Results.load()
    outcomes: list[Outcome] = []
    if running:
        planned_jobs = [job for batch in planned(selected, citizens, seeds) for job in batch]
        pattern_jobs = [job for _, batch in planned_patterns(citizens, seeds) for job in batch] if with_patterns else []
        if dry_run:
            every = [job.run for job in (*planned_jobs, *pattern_jobs)]
            seconds = expected_seconds(every, workers_for(len(every), jobs)) if every else 0.0
            plan = {"predictions": len(selected), "runs": len(every), "about_seconds": round(seconds, 1)}
            words = Message("{runs} runs, about {time}", runs=len(every), time=duration(seconds, language))
            print(json_of(plan) if as_json else words.text(language))
            return
        if planned_jobs:
            with progress_of(len(planned_jobs), quiet, language) as progress:
                run_predictions(results, selected, citizens, seeds, jobs, progress)
        if pattern_jobs:
            with progress_of(len(pattern_jobs), quiet, language) as progress:
                outcomes = run_patterns(results, citizens, seeds, jobs, progress)
    if keep:
        results.save()
    if target is not None:
        write(target, "predictions", values(results))
    if as_json:
        kept = {one.id: results.predictions.get(one.key) for one in selected}
        print(json_of({"counts": counts(selected, results), "predictions": kept, "patterns": results.patterns}))
        return
    for part in shown(selected, results, language):
        show(part)
    if outcomes:
        for part in shown_patterns(outcomes, language):
            show(part)
    if target is not None:
        print(target)

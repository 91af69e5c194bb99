"""`samskaping validate`: which empirical patterns the model reproduces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from experiments.cli.numbers import SEED, SIZES, Whole
from experiments.cli.options import as_given, comma_separated, output_options, runs_option
from experiments.defaults import FIRST_SEED, MOST_PATTERN_SEEDS, PATTERN_CITIZENS, PATTERN_SEEDS
from samskaping.language import Language, Message


@click.command("validate", short_help="Test the model against the empirical patterns P1-P32.")
@click.option("--patterns", metavar="P1,P2,...", help="Only these.  [default: all]")
@click.option("--citizens", type=SIZES, default=PATTERN_CITIZENS, show_default=True, help="Citizens of the town.")
@click.option(
    "--seeds", type=Whole(1, MOST_PATTERN_SEEDS), default=PATTERN_SEEDS, show_default=True, help="How many seeds."
)
@click.option("--seed", "first_seed", type=SEED, default=FIRST_SEED, show_default=True, metavar="S", help="The first.")
@runs_option
@click.option("--write", "page", metavar="FILE.md", help="Also write the page, such as docs/patterns.md.")
@output_options
def command(
    patterns: str | None,
    citizens: int,
    seeds: int,
    first_seed: int,
    jobs: int | None,
    page: str | None,
    out: str | None,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    language: Language,
) -> None:
    """Run each pattern of docs/evidence.md as a small experiment, and judge it by a test fixed in advance.

    The command prints each pattern with source, place (imposed or emergent), expected range, the model's value with its
    95 % interval, and the verdict. It explains failures. It writes patterns.csv, patterns.json,
    patterns.md and manifest.json into a new folder. A failed pattern is a finding: the exit code is 0.
    """
    from agents.errors import InputError
    from experiments.evidence.pages import write
    from experiments.evidence.validation import page as pages
    from experiments.evidence.validation import report
    from experiments.evidence.validation.verdicts import chosen, planned, validate
    from experiments.output.documents import check_page
    from experiments.output.folders import check_new_folder, default_folder
    from experiments.output.terminal import expected_seconds, progress_of, time_on
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.threads import workers_for

    codes = None if patterns is None else comma_separated(patterns)
    if page is not None and codes is not None:
        raise InputError("--write makes the page of all patterns and cannot be combined with --patterns")
    target = None if page is None else check_page(page)
    selected = chosen(codes)
    jobs_planned = planned(selected, citizens, seeds, first_seed)
    workers = workers_for(len(jobs_planned), jobs)
    folder = Path(out) if out is not None else default_folder("validate", "patterns")
    check_new_folder(folder)
    if dry_run:
        seconds = expected_seconds([job.run for job in jobs_planned], workers)
        plan = {"patterns": [p.code for p in selected], "runs": len(jobs_planned), "seeds": seeds, "citizens": citizens,
                "workers": workers, "about_seconds": round(seconds, 1), "out": str(folder)}  # fmt: skip
        if as_json:
            print(json_of(plan))
        else:
            print(
                Message(
                    "{patterns} patterns, {runs:,} runs, {time}; writes to {folder}",
                    patterns=len(selected),
                    runs=len(jobs_planned),
                    time=time_on(seconds, workers, language),
                    folder=folder,
                ).text(language)
            )
        return
    with progress_of(len(jobs_planned), quiet, language) as progress:
        outcomes = validate(codes, citizens, seeds, first_seed, workers, progress)
    text = pages.page(outcomes, citizens, seeds, language)
    _save(outcomes, text, folder, {"citizens": citizens, "seeds": list(range(first_seed, first_seed + seeds))})
    if target is not None:
        write(target, "patterns", as_given(pages.values(outcomes, citizens, seeds)))
    if as_json:
        results = {"citizens": citizens, "seeds": seeds, "counts": report.counts(outcomes),
                "patterns": report.rows(outcomes).to_dict("records"), "notes": report.notes(outcomes, language),
                "out": str(folder)}  # fmt: skip
        print(json_of(results))
        return
    if not quiet:
        _print(outcomes, language)
    if target is not None:
        print(target)
    print(folder)


def _print(outcomes: Any, language: Language) -> None:
    import textwrap

    from experiments.evidence.validation import report
    from experiments.output.terminal import WIDTH, show

    for part in report.shown(outcomes, language):
        show(part)
    print()
    for note in report.notes(outcomes, language):
        print(textwrap.fill(f"- {note}", WIDTH, subsequent_indent="  "))


def _save(outcomes: Any, text: str, folder: Path, settings: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from experiments.evidence.validation import report
    from experiments.output.documents import write_page
    from experiments.output.export import write_table
    from experiments.output.folders import new_folder
    from experiments.runs.manifest import as_json as json_of
    from experiments.runs.manifest import source_revision, write_manifest

    rows = report.rows(outcomes)
    with new_folder(folder) as draft:
        write_table(rows, draft / "patterns.csv")
        (draft / "patterns.json").write_text(json_of(rows.to_dict("records")) + "\n", encoding="utf-8")
        write_page(draft / "patterns.md", text)
        made = {"kind": "validate", "created_utc": datetime.now(UTC).isoformat(timespec="seconds"), **settings}
        write_manifest(draft, {**made, "source": source_revision()})

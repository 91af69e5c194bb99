"""`samskaping trust`: what budgets do to trust, and how stable it is among the same persons."""

from __future__ import annotations

import click

from experiments.cli.numbers import SEVERAL, SIZES
from experiments.cli.options import as_given, debug_option, json_option, language_option, quiet_option, runs_option
from experiments.defaults import TRUST_SEEDS, VALID_CITIZENS
from samskaping.language import Language


@click.command("trust", short_help="Show what smaller budgets do to trust, and how stable it is.")
@click.option("--citizens", type=SIZES, default=VALID_CITIZENS, show_default=True, help="Citizens.")
@click.option("--seeds", type=SEVERAL, default=TRUST_SEEDS, show_default=True, help="How many seeds.")
@runs_option
@click.option("--write", "page", metavar="FILE.md", help="Also write the page, such as docs/trust.md.")
@quiet_option
@json_option
@language_option
@debug_option
def command(
    citizens: int, seeds: int, jobs: int | None, page: str | None, quiet: bool, as_json: bool, language: Language
) -> None:
    """Follow the same citizens for ten years under budgets of 100, 80, 60 and 40 per cent of today's.

    The command shows mean trust and the difference that each step makes, among all and among adults without a service
    for two years. It also shows the correlation of trust over ten years, beside the range filed from panel studies.
    """
    from experiments.evidence.pages import plain, write
    from experiments.evidence.trust import shown, trust_table, values
    from experiments.output.documents import check_page
    from experiments.output.terminal import progress_of, show
    from experiments.runs.manifest import as_json as json_of

    target = None if page is None else check_page(page)
    with progress_of(4 * seeds, quiet, language) as progress:
        table = trust_table(citizens, seeds, workers=jobs, progress=progress)
    if target is not None:
        write(target, "trust", as_given(values(table)))
    if as_json:
        print(json_of(plain(table)))
        return
    for part in shown(table, language):
        show(part)
    if target is not None:
        print(target)

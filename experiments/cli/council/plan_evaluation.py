"""`samskaping plan-evaluation`: how large an evaluation must be to see an effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from agents.errors import InputError, suggestion
from experiments.cli.numbers import Whole
from experiments.cli.options import debug_option, json_option, language_option, quiet_option, runs_option
from samskaping.language import Language, Listing

MONTHS = "12,24"
MOST_MONTHS = 120


@click.command("plan-evaluation", short_help="Show how large an evaluation must be to see an effect.")
@click.option("--outcome", "outcomes", multiple=True, metavar="NAME", help="trust, felt_voice, felt_influence, "
              "efficacy, ownership or fit. Repeatable.  [default: felt_voice and trust]")  # fmt: skip
@click.option("--effect", type=click.FloatRange(0.0, 1.0, min_open=True), metavar="E",
              help="The effect to see, 0-1.  [default: the smallest relevant effect on the outcome]")  # fmt: skip
@click.option("--months", default=MONTHS, show_default=True, metavar="A,B,...",
              help="Months from the first measurement to the last; multiples of 3.")  # fmt: skip
@click.option("--alpha", type=click.FloatRange(0.0, 0.5, min_open=True, max_open=True), default=0.05, show_default=True,
              help="Significance level, two-sided.")  # fmt: skip
@click.option("--power", type=click.FloatRange(0.5, 1.0, max_open=True), default=0.8, show_default=True,
              help="Chance of seeing the effect.")  # fmt: skip
@click.option("--participants", type=Whole(10, 100_000), default=200, show_default=True,
              help="Persons who answer in each municipality, where municipalities are compared.")  # fmt: skip
@click.option("--reliability", type=click.FloatRange(0.1, 1.0), default=0.8, show_default=True,
              help="Reliability of the survey's measure; 1 is without error.")  # fmt: skip
@click.option("--sd", type=click.FloatRange(0.0, 0.5, min_open=True), metavar="S",
              help="Standard deviation between persons in a survey of your own, on a scale from 0 to 1: divide by the "
              "length of the survey's scale. Of one municipality, or of several if --icc is given.")  # fmt: skip
@click.option("--stability", type=click.FloatRange(0.0, 1.0, max_open=True), metavar="R",
              help="Correlation between the two answers of a person in a survey of your own, over the months "
              "planned.")  # fmt: skip
@click.option("--icc", type=click.FloatRange(0.0, 1.0, max_open=True), metavar="I",
              help="Share of the variance that lies between municipalities in a survey of your own; it is taken out of "
              "--sd.")  # fmt: skip
@click.option("--place-sd", type=click.FloatRange(0.0, 0.5), metavar="S",
              help="Standard deviation between municipalities of the change in their means over the months planned. "
              "Figures of your own, on a scale from 0 to 1.")  # fmt: skip
@click.option("--municipalities", "places", type=Whole(3, 100), default=16, show_default=True,
              help="Municipalities simulated.")  # fmt: skip
@click.option("--citizens", type=Whole(100, 100_000), default=1000, show_default=True,
              help="Citizens simulated in each, at most.")  # fmt: skip
@click.option("--draws", type=Whole(20, 100_000), default=400, show_default=True,
              help="Simulated evaluations for each line.")  # fmt: skip
@click.option("--seed", type=Whole(0, 2**31), default=1, show_default=True, metavar="S", help="The first seed.")
@runs_option
@json_option
@quiet_option
@language_option
@debug_option
def command(
    outcomes: tuple[str, ...], effect: float | None, months: str, alpha: float, power: float, participants: int,
    reliability: float, sd: float | None, stability: float | None, icc: float | None, place_sd: float | None,
    places: int, citizens: int, draws: int, seed: int, jobs: int | None, as_json: bool,
    quiet: bool, language: Language,
) -> None:  # fmt: skip
    """Show how many participants, months and control municipalities an evaluation needs to see an effect.

    Persons and municipalities vary as they do in the model without any measure, or by figures of your own. Four designs
    are compared, each with its power and its false alarms in simulated evaluations. See docs/council.md.
    """  # fmt: skip
    import numpy as np

    from experiments.analysis.relevance import RELEVANT
    from experiments.council.evaluation.figures import Figures
    from experiments.council.evaluation.panel import OUTCOMES, panels, sampled_places
    from experiments.council.evaluation.plan import DESIGNS, Asked, parts_of, plan
    from experiments.council.evaluation.words import as_data, evaluation_tables
    from experiments.output.terminal import console, progress_of, show
    from experiments.runs.manifest import as_json as json_of

    names = tuple(dict.fromkeys(outcomes)) or ("felt_voice", "trust")
    for name in names:
        if name not in OUTCOMES:
            raise InputError(
                "outcome {name!r} cannot be planned for: persons have none; valid: {names}{hint}", name=name,
                names=", ".join(OUTCOMES), hint=suggestion(name, OUTCOMES),
            )  # fmt: skip
    spans = _months(months)
    own = Figures(sd, stability, icc, place_sd)
    _check_own(own.given, names, spans, reliability)
    sampled = sampled_places(places)
    with progress_of(places, quiet or as_json, language) as progress:
        made = panels(names, sampled, citizens, max(spans) + 12, seed, jobs, progress)
    found = []
    for panel in made:
        asked = Asked(effect or RELEVANT[panel.outcome].size, alpha, power, reliability, participants, draws, own)
        rng = np.random.default_rng([seed, *panel.outcome.encode()])
        parts = {span: parts_of(panel, span, asked) for span in spans}
        lines = [plan(panel, design, span, asked, rng) for span in spans for design in DESIGNS]
        found.append((panel, asked, parts, lines))
    if as_json:
        print(json_of([as_data(*one) for one in found]))
        return
    for one in found:
        for table, advice in evaluation_tables(*one, citizens, language):
            show(table)
            for line in advice:
                console().print(line, markup=False)


def _check_own(own: Mapping[str, float], names: Sequence[str], spans: Sequence[int], reliability: float) -> None:
    """Refuse figures of one's own that cannot be of everything that is planned for, or that no survey can have."""
    if not own:
        return
    options = Listing(["--" + name.replace("_", "-") for name in own])
    if len(names) > 1:
        raise InputError(
            "{options}: figures of your own are of one outcome; name it, such as --outcome {name}",
            options=options, name=names[0],
        )  # fmt: skip
    if len(spans) > 1 and own.keys() & {"stability", "place_sd"}:
        raise InputError(
            "{options}: how persons and municipalities change depends on the months between the measurements; plan for "
            "one number of months, such as --months {months}",
            options=options, months=spans[0],
        )  # fmt: skip
    if own.get("stability", 0.0) > reliability:
        raise InputError(
            "--stability {stability}: two answers cannot be more alike than the survey is reliable (--reliability "
            "{reliability})",
            stability=own["stability"], reliability=reliability,
        )  # fmt: skip


def _months(given: str) -> list[int]:
    """Return the months of the option, in order."""
    from experiments.council.evaluation.panel import EVERY

    found = []
    for word in given.split(","):
        word = word.strip()
        if not word.isdigit() or not EVERY <= int(word) <= MOST_MONTHS or int(word) % EVERY:
            raise InputError(
                "--months {given}: {word!r} is not valid; give multiples of {every} up to {most}, such as 12,24",
                given=given, word=word, every=EVERY, most=MOST_MONTHS,
            )  # fmt: skip
        found.append(int(word))
    return sorted(set(found))

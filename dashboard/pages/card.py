"""The scorecard with its sentences, and how far to trust it: the same beside the curves and beside the rules."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.components import Scorecard
from dashboard.components.palette import series
from dashboard.content import show
from dashboard.content.exports import trust_words
from dashboard.content.results import Results
from dashboard.content.summary import summary
from dashboard.levelling import argued, levelled
from dashboard.pages.words import link_key
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from samskaping.language import Language

_HELP = {"level": "level_help", "argued": "argued_help"}
_WORDS = (
    "scorecard", "outcome", "scorecard_note", "trust_it", "limits_link", "findings_link", "sum_survives_help",
    "sum_argued_help", "sum_levelled_help",
)  # fmt: skip


def card(visitor: Visitor, results: Results, language: Language, lead: str = "") -> None:
    """Show the scorecard of these results, with a lead above it."""
    palette = series(results.names, language)
    way = "level" if levelled(results.names) else "argued" if argued(results.names) else ""
    complete = results.complete  # read before the numbers, which can only be fuller
    blocks = show.scorecard(results, language)
    Scorecard(
        t=words(language, *_WORDS),
        key_=link_key(results.settings),
        lead=lead,
        first=text("sum_first", language, first=palette[0]["label"]),
        caption=text("card_caption", language, first=palette[0]["label"]),
        series=palette,
        summary=summary(results, blocks, language, visitor.behind.results_of(results.settings)),
        levelled=_about_levelling(visitor, results, language),
        warning=show.warnings(results.settings, language),
        trusted=trust_words(results, language) if results.complete_seeds() else "",
        levelling={"label": text(way, language), "help": text(_HELP[way], language)} if way else {},
        blocks=blocks,
        ready=results.complete_seeds() > 0,
        complete=complete,
        event_limits=lambda *_: visitor.go(replace(visitor.state.peek(), page="about")),
        event_level=lambda *_: _level(visitor),
    )


def _level(visitor: Visitor) -> None:
    """Compare the levelled presets of the ways of governing that are compared, or go back from these."""
    names = levelled(visitor.settings.paradigms) or argued(visitor.settings.paradigms)
    if names:
        visitor.change(paradigms=tuple(dict.fromkeys(names)))


def _about_levelling(visitor: Visitor, results: Results, language: Language) -> str:
    """Return that it is not known yet what survives levelling, or why it will not be; "" where there is no question."""
    other = visitor.behind.results_of(results.settings)
    if other is None or not results.complete or (other.complete and not other.error):
        return ""
    return text("levelling_failed" if other.error or visitor.cancelled else "levelling_computed", language)

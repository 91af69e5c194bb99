"""The scorecard with its sentences, and how far to trust it: the same beside the curves and beside the rules."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.components import Scorecard
from dashboard.components.palette import in_text, series
from dashboard.content import show
from dashboard.content.files.exports import trust_words
from dashboard.content.results import Results
from dashboard.content.sentence.lead import lead as leading
from dashboard.content.sentence.summary import expected, summary
from dashboard.levelling import argued, counterpart, levelled, turned
from dashboard.limits import error_text
from dashboard.pages.parts.words import link_key
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from samskaping.language import Language

_HELP = {"level": "level_help", "argued": "argued_help"}
_WORDS = (
    "scorecard", "outcome", "sideways", "scorecard_note", "trust_it", "limits_link", "findings_link",
    "sum_survives_help", "sum_also_argued_help", "sum_argued_help", "sum_levelled_help", "sum_turns_levelled_help",
    "sum_turns_argued_help", "sum_open_levelled_help", "sum_open_argued_help", "sum_rules", "sum_rules_help", "what",
    "lead_rest", "computing",
)  # fmt: skip


def card(visitor: Visitor, results: Results, language: Language, heading: str = "", lead: str = "") -> None:
    """Show the scorecard of these results, with a heading and a lead above it."""
    palette = series(results.names, language, results.settings.base)
    way = "level" if levelled(results.names) else "argued" if argued(results.names) else ""
    complete = results.complete  # read before the numbers, which can only be fuller
    other = visitor.behind.results_of(results.settings)
    blocks = show.scorecard(results, language)
    wait = other is None and not visitor.cancelled and counterpart(results.settings) is not None
    sentences = summary(results, blocks, language, other, wait)
    if not sentences and not complete and results.settings.seeds > 1:  # lines keep their place from the start
        sentences = expected(results, language)
    Scorecard(
        t=words(language, *_WORDS),
        key_=link_key(results.settings),
        heading=heading,
        lead=lead,
        first=text("sum_first", language, first=in_text(results.names[0], language, results.settings.base)),
        caption=text("card_caption", language, first=palette[0]["label"]),
        series=palette,
        opening=leading(results, blocks, language),
        summary=sentences,
        levelling_status=_about_levelling(results, other, language),
        levelling_failed=bool(other and other.error),
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
    settings = visitor.settings
    if (other := turned(settings)) is not None:
        visitor.go(replace(visitor.state.peek(), settings=other))
    elif names := levelled(settings.paradigms) or argued(settings.paradigms):
        visitor.change(paradigms=tuple(dict.fromkeys(names)))


def _about_levelling(results: Results, other: Results | None, language: Language) -> str:
    """Return that it is not known yet what survives levelling, or why it will not be; "" where there is no question."""
    if other is None or not results.complete or other.complete:
        return ""
    if other.error is not None:
        return text("levelling_failed", language, why=error_text(other.error, language))
    return text("levelling_computed", language)

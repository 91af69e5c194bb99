"""Orders for a figure, a report or a slide of the results. A worker process makes the file."""

from __future__ import annotations

from dashboard.components.palette import in_text
from dashboard.content import show
from dashboard.content.files.exports import caveat, comparison_of, link_of
from dashboard.content.results import Results
from dashboard.content.sentence.summary import COUNTS, Part, summary
from dashboard.texts.common import text
from dashboard.workers.jobs import Unit
from dashboard.workers.paper import Order
from experiments.council.report_texts import TEXTS
from experiments.council.slide import SlideTexts
from samskaping.language import Language

MIME = {
    "png": "image/png", "svg": "image/svg+xml", "report": "text/html;charset=utf-8", "report-pdf": "application/pdf",
    "slide": "image/png", "slide-svg": "image/svg+xml",
}  # fmt: skip
"""What files are, by the kind of a download."""
LONGEST_CHANGES = 400


def unit_of(
    results: Results, kind: str, address: object, changed: str, language: Language, other: Results | None = None
) -> Unit:
    """Return the unit of work that makes a file of complete results; its name holds all that the file depends on.

    Args:
        results: of the settings.
        kind: a key of `MIME`.
        address: the dashboard's, as the visitor's browser has it.
        changed: what differs from the defaults, in words.
        language: of all texts.
        other: of their counterpart, levelled or as argued; if they are complete, a slide says what survives levelling.
    """
    other = other if kind.startswith("slide") and other is not None and other.complete else None
    link = link_of(results.settings, address, language)
    comparison = comparison_of(results, last=kind not in ("png", "svg"))
    order = Order(kind, comparison, _texts(results, other, link, changed, language), language)
    return Unit(("paper", kind, language, link, repr(results.settings), other is not None), "paper", order)


def heading(results: Results, language: Language) -> str:
    """Return town, citizens, months, repeats and seeds in a line."""
    settings = results.settings
    last = settings.first_seed + settings.seeds - 1
    seeds = text("seeds_used", language, n=settings.seeds, first=settings.first_seed, last=last)
    return f"{show.heading(settings, language)}. {seeds}"


def _texts(results: Results, other: Results | None, link: str, changed: str, language: Language) -> SlideTexts:
    """Return the words of a slide, with the sentences that the page shows above the scorecard."""
    blocks = show.scorecard(results, language)
    scenario = comparison_of(results, last=True).scenario
    town = results.settings.place.name
    return SlideTexts(
        title=scenario.title.text(language) if scenario else TEXTS("no_scenario", language, town=town),
        subtitle=heading(results, language),
        first=text("sum_first", language, first=in_text(results.names[0], language, results.settings.base)),
        ways=[
            (one["name"], one["label"], _sentence(one["parts"])) for one in summary(results, blocks, language, other)
        ],
        caveat=caveat(results, language),
        changed=changed if len(changed) <= LONGEST_CHANGES else f"{changed[:LONGEST_CHANGES]} …",
        link=link,
    )


def _sentence(parts: list[Part]) -> str:
    """Return parts as sentences, one for each line of the page but the last, which counts the scorecard's marks."""
    words, head = "", False
    for part in parts:
        if part["kind"] in COUNTS:
            continue
        begins = not words or part.get("begins")
        between = "" if not words else ". " if begins else " " if head else "; "
        text, head = part["text"], part.get("end", False)
        words += between + (f"{text[:1].upper()}{text[1:]}" if begins else text)
    return f"{words}."

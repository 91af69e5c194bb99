"""The Vue components and their parameters. A component that calls `x(...)` calls `event_x`."""

from __future__ import annotations

from dashboard.components.events import Event, Fields, component


@component("vue/shell.vue")
def Shell(
    t: dict,
    lang: str,
    languages: list,
    page: str,
    pages: list,
    place: dict,
    title: str,
    message: str,
    message_head: str,
    tour: list,
    can_undo: bool,
    can_redo: bool,
    event_go: Event,
    event_follow: Event,
    event_undo: Event,
    event_redo: Event,
    event_reset: Event,
    event_language: Event,
    event_dismiss: Event,
) -> None:
    """Head of the page: pages, undo, share link, tour, language."""


@component("vue/printed.vue")
def Printed(words: str, lang: str, link: str) -> None:
    """The foot of a print: version, date and the link of exactly these settings."""


@component("vue/panel.vue")
def Panel(
    t: dict,
    lang: str,
    title: str,
    town: dict,
    towns: list,
    bounds: dict,
    paradigms: list,
    bases: list,
    areas: list,
    first: list,
    levels: dict,
    groups: list,
    changes: dict,
    event_plain: Fields,
    event_toggle: Fields,
    event_set: Fields,
    event_clear: Fields,
) -> None:
    """The control panel."""


@component("vue/status.vue")
def Status(
    t: dict,
    key_: str,
    title: str,
    words: str,
    percent: int,
    complete: bool,
    cancelled: bool,
    error: bool,
    changed: str,
    event_cancel: Event,
    event_again: Event,
) -> None:
    """Heading and progress."""


@component("vue/tools.vue")
def Tools(
    t: dict,
    complete: bool,
    ghost: bool,
    file: dict,
    note: str,
    two: bool,
    event_toggle_ghost: Event,
    event_keep: Event,
    event_download: Fields,
) -> None:
    """What can be done with the results: keep them for comparison, and save files."""


@component("vue/scorecard.vue")
def Scorecard(
    t: dict,
    key_: str,
    heading: str,
    lead: str,
    first: str,
    warning: str,
    caption: str,
    series: list,
    opening: list,
    summary: list,
    levelling_status: str,
    levelling_failed: bool,
    trusted: str,
    levelling: dict,
    blocks: list,
    ready: bool,
    complete: bool,
    event_limits: Event,
    event_level: Event,
) -> None:
    """One sentence, more on each paradigm under a disclosure, then a table of outcomes by paradigm with differences."""


@component("vue/case.vue")
def Case(
    t: dict,
    key_: str,
    title: str,
    story: str,
    why: str,
    watched: list,
    ways: list,
    questions: list,
    event_close: Event,
) -> None:
    """The open case: title, watch list and questions."""


@component("vue/towns.vue")
def Towns(
    t: dict,
    key_: str,
    title: str,
    towns: list,
    series: list,
    complete: bool,
    progress: str,
    sentences: list,
    levels: str,
    blocks: list,
    event_close: Event,
) -> None:
    """Two towns side by side."""


@component("vue/course.vue")
def Course(
    t: dict,
    key_: str,
    items: list,
    months: int,
    most: int,
    choices: dict,
    parameters: list,
    problem: str,
    can_restore: bool,
    event_enter: Fields,
    event_drop: Event,
    event_restore: Event,
) -> None:
    """What changes in the course of the runs, and a form to change it."""


@component("vue/charts.vue")
def Charts(
    t: dict,
    lang: str,
    key_: str,
    title: str,
    caveat: str,
    series: list,
    panels: list,
    marks: list,
    views: list,
    view: str,
    zero: str,
    has_ghost: bool,
    ghost_words: str,
    note: str,
    sets: list,
    shown_set: str,
    event_choose: Event,
    event_as: Event,
) -> None:
    """Curves with bands."""


@component("vue/groups.vue")
def Groups(
    t: dict, lang: str, words: str, series: list, panels: list, dimension: str, dimensions: list, event_choose: Fields
) -> None:
    """Differences by group of citizens."""


@component("vue/scenarios.vue")
def Scenarios(
    t: dict,
    groups: list,
    broken: list,
    kept: list,
    event_load: Event,
    event_beside: Event,
    event_open: Event,
    event_drop: Event,
) -> None:
    """Scenarios as cards, and kept settings side by side."""


@component("vue/questions.vue")
def Questions(
    t: dict, where: str, questions: list, answers: dict, event_look: Fields, event_all: Event, event_limits: Event
) -> None:
    """Questions with guesses and answers, and links to what the model answered before."""


@component("vue/rules.vue")
def Rules(
    t: dict,
    lang: str,
    base: str,
    presets: list,
    matrix: dict,
    at: list,
    own_words: str,
    groups: list,
    event_start: Event,
    event_cell: Fields,
    event_set: Fields,
) -> None:
    """Presets, matrix and the seven groups of rules."""


@component("vue/about.vue")
def About(
    t: dict, assumptions: list, limits: list, patterns: list, outcomes: list, parameters: list, parameters_lead: str,
    evidence: dict,
) -> None:  # fmt: skip
    """Assumptions, limits, patterns, outcomes, parameters; `evidence` is the page that explains codes of sources."""


@component("vue/when.vue")
def When(
    t: dict,
    lang: str,
    key_: str,
    view: dict,
    choices: dict,
    others: list,
    others_words: str,
    series: list,
    heading: str,
    verdict: str,
    start: dict,
    drawing: dict,
    labels: dict,
    shares: list,
    certainty: str,
    apart: str,
    explained: dict,
    origin: dict,
    event_choose: Fields,
    event_open: Fields,
    event_limits: Event,
) -> None:
    """A map of the best way of governing over two conditions."""


@component("vue/town.vue")
def Town(
    t: dict,
    lang: str,
    key_: str,
    title: str,
    size: str,
    n: int,
    months: int,
    start: int,
    district_words: str,
    series: list,
    colouring: str,
    people: str,
    towns: list,
    ways: list,
    areas: list,
    sum_head: list,
    picked: int,
    who: str,
    stories: list,
    event_toggle: Event,
    event_colour: Event,
    event_pick: Event,
    event_limits: Event,
    event_month: Event,
) -> None:
    """One town month by month under several ways of governing, side by side."""


@component("vue/seen.vue")
def Seen(n: int) -> None:
    """Confirm change `n` to the page's outbox. It is the page's last component, so all that follows has arrived."""

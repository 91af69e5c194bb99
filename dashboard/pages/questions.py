"""Questions for a group: each visitor guesses before the answer is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara

from agents.errors import InputError
from dashboard.components.components import Questions
from dashboard.components.palette import in_text
from dashboard.content import show
from dashboard.content.questions import QUESTIONS, Question
from dashboard.content.results import Estimate, Results
from dashboard.limits import error_text
from dashboard.pages.parts.answers import answers
from dashboard.state import OWN, Settings
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from experiments.analysis.relevance import Size
from experiments.output.texts import label, number
from samskaping.language import Language

_WORDS = (
    "questions",
    "questions_lead",
    "limits_link",
    "higher",
    "lower",
    "same",
    "why_guess",
    "look",
    "guess_first",
    "see_all",
    "model_limits",
    "discuss",
    "because",
    "answers",
    "answers_lead",
    "objections",
    "other_answers",
    "claim",
)
_BY_ID = {question.id: question for question in QUESTIONS}


@solara.component
def QuestionsPage(visitor: Visitor) -> None:
    """The page."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    state = visitor.state.value
    language = state.language

    def look(what: dict[str, Any]) -> None:
        question, guess = _BY_ID.get(str(what.get("id"))), what.get("guess")
        if question is None or guess not in ("higher", "lower", "same"):
            return
        try:
            visitor.ask(question.id, guess, question.settings(visitor.settings))
        except InputError as error:
            visitor.refuse(error)

    def everything(id_: Any) -> None:
        if id_ in _BY_ID:
            settings = _BY_ID[id_].settings(visitor.settings)
            visitor.go(replace(visitor.state.peek(), settings=settings, page="compare"))

    shown = []
    for question in QUESTIONS:
        one: dict[str, Any] = question.described(language)
        guess, results = visitor.asked.get(question.id, ("", None))
        if results is not None and _same_town(results.settings, state.settings):
            one["said"] = held(question, guess, results, language)
            one["answer"] = answer(question, results, language)
        shown.append(one)
    Questions(
        t=words(language, *_WORDS),
        where=text("questions_where", language, where=show.heading(state.settings, language)),
        questions=shown,
        answers=answers(language),
        event_look=look,
        event_all=everything,
        event_limits=lambda *_: visitor.go(replace(visitor.state.peek(), page="about")),
    )


def _same_town(one: Settings, other: Settings) -> bool:
    """Return whether two settings are of the same town, size and repeats."""
    asked = replace(one, paradigms=other.paradigms, changes=other.changes, base=other.base, own=other.own)
    return asked == replace(other, scenario="", timeline=None, second="")


def held(question: Question, guess: str, results: Results, language: Language) -> str:
    """Return the visitor's guess, and once the answer is there, whether the guess held and by how much."""
    guessed = text("you_said", language, guess=text(guess, language))
    if results.error or not results.complete:
        return guessed
    outcome, (size, change, decimals) = show.OUTCOME[question.outcome], _found(question, results)
    towards = "higher" if change.mean > 0 else "lower"
    if size is Size.UNCERTAIN or (size is Size.POSSIBLE and guess in ("same", towards)):
        return f"{guessed} {text('guess_open', language)}"
    right = guess == ("same" if size is Size.NONE else towards)
    written = number(show.times_of(outcome) * float(change.mean), decimals, language, sign=True)
    difference = f"{written} {show.unit_words(outcome, language)}"
    slight = size is Size.NONE and guess == towards
    verdict = "guess_held" if right else "guess_slight" if slight else "guess_missed"
    return f"{guessed} {text(verdict, language, difference=difference.strip())}"


def _found(question: Question, results: Results) -> tuple[Size, Estimate, int]:
    """Return the size of the answer, the difference, and how many decimals it is written with."""
    outcome = show.OUTCOME[question.outcome]
    change = results.differences(outcome.name)[results.names[-1]]
    reference = float(results.at_the_end(outcome.name)[results.names[0]].mean)
    return show.graded(change, reference, outcome), change, show.decimals_of_row(outcome, reference)


def answer(question: Question, results: Results, language: Language) -> str:
    """Return the model's answer, or that it is being computed."""
    if results.error:
        return text("status_failed", language, why=error_text(results.error, language))
    if not results.complete:
        return text("computing", language)
    outcome = show.OUTCOME[question.outcome]
    first, last = results.names[0], results.names[-1]
    values, (size, change, decimals) = results.at_the_end(outcome.name), _found(question, results)
    times = show.times_of(outcome)
    settled, possible = ("higher", "higher_possible") if change.mean > 0 else ("lower", "lower_possible")
    verdict = {Size.NONE: "same", Size.UNCERTAIN: "open", Size.POSSIBLE: possible}.get(size, settled)
    return text(
        "model_says",
        language,
        verdict=text(verdict, language),
        outcome=f"{label(outcome, language)} ({show.unit_in_full(outcome, language)})",
        a=number(times * float(values[first].mean), decimals, language),
        b=number(times * float(values[last].mean), decimals, language),
        first=_way(first, language),
        last=_way(last, language),
        difference=number(times * float(change.mean), decimals, language, sign=True),
        interval=show.interval_words(change, decimals, language, times),
    )


def _way(name: str, language: Language) -> str:
    """Return the name of a way of governing in a sentence. A question's own rules are not those of the visitor."""
    return text("question_way", language) if name == OWN else in_text(name, language)

"""Questions for a group: each visitor guesses before the answer is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara

from agents.errors import InputError
from dashboard.components.components import Questions
from dashboard.components.palette import title
from dashboard.content import show
from dashboard.content.questions import QUESTIONS, Question
from dashboard.texts.common import text, words
from dashboard.visitor import Visitor
from experiments.output.texts import decimals_for, number
from samskaping.language import Language

_WORDS = (
    "questions",
    "questions_lead",
    "higher",
    "lower",
    "same",
    "why_guess",
    "look",
    "guess_first",
    "see_all",
    "model_limits",
    "discuss",
)
_BY_ID = {question.id: question for question in QUESTIONS}


@solara.component
def QuestionsPage(visitor: Visitor) -> None:
    """The page."""
    visitor.tick.value  # noqa: B018  redraws the page when results come in
    language = visitor.state.value.language
    nothing: dict[str, str] = {}
    guesses, set_guesses = solara.use_state(nothing)

    def look(what: dict[str, Any]) -> None:
        question, guess = _BY_ID.get(str(what.get("id"))), what.get("guess")
        if question is None or guess not in ("higher", "lower", "same"):
            return
        set_guesses({**guesses, question.id: guess})
        try:
            visitor.go(replace(visitor.state.peek(), settings=question.settings()))
        except InputError as error:
            visitor.refuse(error)

    def everything(id_: Any) -> None:
        if id_ in _BY_ID:
            visitor.go(replace(visitor.state.peek(), settings=_BY_ID[id_].settings(), page="compare"))

    shown = []
    for question in QUESTIONS:
        one: dict[str, Any] = question.described(language)
        if question.id in guesses:
            one["said"] = text("you_said", language, guess=text(guesses[question.id], language))
            one["answer"] = answer(question, visitor, language)
        shown.append(one)
    Questions(t=words(language, *_WORDS), questions=shown, event_look=look, event_all=everything)


def answer(question: Question, visitor: Visitor, language: Language) -> str:
    """Return the model's answer, or that it is being computed."""
    results = visitor.results_of(question.settings())
    if results is None:
        return text("computing", language)
    if not results.complete:
        return text("computing", language)
    outcome = show.OUTCOME[question.outcome]
    first, last = results.names[0], results.names[-1]
    values, change = results.at_the_end(outcome.name), results.differences(outcome.name)[last]
    decimals = decimals_for(float(values[first].mean))
    sign = "same" if change.low <= 0 <= change.high else "higher" if change.mean > 0 else "lower"
    return text(
        "model_says",
        language,
        verdict=text(sign, language),
        outcome=show.group_outcome(outcome.name, language)["label"],
        a=number(float(values[first].mean), decimals, language),
        b=number(float(values[last].mean), decimals, language),
        first=title(first, language, short=True),
        last=title(last, language, short=True),
        difference=number(float(change.mean), decimals, language, sign=True),
        interval=show.verdict(change, outcome, decimals, language)["interval"].split(". ")[-1],
    )

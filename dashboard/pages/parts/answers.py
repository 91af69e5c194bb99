"""What the model answered to the program's own questions: links to the page that the server has, with the verdicts."""

from __future__ import annotations

from functools import cache

from dashboard.pages.parts.documents import document
from dashboard.texts.common import text
from experiments.evidence.asking.question import shipped
from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.answers import kept_answer
from experiments.evidence.asking.report.names import names_of
from experiments.evidence.asking.report.words import verdict_word
from experiments.runs.versions import same_results
from samskaping.language import Language

OBJECTIONS = (
    "not-in-my-field", "erases-professionalism", "sneak-privatisation", "right-wing", "more-inequality",
    "destroys-the-welfare-state",
)  # fmt: skip
"""Questions of the program that are common objections to co-creation, as the lecture lists them."""


@cache
def answers(language: Language) -> dict[str, list[dict[str, str]]]:
    """Return title, claim, address and verdict of each answer that comes with the program: `objections`, and `others`.

    A verdict by a version of the model with other results is marked.
    """
    others = [name for name in shipped() if name not in OBJECTIONS]
    return {
        key: [_link(name, language) for name in names if kept_answer(name)]
        for key, names in (("objections", OBJECTIONS), ("others", others))
    }


def _link(name: str, language: Language) -> dict[str, str]:
    page = document("questions", language)
    assert page is not None
    question, answer = load_question(name), kept_answer(name)
    word = verdict_word({**answer, **names_of(question)}, language)
    if not same_results(answer["model"]):
        word = text("earlier_model", language, verdict=word)
    return page | {
        "title": question.title.text(language), "path": f"{page['path']}#{name}", "verdict": word[0].upper() + word[1:],
        "claim": question.claim.text(language),
    }  # fmt: skip

"""What pages show of a round, as plain data with texts in a language. Call it while the room is locked."""

from __future__ import annotations

import math
from typing import Any

from dashboard.classroom.roles import BY_ID, ROLES, START, Role
from dashboard.classroom.rounds import ANSWER, GUESSES, Guess, Round
from dashboard.classroom.tasks import LINK, ROLE_PLAY
from dashboard.classroom.work import Measured
from dashboard.components.palette import in_text
from dashboard.content.show import OUTCOME, validity
from dashboard.limits import error_text
from dashboard.state import OWN, Settings, State, to_link
from dashboard.texts.classroom import CLASS, ROLE
from dashboard.texts.common import text
from dashboard.texts.guide import QUESTION
from experiments.analysis.relevance import RELEVANT, Size
from experiments.council.amounts import amount, change, unit_for_readers
from experiments.council.findings import LEAST
from experiments.council.report_texts import TEXTS as REPORT
from experiments.output.texts import label
from samskaping.language import Language

DEBRIEF = ("debrief_1", "debrief_2", "debrief_3")


def round_view(one: Round, language: Language) -> dict[str, Any]:
    """Return everything about a round that does not depend on who looks at it."""
    first, last = ways(one, language)
    work = one.work
    answer = work.answer if work is not None and work.answer is not None else ()
    return {
        "number": one.number,
        "step": one.step,
        "roles": one.is_role_play,
        "title": title(one, language),
        "story": _story(one, language),
        "discuss": _discuss(one, language),
        "first": first,
        "last": last,
        "answered": len(one.guesses),
        "histograms": [histogram(one, outcome, language) for outcome in one.task.outcomes],
        "rows": [row(found, one, language) for found in answer if one.step == ANSWER],
        "sentences": [sentence(found, one, language) for found in guessed(one)] if one.step == ANSWER else [],
        "computing": work is not None and not work.done,
        "share": 0 if work is None else round(100 * work.progress()),
        "ready": bool(answer),
        "error": "" if work is None or work.error is None else error_text(work.error, language),
        "reasons": [{"id": g.id, "text": g.reason, "hidden": g.hidden} for g in one.reasons()],
        "reasons_shown": one.reasons_shown,
        "teams": [team_view(role, one, language) for role in ROLES] if one.is_role_play else [],
        "committed": bool(one.committed),
        "link": to_link(State(settings_of(one), language=language)),
        "made_of": made_of(settings_of(one), language),
    }


def settings_of(one: Round) -> Settings:
    """Return the comparison that the round computes: in a role round that of the decisions, once there are any."""
    return one.task.settings if one.work is None else one.work.settings


def made_of(settings: Settings, language: Language) -> str:
    """Return town, size and seeds in a sentence, and warnings where results are not valid for the town or the time."""
    values = {"from": settings.first_seed, "to": settings.first_seed + settings.seeds - 1}
    words = CLASS(
        "made_of", language, town=settings.place.name, citizens=settings.citizens, months=settings.months, **values
    )
    return f"{words} {validity(settings, language)}".rstrip()


def ways(one: Round, language: Language) -> tuple[str, str]:
    """Return the names of the two ways of governing that a round compares, as a table's heads have them."""
    first, last = (name[:1].upper() + name[1:] for name in ways_in_text(one, language))
    return first, last


def ways_in_text(one: Round, language: Language) -> tuple[str, str]:
    """Return the names of the two ways of governing as they stand in a sentence."""
    own = "own_way" if one.is_role_play else "chosen_way"
    names = one.task.settings.paradigms
    first, last = (CLASS(own, language) if name == OWN else in_text(name, language) for name in (names[0], names[-1]))
    return first, last


def title(one: Round, language: Language) -> str:
    """Return the round's title."""
    first, last = ways_in_text(one, language)
    if one.task.id == LINK:
        return CLASS("task_link", language, first=first, last=last)
    return CLASS("task_roles", language) if one.is_role_play else QUESTION(f"{one.task.id}.title", language)


def task_title(id_: str, base: Settings, again: bool, language: Language) -> str:
    """Return what a leader chooses among."""
    if id_ == ROLE_PLAY:
        return CLASS("task_roles_again" if again else "task_roles", language)
    if id_ == LINK:
        first, last = (in_text(name, language) for name in (base.paradigms[0], base.paradigms[-1]))
        return CLASS("task_link", language, first=first, last=last)
    return QUESTION(f"{id_}.title", language)


def _story(one: Round, language: Language) -> str:
    first, last = ways_in_text(one, language)
    if one.task.id == LINK:
        return CLASS("task_link_story", language, first=first, last=last)
    if one.is_role_play:
        again = one.start != {choice.id: choice.start for role in ROLES for choice in role.choices}
        key = "roles_story_again" if again else "roles_story"
        return CLASS(key, language, start=in_text(START, language))
    return QUESTION(f"{one.task.id}.story", language)


def _discuss(one: Round, language: Language) -> list[str]:
    if one.task.id == LINK:
        return [CLASS("task_link_discuss", language)]
    if one.is_role_play:
        return [CLASS(key, language) for key in DEBRIEF]
    return [QUESTION(f"{one.task.id}.discuss", language)]


def prompt(one: Round, outcome: str, language: Language) -> str:
    """Return the sentence that a guess completes."""
    first, last = ways_in_text(one, language)
    name = label(OUTCOME[outcome], language).lower()
    if one.task.id == LINK:
        return CLASS("task_link_guess", language, first=first, last=last, outcome=name)
    if one.is_role_play:
        return CLASS("roles_guess", language, start=first, outcome=name)
    return QUESTION(f"{one.task.id}.guess", language)


def guess_word(guess: str, language: Language) -> str:
    """Return "higher", "lower" or "about the same" in a language."""
    return text(guess, language)


def guessed(one: Round) -> list[Measured]:
    """Return the measured outcomes that phones guessed, in order; none before there is an answer."""
    answer = one.work.answer if one.work is not None and one.work.answer is not None else ()
    by_name = {found.outcome: found for found in reversed(answer) if not found.fifth}
    return [by_name[outcome] for outcome in one.task.outcomes if outcome in by_name]


def histogram(one: Round, outcome: str, language: Language) -> dict[str, Any]:
    """Return the counts of guesses about an outcome; with the answer, which of them agree with it."""
    counts = one.counts(outcome)
    total = sum(counts.values())
    found = next((f for f in guessed(one) if f.outcome == outcome), None) if one.step == ANSWER else None
    team = next((ROLE(role.id, language) for role in ROLES if one.is_role_play and role.guessed == outcome), "")
    rows: list[dict[str, Any]] = [
        {
            "guess": guess,
            "label": guess_word(guess, language),
            "n": counts[guess],
            "share": round(100 * counts[guess] / total) if total else 0,
            "agrees": found is not None and found.agrees(guess),
            "answer": found is not None and found.guess == guess,
        }
        for guess in GUESSES
    ]
    agree = sum(r["n"] for r in rows if r["agrees"])
    return {
        "outcome": outcome,
        "label": label(OUTCOME[outcome], language),
        "prompt": prompt(one, outcome, language),
        "caption": label(OUTCOME[outcome], language) if one.is_role_play else prompt(one, outcome, language),
        "team": team,
        "rows": rows,
        "total": total,
        "agree": CLASS("agree_n", language, n=agree, all=total) if found is not None and total else "",
    }


def row(found: Measured, one: Round, language: Language) -> dict[str, Any]:
    """Return a measured outcome as a row of the table of results."""
    outcome = OUTCOME[found.outcome]
    name = label(outcome, language)
    if found.fifth:
        name = CLASS("of_fifth_least" if found.fifth == LEAST else "of_fifth_most", language, outcome=name)
    return {
        "outcome": found.outcome,
        "label": name,
        "unit": unit_for_readers(outcome, language),
        "first": amount(outcome, found.first, language),
        "last": amount(outcome, found.last, language),
        "change": change(outcome, found.difference, found.low, found.high, language),
        "size": size_words(found, language),
        "matters": found.size.matters,
        "tone": _tone(found),
        "plot": plot(found),
        "guessed": found.outcome in one.task.outcomes and not found.fifth,
        "teams": [ROLE(r.id, language) for r in ROLES if one.is_role_play and found.outcome in r.outcomes]
        if not found.fifth
        else [],
    }


WIDE = 8.0
"""Smallest relevant effects on each side of a row's picture."""


def plot(found: Measured) -> dict[str, float]:
    """Return where a difference, its interval and what is too small to matter lie in a picture 100 wide.

    Zero is in the middle. What is further out than the picture lies on its edge; so does an interval that is missing.
    """
    smallest = RELEVANT[found.outcome].at(found.first) or math.inf

    def at(value: float) -> float:
        times = value / smallest if math.isfinite(value) else 0.0
        return round(50.0 + 50.0 * max(-WIDE, min(WIDE, times)) / WIDE, 1)

    return {
        "mean": at(found.difference), "low": at(found.low), "high": at(found.high), "less": at(-smallest),
        "more": at(smallest),
    }  # fmt: skip


def _tone(found: Measured) -> str:
    """Return "better" or "worse" for a difference that matters and that most people would call so."""
    better = OUTCOME[found.outcome].better
    if not found.size.matters or better == "neither":
        return ""
    return "better" if (found.difference > 0) == (better == "higher") else "worse"


def size_words(found: Measured, language: Language) -> str:
    """Return how large a difference is, in words, with its direction where it has one."""
    words = REPORT(found.size.value, language)
    if found.size in (Size.NONE, Size.UNCERTAIN):
        return words
    return f"{guess_word(found.guess, language)}: {words}"


def sentence(found: Measured, one: Round, language: Language) -> dict[str, str]:
    """Return the answer about one outcome: its name, the guess that it agrees with, and a sentence with the numbers."""
    outcome = OUTCOME[found.outcome]
    first, last = ways_in_text(one, language)
    written = CLASS(
        "answer_sentence",
        language,
        first=amount(outcome, found.first, language),
        last=amount(outcome, found.last, language),
        first_name=first,
        last_name=last,
        unit=unit_for_readers(outcome, language),
        change=change(outcome, found.difference, found.low, found.high, language),
        size=REPORT(found.size.value, language),
    )
    return {
        "outcome": found.outcome,
        "about": CLASS("answer_about", language, outcome=label(outcome, language).lower()),
        "verdict": guess_word(found.guess, language),
        "text": " ".join(written.split()).replace(" ,", ","),
    }


def team_view(role: Role, one: Round, language: Language) -> dict[str, Any]:
    """Return a team: its choices with the option that holds and the votes so far, and whether anybody voted."""
    tally = one.tally(role.id)
    held = one.committed or one.start
    choices = []
    for choice in role.choices:
        options = [
            {
                "name": option.name,
                "label": ROLE(f"{choice.id}.{option.name}", language),
                "now": one.start.get(choice.id) == option.name,
                "votes": tally[choice.id][option.name],
            }
            for option in choice.options
        ]
        choices.append(
            {
                "id": choice.id,
                "title": ROLE(choice.id, language),
                "options": options,
                "held": ROLE(f"{choice.id}.{held[choice.id]}", language),
                "changed": held[choice.id] != one.start[choice.id],
            }
        )
    return {
        "id": role.id,
        "title": ROLE(role.id, language),
        "choices": choices,
        "guessed": label(OUTCOME[role.guessed], language).lower(),
        "answered": sum(guess.team == role.id for guess in one.guesses.values()),
        "voted": any(n for counts in tally.values() for n in counts.values()),
    }


def own_view(one: Round, guess: Guess | None, team: str, language: Language) -> dict[str, Any]:
    """Return what one phone sees of its own part in a round."""
    outcomes = (BY_ID[team].guessed,) if one.is_role_play and team else () if one.is_role_play else one.task.outcomes
    given = {} if guess is None else guess.by_outcome
    by_name = {found.outcome: found for found in guessed(one)} if one.step == ANSWER else {}
    return {
        "asked": [
            {
                "outcome": outcome,
                "prompt": prompt(one, outcome, language),
                "options": [
                    {"guess": g, "label": guess_word(g, language), "on": given.get(outcome) == g} for g in GUESSES
                ],
                "given": guess_word(given[outcome], language) if outcome in given else "",
                "agrees": by_name[outcome].agrees(given[outcome]) if outcome in given and outcome in by_name else None,
            }
            for outcome in outcomes
        ],
        "reason": "" if guess is None else guess.reason,
        "votes": {} if guess is None else dict(guess.votes),
        "sent": guess is not None,
    }

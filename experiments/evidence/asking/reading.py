"""Reads question files, and checks every part of them against the model and against each other.

Every fault is refused before anything runs, with file, key, reason and the nearest name.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, shown, suggestion
from experiments.analysis.relevance import Relevant
from experiments.defaults import VALID_CITIZENS
from experiments.design.factors import RUN_KEYS, check_name, checked_value, timed
from experiments.design.own_files import code_of, with_paradigms
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.kinds.values import mapping, names, number
from experiments.evidence.asking.question import (
    CONTROL,
    FOLDER,
    TODAY,
    Condition,
    Derived,
    Protocol,
    Question,
    Robust,
    known,
    shipped,
)  # fmt: skip
from experiments.own.collection import NO_FILES, Own
from experiments.reading import text_of, toml_of
from experiments.runs.arms import read_arms, whole_arms
from experiments.runs.arms.timeline import check_arms
from experiments.runs.arms.values import parameters_of, rules_of
from experiments.runs.run import MOST_MONTHS, integer
from experiments.runs.timeline import of_arms, read_timeline
from model.aliases import current_names
from model.outcomes.outcomes import OUTCOMES
from model.timeline.change import at
from model.town.municipalities import LARGEST, SMALLEST, municipality
from samskaping.language import Message, Versions, languages
from samskaping.registry import installed

if TYPE_CHECKING:
    from experiments.evidence.asking.shape import Derived as DerivedKeys
    from experiments.evidence.asking.shape import Protocol as ProtocolKeys
    from experiments.evidence.asking.shape import Robust as RobustKeys

LARGEST_SEED = 2**31


def load_question(given: str | Path) -> Question:
    """Return a question that comes with the program, by name, or the one in a user's own file.

    Raises:
        InputError: there is no such question, or its file is not valid.
    """
    own = Path(given)
    if own.suffix != ".toml" and len(own.parts) == 1:
        there = {**installed("question"), **shipped()}
        if str(given) not in there:
            raise InputError(
                "unknown question {name!r}; valid: {names}, or the path of a TOML file{hint}",
                name=str(given), names=", ".join(there), hint=suggestion(str(given), there),
            )  # fmt: skip
        own = there[str(given)]
    try:
        text = text_of(own, Message("the question file"))
    except FileNotFoundError:
        raise InputError(
            "there is no question file {path}{hint}", path=own, hint=suggestion(own.stem, shipped())
        ) from None
    return question_of(text, own.stem, own.name if own.parent == FOLDER else str(own))


def question_of(text: str, name: str, where: str, own: Own = NO_FILES, code: bool = True) -> Question:
    """Return the question in a TOML text.

    Args:
        text: as in a question file.
        name: of the question.
        where: the file; it begins messages, and paths in the text are relative to its folder.
        own: files that are used instead of those that the text names.
        code: whether files of code that the text names may run.

    Raises:
        InputError: the question is not valid.
    """
    from experiments.evidence.asking.shape import File
    from experiments.shapes import by_language, read_table

    content = toml_of(text, where)
    file = read_table(File, content, where)
    kept, own = code_of({"outcomes": file.outcomes, "mechanisms": file.mechanisms}, own, Path(where).parent,
                        lambda key: f"{where}: {key}", code)  # fmt: skip
    tables, own = with_paradigms(file.arms, "base", own, where)
    timeline, own = with_paradigms(file.timeline, "paradigm", own, where)
    try:
        town, own = own.named("town", file.protocol.municipality, Path(where).parent)
        arms = whole_arms(read_arms(tables)) if tables is not None else ()
        conditions = _conditions(file.conditions)
        known_outcomes = {**_MODEL, **own.outcomes}
        derived = {one.name: _derived(one, known_outcomes) for one in file.derived}
        outcomes = _outcomes(kept, [*known_outcomes, *derived])
        kind, rule = _rule(file.rule)
        question = Question(
            name=name,
            title=Versions(by_language(file, "title_")),
            claim=Versions(by_language(file, "claim_")),
            fails=Versions(by_language(file, "fails_")),
            note=Versions(by_language(file, "note_")) if file.note_en else None,
            source=file.source,
            arms=arms,
            conditions=conditions,
            outcomes=outcomes,
            sre=_sre(file.sre, outcomes),
            protocol=_protocol(file.protocol, own.town(town)),
            robust=None if file.robust is None else _robust(file.robust),
            sampled=_sampled(file.sampled),
            derived=derived,
            timeline=read_timeline(timeline, "[[timeline]]"),
            words=_words(file.words),
            kind=kind,
            rule=rule,
            sha256=hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest(),
            decided_by=_hash({key: content.get(key) for key in ("rule", "sre", "sampled", "derived")}),
            text=text,
            own=own,
        )
        _check(question)
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    return question


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _conditions(given: Any) -> dict[str, Condition]:
    from experiments.evidence.asking.shape import Condition as Shape
    from experiments.shapes import by_language, read_table

    found = {}
    for name, table in mapping(given, "conditions").items():
        where = f"[conditions.{name}]"
        one = read_table(Shape, table, where)
        if any(sign in name for sign in "@+,= "):
            raise InputError("{where}: a condition's name has no space and none of @ + , =", where=where)
        start = {}
        for key, value in current_names(mapping(one.start, "start"), "setting").items():
            check_name(key, f"{where} start")
            if key in RUN_KEYS or key.startswith("rules."):
                raise InputError(
                    "{where}: start holds parameters; {key} is none. Rules stand in rules", where=where, key=key
                )
            start[key] = checked_value(key, value, f"{where} start")
        try:
            found[name] = Condition(
                name, Versions(by_language(one, "title_")), start, parameters_of(one.parameters), rules_of(one.rules)
            )
        except InputError as error:
            raise InputError("{where}: {error}", where=where, error=error) from None
    return found or {TODAY: Condition(TODAY, Versions({"en": "As today", "nb": "Som i dag"}))}


def _derived(one: DerivedKeys, outcomes: Collection[str]) -> Derived:
    by_sum = one.sum is not None and one.over is not None
    by_price = one.base is not None and one.top is not None and one.price is not None
    if by_sum == by_price:
        raise InputError(
            "derived outcome {name}: give sum and over (lists of outcomes), or base, top and price", name=one.name
        )
    made = (
        Derived(one.name, names(one.sum, "sum"), names(one.over, "over"))
        if by_sum
        else Derived(one.name, base=str(one.base), top=str(one.top), price=number(one.price, "price"))
    )
    for name in made.needs:
        known(Message("outcome"), name, outcomes)
    if one.name in outcomes:
        raise InputError("derived outcome {name}: the model has an outcome with that name", name=one.name)
    return made


_MODEL = {outcome.name: outcome for outcome in OUTCOMES}


def _outcomes(given: Any, valid: Collection[str]) -> tuple[str, ...]:
    found = () if given == [] else names(given, "outcomes")
    for name in found:
        known(Message("outcome"), name, valid)
    return found


def _sre(given: Any, outcomes: Sequence[str]) -> dict[str, Relevant]:
    found = {}
    for name, value in mapping(given, "sre").items():
        known(Message("outcome"), name, outcomes)
        relative = isinstance(value, str) and value.strip().endswith("%")
        try:
            size = float(value.strip()[:-1]) / 100 if relative else number(value, f"sre.{name}")
        except ValueError:
            size = 0.0
        if not 0 < size < math.inf:
            raise InputError(
                "sre.{name} = {value} is not valid: give a number above 0, or a share such as '3 %'",
                name=name, value=shown(value),
            )  # fmt: skip
        found[name] = Relevant(size, relative)
    return found


def _protocol(given: ProtocolKeys, town: Any) -> Protocol:
    seeds = integer("protocol.seeds", given.seeds, 1, 10_000)
    return Protocol(
        municipality(town).name,
        None if given.citizens is None else integer("protocol.citizens", given.citizens, SMALLEST, LARGEST),
        integer("protocol.months", given.months, 1, MOST_MONTHS),
        integer("protocol.first_seed", given.first_seed, 1, LARGEST_SEED),
        seeds,
        integer("protocol.most_seeds", given.most_seeds, seeds, 10_000),
    )


def _robust(given: RobustKeys) -> Robust:
    citizens = VALID_CITIZENS if given.citizens is None else given.citizens
    return Robust(
        integer("robust.points", given.points, 1, 100_000),
        integer("robust.seeds", given.seeds, 1, 1000),
        integer("robust.first_seed", given.first_seed, 1, LARGEST_SEED),
        integer("robust.citizens", citizens, SMALLEST, LARGEST),
    )


def _sampled(given: Any) -> dict[str, tuple[float, float]]:
    from experiments.design.factors import read_factor

    found = {}
    for name, ends in mapping(given, "sampled").items():
        factor = read_factor(name, ends, f"sampled.{name}")
        if not factor.sampled:
            raise InputError("sampled.{name}: give a range, {{ low = ..., high = ... }}", name=name)
        found[name] = (factor.low, factor.high)
    return found


def _words(given: Any) -> dict[str, dict[str, str]]:
    found = {}
    for code, words in mapping(given, "words").items():
        known(Message("language"), code, languages())
        for name, text in mapping(words, f"words.{code}").items():
            if not isinstance(text, str):
                raise InputError(
                    "words.{code}.{name} = {text} is not valid: it must be a text",
                    code=code, name=name, text=shown(text),
                )  # fmt: skip
        found[code] = dict(words)
    return found


def _rule(given: Any) -> tuple[str, Any]:
    from experiments.shapes import read_table

    table = dict(mapping(given, "rule"))
    if "kind" not in table:
        raise InputError("[rule] 'kind' is missing; valid: {names}", names=", ".join(KINDS))
    kind = table.pop("kind")
    known(Message("kind of rule"), kind, KINDS)
    return kind, KINDS[kind].read(read_table(KINDS[kind].Shape, table, "[rule]"))


def _check(question: Question) -> None:
    """Raise `InputError` where parts of a question do not fit each other."""
    KINDS[question.kind].check(question)
    if question.kind == "cannot":
        return
    if not question.arms:
        raise InputError("arms is missing: a question compares arms, in tables headed [[arms]]")
    if not any(arm.base_name == CONTROL for arm in question.arms):
        raise InputError(
            "no arm has base = {control!r}: add one, to separate co-creation from good administration alone",
            control=CONTROL,
        )
    if any(arm.areas for arm in question.arms) and any(one.rules for one in question.conditions.values()):
        raise InputError("conditions with rules cannot be combined with arms that have areas")
    for name in question.outcomes:
        if name not in question.sre:
            raise InputError("sre.{name} is missing: the smallest relevant effect on each outcome", name=name)
    for condition in question.conditions.values():
        for name in {*condition.start, *condition.parameters} & set(question.sampled):
            raise InputError("{name} is in both [sampled] and a condition; leave it in one of them", name=name)
    _check_timeline(question)
    _check_arms(question)


def _check_timeline(question: Question) -> None:
    """Raise `InputError` for a change that no run would reach, or that fits no arm."""
    of_arms(question.timeline, [arm.name for arm in question.arms])
    for change in question.timeline:
        if change.month > question.protocol.months:
            raise at(
                InputError("it is after the last month, protocol.months = {months}", months=question.protocol.months),
                change,
            )
    names = [change.name for change in question.timeline if change.name]
    for name in question.sampled:
        if (found := timed(name)) is not None and names.count(found[0]) != 1:
            raise InputError(
                "sampled.{name}: the timeline needs one change with name = {change!r}{hint}",
                name=name, change=found[0], hint=suggestion(found[0], names),
            )  # fmt: skip


def _check_arms(question: Question) -> None:
    """Raise `InputError` where rules of an arm, of a condition and of the timeline cannot be in force together."""
    joined = (cell.partition("@")[2] for cell in KINDS[question.kind].cells(question))
    for name in dict.fromkeys([*question.conditions, *joined]):
        condition = question.condition(name)
        arms = [
            replace(arm, rules={**arm.rules, **condition.rules}, parameters={**arm.parameters, **condition.parameters})
            for arm in question.arms
        ]
        try:
            check_arms(arms, question.own.split(condition.start)[1], question.timeline)
        except InputError as error:
            if list(question.conditions) == [TODAY]:
                raise
            where = f"[conditions.{condition.name}]"
            raise InputError("{where}: {error}", where=where, error=error) from None

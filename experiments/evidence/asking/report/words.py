"""The paragraph that sums up an answer, and the words for its verdicts, in every language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.analysis.relevance import LARGE, MEDIUM
from experiments.evidence.asking.report.limits import best_of, by_one_alone, limit_of_all, verdict_key
from experiments.evidence.asking.report.names import Names, number, percent, written
from experiments.evidence.asking.report.texts import TEXTS
from experiments.evidence.asking.verdicts import REJECTED, UNDECIDED, UPHELD, VERDICTS, Judged, Row
from experiments.output.texts import number as fixed
from samskaping.language import Language, languages

CANNOT = "cannot"
"""The kind of a question that the model cannot represent."""

_OF_A_WEIGHT = 4  # decimals: the smallest are of chance alone

_MOST_STANDING = 2  # tests that speak for a claim which is rejected, in the paragraph


def paragraphs(
    answer: Mapping[str, Any], judged: Judged, robust: Mapping[str, Any] | None, pilot: bool
) -> dict[str, str]:  # fmt: skip
    """Return the paragraph of an answer in every language; `answer` holds its names as `Names` reads them."""
    return {code: _paragraph(answer, judged, robust, pilot, code) for code in languages()}


def _paragraph(
    answer: Mapping[str, Any], judged: Judged, robust: Mapping[str, Any] | None, pilot: bool, language: Language
) -> str:
    names = Names(answer, language)
    whole = {**answer, "verdict": judged.verdict, "groups": [vars(group) for group in judged.groups]}
    found = [verdict_line(whole, language)]
    for key, values in judged.notes:
        texts = {
            name: percent(value, language) if isinstance(value, float) else value for name, value in values.items()
        }
        found.append(TEXTS(key, language, **texts))
    counting = [group for group in judged.groups if group.counts]
    if judged.combine == "split" and len({group.verdict for group in counting}) > 1:
        found.append(TEXTS("split", language, **_counts([group.verdict for group in counting])))
    rows = [row for row in judged.rows if row.decides and any(g.counts and g.name == row.group for g in judged.groups)]
    if rows:
        found += [_tests(rows, whole, language), *_best(whole, rows, names, language)]
        ends = sorted((row for row in rows if not math.isnan(_distance(row))), key=_distance)
        standing = [row for row in ends if row.verdict == UPHELD and row.precision and not row.exact]
        standing = [row for row in standing if row.group not in answer.get("limits", {})]
        if judged.verdict == REJECTED and standing:
            found += [_end("stands_out", row, names, language) for row in standing[: -_MOST_STANDING - 1 : -1]]
        elif ends and ends[-1].mean > ends[-1].threshold:
            found.append(_end("strongest_for", ends[-1], names, language))
        if ends and ends[0].mean <= ends[0].threshold:
            found.append(_end("strongest_against", ends[0], names, language))
    found += _extra(judged.extra, judged.rows, names, language)
    if robust:
        low, high = (percent(end, language) for end in robust["interval"])
        found.append(TEXTS("robust", language, n=holding(robust), points=robust["points"], low=low, high=high))
    if pilot and answer["kind"] != CANNOT:
        found.append(TEXTS("pilot", language))
    return " ".join(found)


def without_verdict(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the paragraph of an answer, in every language, without the sentence that gives the verdict."""
    found = {}
    for code, text in answer["paragraph"].items():
        for line in verdict_lines(answer, code):
            text = text.removeprefix(line)
        found[code] = text.strip()
    return found


def verdict_line(answer: Mapping[str, Any], language: Language) -> str:
    """Return the sentence that gives the verdict."""
    if _limit(answer):
        return TEXTS("limit_line", language, verdict=verdict_word(answer, language))
    return TEXTS("cannot_line" if answer["kind"] == CANNOT else f"{answer['verdict']}_line", language)


def verdict_lines(answer: Mapping[str, Any], language: Language) -> list[str]:
    """Return the sentences that may give the verdict: of this version, and of answers that were made before it."""
    return [verdict_line(answer, language), *(TEXTS(f"{verdict}_line", language) for verdict in (*VERDICTS, CANNOT))]


def _best(answer: Mapping[str, Any], rows: Sequence[Row], called: Names, language: Language) -> list[str]:
    """Return which alternatives are best, and which stay within the limit, where all parts have a limit."""
    found = best_of(answer.get("limits", {}), [vars(row) for row in rows])
    if not _limit(answer) or not found:
        return []
    arms = dict.fromkeys(_arm(cell) for one in found for cell in (one.best, one.claimed))
    counts = {arm: sum(_arm(one.best) == arm for one in found) for arm in arms}
    listed = [TEXTS("best_in", language, name=called(arm), n=n, all=len(found)) for arm, n in counts.items()]
    sentences = [TEXTS("best", language, names="; ".join(listed))]
    always = [arm for arm in map(_arm, found[0].within)
              if arm not in counts and all(arm in map(_arm, one.within) for one in found)]  # fmt: skip
    if always:
        limit = written(found[0].limit, False, language).lstrip("+")
        sentences.append(TEXTS("within", language, limit=limit, names="; ".join(map(called, always))))
    return sentences


def _arm(cell: str) -> str:
    return cell.partition("@")[0]


def _extra(extra: Mapping[str, Any], rows: Sequence[Row], called: Names, language: Language) -> list[str]:
    found = []
    if extra.get("parts"):
        shares = [f"{called(one['outcome'])} {percent(one['share'], language)}" for one in extra["parts"]]
        found.append(TEXTS("parts", language, parts=", ".join(shares)))
    if extra.get("box") and rows:
        limits = ", ".join(
            f"{one['name']} {number(one['low'], language)}–{number(one['high'], language)}" for one in extra["box"]
        )
        found.append(TEXTS("box", language, box=limits, lift=number(rows[0].mean, language)))
    if "weights" in extra:
        weights = {called(name): fixed(value, _OF_A_WEIGHT, language) for name, value in extra["weights"].items()}
        names = ", ".join(f"{name} ({weight})" for name, weight in weights.items())
        found.append(TEXTS("weights", language, names=names))
    if "chosen" in extra:
        found.append(TEXTS("chosen", language, names=", ".join(map(called, sorted(set(extra["chosen"].values()))))))
    return found


def verdict_word(answer: Mapping[str, Any], language: Language) -> str:
    """Return what a verdict is called; a question that the model cannot represent has none."""
    return TEXTS(
        "cannot_word" if answer["kind"] == CANNOT else verdict_key(answer["verdict"], _limit(answer)), language
    )


def group_word(answer: Mapping[str, Any], group: Mapping[str, Any], language: Language) -> str:
    """Return what the verdict of a part is called."""
    limit = answer.get("limits", {}).get(group["name"])
    word = TEXTS(verdict_key(group["verdict"], limit), language)
    tests = [row["verdict"] for row in answer["rows"] if row["decides"] and row["group"] == group["name"]]
    if limit and by_one_alone(group["verdict"], limit, tests):
        return TEXTS("than_one", language, verdict=word)
    return word


def row_word(answer: Mapping[str, Any], row: Mapping[str, Any], language: Language) -> str:
    """Return what the verdict of a test is called."""
    return TEXTS(verdict_key(row["verdict"], answer.get("limits", {}).get(row["group"])), language)


def _limit(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the limit that a whole answer is within; None where it has none, or is not upheld."""
    return limit_of_all(answer, answer["groups"]) if answer["verdict"] == UPHELD else None


def holding(robust: Mapping[str, Any]) -> int:
    """Return at how many of the sampled points the claim holds."""
    return round(robust["share"] * robust["points"])


def _tests(rows: Sequence[Row], answer: Mapping[str, Any], language: Language) -> str:
    """Return how many tests speak for the claim, against it, and neither."""
    if limit := limit_of_all(answer, answer["groups"]):
        words = {word: TEXTS(verdict_key(one, limit), language) for word, one in (("good", UPHELD), ("bad", REJECTED))}
        return TEXTS("tests_limit", language, n=len(rows), **words, **_counts([row.verdict for row in rows]))
    return TEXTS("tests", language, n=len(rows), **_counts([row.verdict for row in rows]))


def _counts(verdicts: list[str]) -> dict[str, int]:
    return {
        key: verdicts.count(verdict) for key, verdict in (("up", UPHELD), ("down", REJECTED), ("open", UNDECIDED))
    }  # fmt: skip


def _distance(row: Row) -> float:
    return (row.mean - row.threshold) / _smallest(row)


def _smallest(row: Row) -> float:
    """Return the smallest relevant effect of a test, 1 where it has none."""
    return 3 * row.precision if row.precision else 1.0


def _end(key: str, row: Row, names: Names, language: Language) -> str:
    value, low, high, threshold = (names.value(one, vars(row)) for one in (row.mean, row.low, row.high, row.threshold))
    if not row.exact:
        value = TEXTS("interval", language, value=value, low=low, high=high)
    size = (
        "large" if row.mean >= LARGE * _smallest(row) else "medium" if row.mean >= MEDIUM * _smallest(row) else "small"
    )
    return TEXTS(key, language, name=names.row(vars(row)), size=TEXTS(size, language), value=value, threshold=threshold)

"""The paragraph that sums up an answer, and the words of its tables, in every language."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from experiments.analysis.relevance import LARGE, MEDIUM
from experiments.evidence.asking.report.limits import best_of, by_one_alone, limit_of_all, limits_of, verdict_key
from experiments.evidence.asking.verdicts import REJECTED, UNDECIDED, UPHELD, VERDICTS, Judged, Row
from experiments.output.texts import label
from experiments.output.texts import number as fixed
from experiments.output.texts_sources import source_of
from samskaping.language import SOURCE, Language, Texts, in_nearest, languages, localised, preferred

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.runs.arms import Arm

CANNOT = "cannot"
"""The kind of a question that the model cannot represent."""

_MOST_STANDING = 2  # tests that speak for a claim which is rejected, in the paragraph

_OF_A_WEIGHT = 4  # decimals: the smallest are of chance alone

TEXTS = Texts(
    "experiments.asking",
    {
        "titled": "'{title}'",
        "upheld": "upheld",
        "rejected": "rejected",
        "undecided": "undecided",
        "cannot_word": "cannot be answered with the model",
        "not_worse": "not relevantly worse",
        "worse": "relevantly worse",
        "not_better": "not relevantly better",
        "better": "relevantly better",
        "not_lower": "not relevantly lower",
        "lower": "relevantly lower",
        "not_higher": "not relevantly higher",
        "higher": "relevantly higher",
        "than_one": "{verdict} than at least one",
        "upheld_line": "The claim is upheld.",
        "rejected_line": "The claim is rejected.",
        "undecided_line": "The claim is undecided.",
        "cannot_line": "The question cannot be answered with the model.",
        "limit_line": "What the claim puts first is {verdict} than the others.",
        "tests": "Of {n} tests, {up} went for the claim, {down} went against it and {open} stayed undecided.",
        "stands_out": "The whole claim is rejected, but this test holds, with a {size} difference: “{name}”, {value}; "
        "the claim needs {threshold}.",
        "tests_limit": "Of {n} tests, {up} came out “{good}”, {down} “{bad}” and {open} undecided.",
        "best": "Not worse does not mean best. Best by point estimate: {names}.",
        "best_in": "{name} (in {n} of {all})",
        "within": "Also less than {limit} behind the best in every part: {names}.",
        "large": "large",
        "medium": "medium",
        "small": "small",
        "split": "Parts of the claim have different answers: {up} upheld, {down} rejected, {open} undecided.",
        "strongest_for": "Most in favour: “{name}”, {value}; the claim needs {threshold}.",
        "strongest_against": "Most against: “{name}”, {value}; the claim needs {threshold}.",
        "interval": "{value} (95 % interval {low} to {high})",
        "robust": "The claim held in {n} of {points} randomly drawn sets of assumptions (95 % interval {low} to "
        "{high}).",
        "pilot": "This is a pilot with few runs. It shows that the question can be run, and decides nothing.",
        "cannot": "The model cannot represent this: {reason}",
        "scaling": "The two scalings of the goals disagree, so the scaling decides and not the weightings.",
        "base_rate": "Success is met at {share} of the points. Outside 15 to 85 % no box is sought.",
        "no_box": "No box was found: {why}",
        "box": "In the box {box}, success is {lift} times as frequent as among all points.",
        "weights": "The obstacles, largest first: {names}.",
        "chosen": "Chosen on half of the seeds: {names}.",
        "shown": "shown only",
        "gate": "must hold first",
        "shut": "does not apply",
        "either way": "either way",
        "first": "first",
        "not first": "not first",
        "pilot_word": "pilot",
        "row_joint": "{name} better and cheaper, share of seeds: {outcome}",
        "row_weightings": "share of weightings: {name}",
        "all": "all",
        "ranks": "ranking",
        "top": "same three first, share of bootstraps",
        "tau": "Kendall's tau between halves",
        "lift": "lift in the other half",
        "question": "Question",
        "part": "Part",
        "verdict": "Verdict",
        "verdict_pilot": "Verdict of a pilot, which decides nothing",
        "test": "Test",
        "value": "Value",
        "needs": "Needed",
        "robust_share": "Robust share",
        "more": "{n} further tests are in {file}, but do not count in the verdict.",
        "changed": "The rule has changed since runs were made: {question}.",
        "not_filed": "The file of {question} differs from the registered one.",
        "axis": "smallest relevant effects: 1 is the smallest difference that matters",
        "axis_share": "value",
        "axis_joint": "share of seeds in which both hold",
        "axis_weightings": "share of weightings of the goals",
        "axis_ranks": "share of bootstraps, and Kendall's tau",
        "axis_box": "how many times as frequent success is in the box",
        "axis_note": "Lines are 95 % intervals; colours are verdicts after correction for the number of tests",
        "needed": "what the claim needs",
        "some": "{n} of {all} tests: the strongest for the claim and against it",
        "map": "each arm under each condition; darker is better, and the best of each column is framed",
    },
)


_OF_SHARES = ("joint", "weightings")
"""Kinds of rules whose tests are of shares, with the texts that say of what."""
_SHARES, _NUMBERS = (("ranks", "top"),), (("ranks", "tau"), ("box", "lift"))
"""Kinds and tests whose value is a share, or a number that is no difference."""
_WORDS = ("all", "ranks", "top", "tau", "lift", "either way", "first", "not first")
"""Words that kinds of rules put into the names of their tests."""


def names_of(question: Question) -> dict[str, Any]:
    """Return the names in a question's answer as plain data, as `Names` reads them, and its `limits_of`.

    An arm that is called as a preset is, has the preset's title in every language. Outcomes of files have their labels.
    """
    words = {code: dict(words) for code, words in question.words.items()}
    labels = {name: one.label(SOURCE).lower() for name, one in question.own.outcomes.items()}
    if labels:
        words[SOURCE] = {**labels, **words.get(SOURCE, {})}
    return {
        "words": words,
        "arms": {arm.name: _titles(arm) for arm in question.arms},
        "conditions": {one.name: dict(one.title.texts) for one in question.conditions.values()},
        "limits": limits_of(question),
    }


def _titles(arm: Arm) -> dict[str, str]:
    from model.paradigms.presets import PRESETS

    preset = PRESETS.get(arm.base_name)
    if preset is not None and arm.label(SOURCE) == preset.title(SOURCE):
        return {code: preset.title(code) for code in languages()}
    return dict(arm.title.texts)  # type: ignore[union-attr]


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


def _extra(extra: Mapping[str, Any], rows: Any, called: Names, language: Language) -> list[str]:
    found = []
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


class Names:
    """The names in an answer as people read them: of tests, groups, outcomes, arms and conditions.

    A name is looked up whole, and then part by part: `, `, ` − ` and `: ` separate parts. The file's own
    words come first, then titles of arms and conditions, then labels of outcomes. What has none stays as it is.
    """

    def __init__(self, answer: Mapping[str, Any], language: Language, titles: bool = True) -> None:
        """Read the names from plain data with `words`, `arms` and `conditions`; without `titles` these two stay."""
        from model.outcomes.outcomes import OUTCOMES

        self._kind, self._language = answer.get("kind", ""), language
        self._known = {one.name: label(one, language).lower() for one in OUTCOMES}
        self._known |= {name: TEXTS(name, language) for name in _WORDS}
        for titled in (answer["conditions"], answer["arms"]) if titles else ():
            self._known |= {name: in_nearest(texts, language) for name, texts in titled.items()}
        for code in reversed(preferred(language)):
            self._known |= answer["words"].get(code, {})

    def __call__(self, name: str) -> str:
        """Return a name as people read it."""
        if name in self._known:
            return self._known[name]
        for mark in (", ", ": ", " − "):
            if mark in name:
                return mark.join(self(part) for part in name.split(mark))
        return name

    def row(self, row: Mapping[str, Any]) -> str:
        """Return a test's name, after its outcome; where its value is a share, of what."""
        if self._kind in _OF_SHARES:
            name, outcome = self(row["name"]), self(row["outcome"])
            return TEXTS(f"row_{self._kind}", self._language, name=name, outcome=outcome)
        return f"{self(row['outcome'])}: {self(row['name'])}" if row["outcome"] else self(row["name"])

    def value(self, value: float, row: Mapping[str, Any]) -> str:
        """Return a value of a test as people read it: a difference with its sign, a share in per cent, or a number."""
        if value is None or math.isnan(value):
            return "–"
        test = (self._kind, row["name"])
        if self._kind in _OF_SHARES or test in _SHARES:
            return localised(f"{100 * value:.1f}".removesuffix(".0"), self._language) + " %"
        if test in _NUMBERS:
            return ("\N{MINUS SIGN}" if value < 0 else "") + localised(f"{abs(value):.2f}", self._language)
        return written(value, row["relative"], self._language)


def source_in(source: str, language: Language) -> str:
    """Return a question's source in a language, without the keys of the list of references; titles stay as they are."""
    named = source_of(without_keys(source), language)
    return re.sub(r"(?<!\w)'([^']+)'", lambda found: TEXTS("titled", language, title=found.group(1)), named)


def without_keys(source: str) -> str:
    """Return a source without the keys of the list of references, such as (@borge2024)."""
    return re.sub(r"\s*\(@[\w:-]+\)", "", source)


def written(value: float, relative: bool = False, language: Language = SOURCE) -> str:
    """Return a number with its sign as a page writes it, a share of the outcome in per cent."""
    if value is None or math.isnan(value):
        return "–"
    sign = "+" if value >= 0 else "\N{MINUS SIGN}"
    if relative:
        return sign + localised(f"{abs(100 * value):.1f}", language) + " %"
    return sign + localised(f"{abs(value):.3f}", language)


def number(value: float, language: Language = SOURCE) -> str:
    """Return a number with three significant digits; an open end of a range is left out."""
    return "" if value is None or math.isnan(value) else localised(f"{value:.3g}", language)


def percent(share: float, language: Language = SOURCE) -> str:
    """Return a share as whole per cent."""
    return localised(f"{100 * share:.0f}", language) + " %"

"""What changes in the course of the runs: in words, as marks on the curves, and as the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components import controls
from dashboard.components.palette import series, title
from dashboard.state import Settings
from dashboard.texts.common import text
from dashboard.timeline import Timed, arm_in, changes_of
from experiments.output.marks import EVENTS as EVENT_NAMES
from experiments.output.marks import when_text
from experiments.output.texts import number
from experiments.output.texts_units import choice_of
from experiments.reading import number_or_text
from model.parameters.parameters import AREA_NAMES
from model.timeline.events import EVENTS
from model.timeline.values import is_relative
from samskaping.language import Language

MONEY = "money.case_budget"
"""The parameter that a cut or a rise of money changes."""
_SIZES = {"influx": "event_size_influx", "scandal": "event_size_scandal"}
_SIGNS = {"times": "*", "plus": "+", "minus": "-"}
_FORM = ("month", "until", "over", "arm")


def described(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return each change: its number, when it holds, what changes, for which way, and the fields of its form."""
    made = []
    changes = changes_of(settings.course, settings.own_paradigm)
    for place, (one, change) in enumerate(zip(settings.course, changes, strict=True)):
        arm = arm_in(one)
        who = title(arm, language, short=True) if arm else text("course_all", language)
        absent = bool(arm) and arm not in settings.paradigms
        made.append(
            {
                "label": str(place + 1),
                "when": when_text(change, language),
                "what": what(one, language),
                "who": text("course_absent", language, way=who) if absent else who,
                "form": form_of(one),
            }
        )
    return made


def marks(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Return the marks on the curves: month, number, words, and the colour of the way that changes ("" for all)."""
    colours = {look["name"]: look["colour"] for look in series(settings.paradigms, language)}
    made = []
    for place, one in enumerate(settings.course):
        given, arm = dict(one), arm_in(one)
        if arm and arm not in colours:
            continue
        words = what(one, language)
        if arm:
            words = f"{title(arm, language, short=True)}: {words}"
        look = {"label": str(place + 1), "colour": colours.get(arm, "")}
        made.append({"month": given["month"], "words": words, **look})
        if (until := given.get("until")) is not None and until < settings.months:
            made.append({"month": until + 1, "words": text("course_ends", language, what=words), **look})
    return made


def what(timed: Timed, language: Language) -> str:
    """Return what a change changes, in a few words: "change to NPM", "Public budget: 15 % less"."""
    given = dict(timed)
    if "paradigm" in given:
        words = text("course_to", language, way=title(str(given["paradigm"]), language, short=True))
    elif "event" in given:
        words = EVENT_NAMES(given["event"], language)
    else:
        words = "; ".join(_changed(name, value, language) for name, value in _values(given).items())
    more = []
    if "event" in given and "size" in given:
        sized = "course_times" if given["event"] == "influx" else "course_skills"
        more.append(text(sized, language, n=number(_factor(given), _decimals(_factor(given)), language)))
    if areas := [text(one, language) for one in str(given.get("areas", "")).split(",") if one]:
        more.append(", ".join(areas))
    return f"{words} ({'; '.join(more)})" if more else words


def _factor(given: Mapping[str, Any]) -> float:
    return float(given["size"]) if given["event"] == "influx" else 100 * float(given["size"])


def _decimals(value: float) -> int:
    return next((n for n in range(4) if abs(value - round(value, n)) < 1e-9), 4)


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return changed rules and parameters by the full names of their declarations."""
    rules = {name: value for name, value in given.items() if name.startswith("rules.")}
    return rules | {
        name.removeprefix("parameters."): value for name, value in given.items() if name.startswith("parameters.")
    }


def _changed(name: str, value: Any, language: Language) -> str:
    """Return one parameter or rule with the value that it gets."""
    one = controls.declared().get(name)
    label = controls.short_label(one, language) if one else name
    if isinstance(value, bool):
        return f"{label}: {text('on' if value else 'off', language)}"
    if not isinstance(value, str):
        written = number(value, _decimals(value), language)
        return f"{label} = {controls.with_unit(one, value, written, language) if one else written}"
    if not is_relative(value):
        return f"{label}: {choice_of(value, language)}"
    sign, size = value[0], float(value[1:])
    if sign == "*" and 0 < size < 2 and size != 1:
        key, n = ("level_more", 100 * (size - 1)) if size > 1 else ("level_less", 100 * (1 - size))
        return f"{label}: {text(key, language, n=number(n, _decimals(n), language))}"
    if sign == "*":
        return f"{label}: {text('course_times', language, n=number(size, _decimals(size), language))}"
    return f"{label} {sign.replace('-', chr(0x2212))}{number(size, _decimals(size), language)}"


# --- the form ------------------------------------------------------------------------------------------------------


def form_of(timed: Timed) -> dict[str, Any]:
    """Return the fields of a change. The kind `keep` stands for a change that the form cannot express."""
    given = dict(timed)
    form: dict[str, Any] = {name: given.get(name, "") for name in _FORM}
    form["areas"] = given.get("areas", "")
    values = _values(given)
    if "paradigm" in given:
        return form | {"kind": "paradigm", "to": given["paradigm"]}
    if "event" in given:
        return form | {"kind": "event", "event": given["event"], "value": given.get("size", "")}
    if len(values) != 1:
        return form | {"kind": "keep"}
    name, value = next(iter(values.items()))
    relative = is_relative(value)
    if name == MONEY and relative and value[0] == "*":
        return form | {"kind": "money", "value": f"{100 * (float(value[1:]) - 1):.6g}"}
    how = next(how for how, sign in _SIGNS.items() if sign == value[0]) if relative else "set"
    plain = str(value).lower() if isinstance(value, bool) else value
    return form | {"kind": "setting", "name": name, "how": how, "value": value[1:] if relative else plain}


def from_form(fields: Mapping[str, Any], old: Timed | None = None) -> Timed:
    """Return the change that a form's fields describe, not checked; `old` is the change that is edited.

    The fields are those of `form_of`, each a text or a number.
    """
    made: dict[str, Any] = {}
    for name in _FORM:
        if (value := _plain(fields.get(name, ""))) != "":
            made[name] = str(value) if name == "arm" else value
    if made.get("over") == 1:
        del made["over"]
    kind, value = fields.get("kind"), _plain(fields.get("value", ""))
    if kind == "paradigm":
        made["paradigm"] = str(fields.get("to", ""))
    elif kind == "event":
        made["event"] = str(fields.get("event", ""))
        if value != "":
            made["size"] = value
    elif kind == "money":
        made[f"parameters.{MONEY}"] = f"*{1 + value / 100:.6g}" if isinstance(value, (int, float)) else value
    elif kind == "keep" and old is not None:
        return (*made.items(), *((key, one) for key, one in old if key not in _FORM))
    else:
        name, sign = str(fields.get("name", "")), _SIGNS.get(str(fields.get("how")), "")
        made[name if name.startswith("rules.") else f"parameters.{name}"] = f"{sign}{value}" if sign else value
    areas = str(fields.get("areas", ""))
    if areas and set(areas.split(",")) != set(AREA_NAMES):
        made["areas"] = areas
    return tuple(made.items())


def _plain(value: Any) -> Any:
    """Return a field's value: a number or yes or no where it is written as one, or text."""
    if not isinstance(value, str):
        return value
    value = value.strip()
    if value in ("true", "false"):
        return value == "true"
    number_given = number_or_text(value.replace(",", "."))
    return value if isinstance(number_given, str) else number_given


def choices(settings: Settings, language: Language) -> dict[str, Any]:
    """Return what the form lets a visitor choose from: ways, events, areas."""
    here: Sequence[str] = settings.paradigms
    return {
        "ways": [{"name": name, "label": title(name, language, short=True)} for name in here],
        "to": controls.bases(language),
        "events": [
            {
                "name": name, "label": EVENT_NAMES(name, language).capitalize(), "size": event.size, "low": event.low,
                "high": event.high, "by_area": event.by_area, "ends": event.ends, "gradual": event.gradual,
                "size_label": text(_SIZES[name], language) if event.size is not None else "",
            }
            for name, event in EVENTS.items()
        ],
        "areas": controls.areas(language),
    }  # fmt: skip


def parameters(language: Language) -> list[dict[str, Any]]:
    """Return the parameters and rules that may change in a run, under their questions, with what is valid.

    What is valid are bounds in words, or `choices`, each with a value and a label.
    """
    made = []
    switch = [{"value": str(on).lower(), "label": text("on" if on else "off", language)} for on in (True, False)]
    for group in controls.groups(language):
        items = [
            {
                "name": item["name"], "label": item["label"],
                "valid": " – ".join(number(one, _decimals(one), language) for one in (item["low"], item["high"]))
                if "low" in item else "",
                "choices": switch if item["kind"] == "switch" else item["choices"],
            }
            for item in group["items"]
            if not controls.declared()[item["name"]].start_only
        ]  # fmt: skip
        if items:
            made.append({"id": group["id"], "title": group["title"], "items": items})
    return made

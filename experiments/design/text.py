"""A study as the text of a study file, which its folder keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from agents.errors import InputError
from experiments.design.study import Study, study_of


def written(study: Study) -> Study:
    """Return a study whose text describes it, so that its folder can be read and resumed.

    A study built or changed in Python (`dataclasses.replace`) gets a text; one read from a file is returned as it is.

    Raises:
        InputError: when the study is not valid, as for a study file.
    """
    texts = {scenario.name: scenario.text for scenario in study.scenarios.values()}
    if study.text:
        try:
            there = study_of(study.text, "study", texts, study.name, study.own)
            if there.key == study.key and there.derived == study.derived:
                return study
        except InputError:
            pass  # the text is of another study
    text = toml_of(study)
    read_back = study_of(text, "study", texts, study.name, study.own)
    if read_back.key != study.key:
        raise InputError(
            "the study cannot be written as a study file, which its folder needs; build it with study_of(text)"
        )
    return replace(study, text=text)


def toml_of(study: Study) -> str:
    """Return a study as the text of a study file."""
    seeds, first = list(study.seeds), 1
    counted = seeds == list(range(first, first + len(seeds)))
    first_batch = len(seeds) if study.precision is None else study.precision.first
    design: dict[str, Any] = {"kind": study.design.kind}
    if study.design.samples:
        design |= {"samples": study.design.samples, "seed": study.design.seed}
    if study.design.second_order:
        design |= {"second_order": True}

    def written(name: str) -> str:
        return toml_value(study.written.get(name, name))

    lines = [
        f"name = {toml_value(study.name)}", f"months = {study.months}",
        f"seeds = {first_batch if counted else toml_value(seeds)}",
        f"outcomes = {toml_value(_kept(study))}", *_mechanisms(study),
        f"keep = {toml_value(study.keep)}", "",
        "[design]", *(f"{key} = {toml_value(value)}" for key, value in design.items()),
        *_groups(study), "",
        "[base]", *(f"{written(name)} = {toml_value(value)}" for name, value in study.base.items()),
        "", "[factors]",
    ]  # fmt: skip
    for factor in study.factors:
        scale = ', scale = "log"' if factor.log else ""
        ends = f"{{ low = {toml_value(factor.low)}, high = {toml_value(factor.high)}{scale} }}"
        lines.append(f"{written(factor.name)} = {ends if factor.sampled else toml_value(factor.levels)}")
    if study.precision is not None:
        lines += ["", "[precision]", *(f"{key} = {toml_value(one)}" for key, one in study.precision.as_dict().items())]
    if study.derived:
        lines += ["", "[derived]", *(f"{one.name} = {toml_value(one.as_dict())}" for one in study.derived)]
    for one in study.exclude:
        lines += [
            "",
            "[[exclude]]",
            *(f"{written(name)} = {toml_value(where)}" for name, where in one.as_dict().items()),
        ]
    for arm in study.arms:
        lines += [
            "",
            "[[arms]]",
            *(f"{key} = {toml_value(value)}" for key, value in arm.as_dict().items() if value != ""),
        ]
    for change in study.timeline:
        lines += ["", "[[timeline]]", *(f"{key} = {toml_value(value)}" for key, value in change.as_dict().items())]
    return "\n".join(lines) + "\n"


def _groups(study: Study) -> list[str]:
    """Return the lines of `[design.groups]`; a range that is a group by itself needs none."""
    ranges = [factor.name for factor in study.factors if factor.sampled]
    members: dict[str, list[str]] = {}
    for name, group in zip(ranges, study.design.groups, strict=bool(study.design.groups)):
        if group != name:
            members.setdefault(group, []).append(study.written.get(name, name))
    lines = [f"{toml_value(group)} = {toml_value(names)}" for group, names in members.items()]
    return ["", "[design.groups]", *lines] if study.design.groups else []


def _kept(study: Study) -> Any:
    """Return the outcomes that a study keeps, with the files of its own."""
    names = [study.written.get(name, name) for name in study.outcomes]
    files = [one.file for one in study.own.code if one.kind == "outcomes"]
    return {"files": files, "names": names} if files else names


def _mechanisms(study: Study) -> list[str]:
    files = [one.file for one in study.own.code if one.kind == "mechanism"]
    return [f"mechanisms = {toml_value(files)}"] if files else []


def toml_value(value: Any) -> str:
    """Return text, a number, a truth value, or a list or table of these as TOML writes it."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{json.dumps(key)} = {toml_value(one)}' for key, one in value.items())} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False, default=np.generic.item).replace("\x7f", "\\u007f")

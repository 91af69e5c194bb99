"""Patterns of services and steering: reforms, targets, contracts, access, effects of co-creation, size."""

# A table with a layout of its own.
# fmt: off

from __future__ import annotations

import numpy as np

from experiments.evidence.validation.arms import ARMS
from experiments.evidence.validation.declare import (
    ArmResults,
    above,
    below,
    change,
    of,
    pattern,
    relative,
    shown,
    within,
)

_FIFTHS = [f"Q{fifth}" for fifth in range(1, 6)]


def _arms(*names: str):  # noqa: ANN202
    return tuple(ARMS[name] for name in names)


def _complaints(arm: str, arms: ArmResults) -> np.ndarray:
    """Return complaints per inhabitant and year."""
    return 12.0 * arms[arm][[f"complaints_per_capita/{fifth}" for fifth in _FIFTHS]].to_numpy(float).mean(axis=1)


def _standard(key: str, sd: str, month: str = ""):  # noqa: ANN202
    """Return the change from TPA to NPG in standard deviations between services or citizens under TPA."""
    name = key + month
    return lambda arms: ((arms["NPG"][name] - arms["TPA"][name]) / arms["TPA"][sd]).to_numpy(float)


def _no_gain(month: int):  # noqa: ANN202
    """Return by seed whether services fit no better under NPG than under TPA after some months: 1 or 0."""
    name = f"fit@{month}"
    return lambda arms: (arms["NPG"][name] <= arms["TPA"][name]).to_numpy(float)


def _units_without_gain(arms: ArmResults) -> np.ndarray:
    """Return by seed the share of units whose observed quality is no better under NPG than under TPA."""
    units = [name for name in arms["NPG"] if name.startswith("unit ")]
    return (arms["NPG"][units].to_numpy(float) <= arms["TPA"][units].to_numpy(float)).mean(axis=1)


def _screened(arms: ArmResults) -> np.ndarray:
    """Return the relative fall in applications in the lowest fifth minus that in the highest."""
    return relative("applied_lowest", "near offices", "closed offices")(arms) - relative(
        "applied_highest", "near offices", "closed offices"
    )(arms)


def _cost(kind: str, arms: ArmResults) -> np.ndarray:
    """Return the change in public cost per met need when all is contracted, as a share."""
    return relative("cost_per_met_need_public_nok", f"{kind}, own", f"{kind}, contracted")(arms)


def _tenders(arms: ArmResults) -> np.ndarray:
    rows = arms["NPM"]
    return (rows["hours_transaction@60"] - rows["hours_transaction@12"]).to_numpy(float)


SERVICES = (
    pattern(
        "P13", "NPM reforms did not reduce administration, and complaints rose",
        "@hood2015", "emergent", "emergent, though presets give NPM more documentation", "emergent",
        _arms("TPA", "NPM"),
        (
            above("hours of administration, NPM minus TPA",
                  change("hours_administration", "TPA", "NPM")),
            above("complaints per inhabitant and year, NPM minus TPA",
                  lambda arms: _complaints("NPM", arms) - _complaints("TPA", arms)),
        ),
        remark="The model has no legal challenges.",
    ),
    pattern(
        "P14", "Under targets reported quality exceeds experienced quality",
        "M9", "imposed", "imposed", "imposed", _arms("targets 0", "targets 0.5", "targets 1"),
        (
            above("reported minus real quality at full target pressure", of("targets 1", "reported_minus_real")),
            above("the rise from no pressure to half",
                  change("reported_minus_real", "targets 0", "targets 0.5")),
            above("the rise from half pressure to full",
                  change("reported_minus_real", "targets 0.5", "targets 1")),
        ),
        remark="The source's 19-21 points are patients seen within four hours, which is another scale.",
    ),
    pattern(
        "P16", "Contracting pays where results can be measured; results are mixed where they cannot",
        "@andersson2019", "imposed in part", "imposed for cost and slack; net sign emergent", "emergent",
        _arms("measurable, own", "measurable, contracted", "unmeasurable, own", "unmeasurable, contracted"),
        (
            below("change in public cost per met need when all services are contracted, measurability 0.9 (share)",
                  lambda arms: _cost("measurable", arms)),
            above("the same at measurability 0.1",
                  lambda arms: _cost("unmeasurable", arms)),
        ),
        remark="Differences by size of municipality are not tested.",
    ),
    pattern(
        "P18", "Take-up is far from complete, and lower among citizens with few resources",
        "@ko2022", "imposed in part", "level imposed, gradient emergent", "level imposed, gradient emergent",
        _arms("status quo"),
        (
            within("take-up: between 0.4 and 0.8",
                   of("status quo", "take_up"), 0.4, 0.8),
            above("take-up gap: fifth with most resources minus fifth with least",
                  of("status quo", "take_up_gap")),
        ),
    ),
    pattern(
        "P19", "Closing offices keeps people out, most of all those with least resources",
        "M6", "imposed", "imposed (M6)", "imposed", _arms("near offices", "closed offices"),
        (
            within("change in applications when every office closes (share): 5 to 20 per cent fewer",
                   relative("applied", "near offices", "closed offices"), -0.20, -0.05),
            within("change in services received: 8 to 25 per cent fewer",
                   relative("served", "near offices", "closed offices"), -0.25, -0.08,
                   "The mean lies in the range, but its interval reaches outside."),
            below("change in applications, fifth with least resources minus fifth with most", _screened),
        ),
        remark="The source has 10 and 16 per cent; the ranges surround these.",
    ),
    pattern(
        "P20", "Failure demand is about 30 per cent where it has been measured",
        "M12", "imposed", "imposed (level)", "imposed", _arms("status quo"),
        (within("failure demand: between 0.2 and 0.4",
                of("status quo", "failure_demand"), 0.2, 0.4,
                "The mean lies in the range, but its interval reaches outside."),),
        remark="The source measured police forces, not welfare services.",
    ),
    pattern(
        "P24", "Effects of co-creation are small to moderate",
        "@halvorsrud2021", "emergent", "emergent", "emergent", _arms("TPA", "NPG"),
        (
            within("service fit, NPG minus TPA (standard deviations between services): 0.1 to 0.6",
                   _standard("fit", "fit_sd"), 0.1, 0.6,
                   "The mean lies in the range, but its interval reaches outside. The effect is larger after two years "
                   "(last row) than after ten."),
            within("self-efficacy, NPG minus TPA (standard deviations between citizens): 0.1 to 0.6",
                   _standard("efficacy", "efficacy_sd"), 0.1, 0.6),
            shown("service fit after two years", _standard("fit", "fit_sd", "@24")),
        ),
        remark="The source is health research.",
    ),
    pattern(
        "P25", "Many co-creation projects show no gain",
        "@vidensportal", "emergent", "emergent", "emergent", _arms("TPA", "NPG"),
        (
            within("share of towns where services fit no better under NPG than under TPA after two years: 0.25 "
                   "or more",
                   _no_gain(24), 0.25, 1.0,
                   "Single arenas and units do fail (last row), but the units of a town average out. Both paradigms have "
                   "the same people and the same chance events, so even small differences show. Towns differ in "
                   "how faithfully they carry out the rules (E96), which is not enough to hide the gain."),
            shown("the same after one year", _no_gain(12)),
            shown("share of service units whose observed quality is no better after two years", _units_without_gain),
        ),
        remark="The sources give no number; a quarter was set in advance for \N{LEFT DOUBLE QUOTATION MARK}many"
               "\N{RIGHT DOUBLE QUOTATION MARK}.",
    ),
    pattern(
        "P26", "Task committees find what ordinary procedures miss, and add to the load on staff",
        "M21", "imposed in part", "imposed for staff hours; novelty emergent", "emergent",
        _arms("status quo", "task committee"),
        (
            above("innovations per unit and year after two years, task committee minus status quo",
                  lambda arms: (arms["task committee"]["innovation@24"]
                                 - arms["status quo"]["innovation@24"]).to_numpy(float),
                  "Units and arenas draw on one budget of trials (E80), so a committee changes which solutions are tried "
                  "and not how many. They bring no more innovations."),
            above("process hours in the first year, task committee minus status quo",
                  lambda arms: (arms["task committee"]["hours_process@12"]
                                 - arms["status quo"]["hours_process@12"]).to_numpy(float)),
        ),
    ),
    pattern(
        "P28", "Small municipalities satisfy in elder care, large ones in transport, libraries and the like",
        "@dfo2021", "emergent", "emergent; nothing ties size to an area", "emergent", _arms("small town", "large town"),
        (
            above("satisfaction with elder care, towns of about 1,500 minus towns of about 20,000",
                  change("satisfaction/elder_care", "large town", "small town"),
                  "Size matters only through chance. Units of small towns have few and large cases, so staff are "
                  "pressed more often and services fit worse. The closeness of small towns is not modelled."),
            below("satisfaction with place",
                  change("satisfaction/place", "large town", "small town"),
                  "The difference is not significant."),
        ),
        remark="The runs use real municipalities at full size, one pair a seed. The model has no link between size "
               "and area.",
    ),
    pattern(
        "P31", "A contract costs 2.7 per cent of its value to make, more if complex, less with experience",
        "M10", "imposed", "imposed", "imposed",
        _arms("NPM", "measurable, contracted", "unmeasurable, contracted"),
        (
            within("tender hours as a share of contracted hours, NPM: 0.02 to 0.035",
                   of("NPM", "tender_share"), 0.02, 0.035),
            above("the same at measurability 0.1 minus 0.9",
                  change("tender_share", "measurable, contracted", "unmeasurable, contracted")),
            below("tender hours in the fifth year minus the first (hours/month)", _tenders),
        ),
    ),
)

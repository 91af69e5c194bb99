"""Arms of a comparison: named ways of governing, each in all areas or in some.

An arm starts from a base paradigm and changes rules. Outside its areas the rules are those of the reference, the first
arm. Its parameters differ from month 1 under the paradigm, so that all arms share their past. Rules and parameters of
an arm hold over what a comparison changes for all arms.
"""

from experiments.runs.arms.arm import KEYS, Arm
from experiments.runs.arms.reading import MOST_ARMS, read_arm, read_arms
from experiments.runs.arms.values import NO_ARENAS
from experiments.runs.arms.whole import named, paradigm_of, paradigms_of, whole_arms

__all__ = [
    "KEYS", "MOST_ARMS", "NO_ARENAS", "Arm", "named", "paradigm_of", "paradigms_of", "read_arm", "read_arms",
    "whole_arms",
]  # fmt: skip

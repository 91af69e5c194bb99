"""Pattern validation: each pattern of docs/evidence.md is an experiment with a test fixed in advance."""

from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import Arm, Criterion, Pattern
from experiments.evidence.validation.verdicts import validate

__all__ = ["PATTERNS", "Arm", "Criterion", "Pattern", "validate"]

"""Pattern validation: every pattern of docs/evidence.md as a small experiment with a test fixed beforehand."""

from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import Arm, Criterion, Pattern
from experiments.evidence.validation.verdicts import validate

__all__ = ["PATTERNS", "Arm", "Criterion", "Pattern", "validate"]

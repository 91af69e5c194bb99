"""All patterns, in the order of docs/evidence.md (P15, P17, P21 and P27 are not in use)."""

from experiments.evidence.validation.declare import Pattern
from experiments.evidence.validation.patterns_people import PEOPLE
from experiments.evidence.validation.patterns_services import SERVICES

PATTERNS: tuple[Pattern, ...] = tuple(sorted((*PEOPLE, *SERVICES), key=lambda pattern: int(pattern.code[1:])))

"""All patterns, in the order of docs/evidence.md (P15, P17, P21 and P27 are not in use)."""

from experiments.evidence.validation.declare import CONTEXT, Pattern
from experiments.evidence.validation.patterns_people import PEOPLE
from experiments.evidence.validation.patterns_services import SERVICES
from samskaping.language import Texts

PATTERNS: tuple[Pattern, ...] = tuple(sorted((*PEOPLE, *SERVICES), key=lambda pattern: int(pattern.code[1:])))

TEXTS = Texts(
    CONTEXT, {text.context.removeprefix(f"{CONTEXT}."): text.english for one in PATTERNS for text in one.texts()}
)
"""Their texts, for the catalogues."""

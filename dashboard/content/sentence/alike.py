"""Ways of governing that are the same under two names, such as the visitor's own one before any rule is changed."""

from __future__ import annotations

from dashboard.components.palette import in_text
from dashboard.content.results import same_rules
from dashboard.state import OWN, Settings
from dashboard.texts.common import text
from samskaping.language import Language


def twin(settings: Settings, name: str) -> str:
    """Return an earlier way of governing with the same rules as this one; "" where there is none."""
    firsts = dict(zip(settings.paradigms, settings.runs[:: settings.seeds], strict=True))
    earlier = settings.paradigms[: settings.paradigms.index(name)]
    return next((one for one in earlier if same_rules(firsts[one], firsts[name])), "")


def twin_words(settings: Settings, name: str, other: str, language: Language) -> str:
    """Return that a way of governing has another one's rules; if the visitor builds either, until a rule is changed."""
    built = OWN in (one.partition("@")[0] for one in (name, other))
    return text("sum_same_until" if built else "sum_same_rules", language, way=in_text(other, language, settings.base))

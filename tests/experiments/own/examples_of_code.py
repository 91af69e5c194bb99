"""Files of the examples, and what tests of code of one's own share."""

from pathlib import Path

import pytest

from agents.errors import InputError

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
OUTCOMES, MECHANISM = EXAMPLES / "my_outcomes.py", EXAMPLES / "word_of_mouth.py"


def refusal(call, *arguments, **named) -> InputError:
    """Return the error with which a call refuses its arguments."""
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return caught.value


def written(tmp_path: Path, text: str, name: str = "mine.py") -> Path:
    """Write a file of code; return its path."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path

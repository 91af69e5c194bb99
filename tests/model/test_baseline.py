"""Every outcome of every preset is what it was, to the last digits: a change of results is made on purpose."""

from __future__ import annotations

import math

import pytest
from refresh_baseline import ALLOWED, COMMAND, FILE, change, moves, read, summary, table, write

from model.outcomes.outcomes import NAMES
from model.paradigms.presets import PRESETS

ON_PURPOSE = f"If this is meant, refresh the file and look at the changes: {COMMAND}"


def test_the_file_covers_every_preset_and_outcome():
    numbers = read()
    assert list(numbers) == list(PRESETS), ON_PURPOSE
    for preset, means in numbers.items():
        assert tuple(means) == NAMES, f"{preset}: {ON_PURPOSE}"


@pytest.mark.parametrize("preset", PRESETS)
def test_results_are_what_they_were(preset):
    moved = moves({preset: read().get(preset, {})}, {preset: summary(preset)})
    shown = f"\n{table(moved)}\n{ON_PURPOSE}"
    print(shown)  # also where no more moved than another platform's rounding may
    too_far = [move for move in moved if change(move[2], move[3]) > ALLOWED]
    assert not too_far, f"{len(too_far)} outcomes moved under {preset}{shown}"


def test_presets_differ():
    """Or a file of equal numbers would say little."""
    numbers = read()
    for outcome in ("fit", "met_need", "trust", "public_hours_per_capita", "citizen_hours_per_capita"):
        assert len({round(means[outcome], 6) for means in numbers.values()}) > len(numbers) // 2, outcome


def test_a_move_is_seen_and_told(tmp_path):
    old = {"A": {"fit": 0.5, "gone": 1.0, "same": 0.25}, "B": {"fit": 0.0}}
    new = {"A": {"fit": 0.5 * (1 + 1e-5), "same": 0.25 * (1 + 1e-12), "new": 2.0}, "B": {"fit": 0.0}}
    moved = moves(old, new)
    assert [move[:2] for move in moved] == [("A", "fit"), ("A", "new"), ("A", "gone")]
    assert change(*moved[0][2:]) == pytest.approx(1e-5, rel=1e-3)
    assert math.isinf(change(*moved[1][2:]))
    text = table(moved)
    assert "fit" in text and "0.500005" in text and "same" not in text
    write(new, tmp_path / "numbers.csv")
    assert read(tmp_path / "numbers.csv") == new
    assert read(tmp_path / "none.csv") == {}
    assert FILE.name == "outcomes.csv"

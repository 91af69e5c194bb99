"""The page of performance, its limits, and the check that only warns."""

import json

import pytest

from benchmarks import check, page
from benchmarks.targets import aims
from benchmarks.targets.processes import serial_share
from benchmarks.targets.watch import watched
from experiments.defaults import COMPILE_SECONDS

MACHINE = {
    "processor": "a",
    "processors": 2,
    "system": "Linux",
    "python": "3",
    "versions": {"numba": "1"},
    "load": [1.0],
}
STICKS = {"random double": 2.0, "normal": 4.0}


def cell(citizens, ns):
    return {
        "citizens": citizens, "paradigm": "TPA", "ns": {"min": ns, "median": 2 * ns}, "ratio": None,
        "multiples": {"random double": ns / 2.0, "normal": ns / 4.0},
    }  # fmt: skip


FIGURES = {
    "machine": MACHINE,
    "yardsticks": STICKS,
    "speed": {"cells": [cell(1000, 80.0), cell(10_000, 60.0)], "peer": [], "months": []},
    "memory": [{"citizens": 10_000, "state_bytes": 400.0, "peak_mb": None, "ledger_kb": 700.0, "areas_kb": 200.0}],
    "limits": {
        "chance": {"Philox block of four, side by side": 4.0},
        "gathers": {"10000": 3.0},
        "gb_per_s": {"1000000": 50.0, "100000000": 10.0},
    },
}


def test_floor_is_state_chance_and_ties():
    (row,) = page.floors(FIGURES)
    assert row["bytes"] == 8.0  # 400 bytes at 50 GB a second, the nearer of the two sizes
    assert row["floor"] == 15.0 and row["times"] == 4.0
    assert page.floors({**FIGURES, "limits": None}) == []


def test_page_has_what_was_measured_and_names_the_rest():
    text = page.page(FIGURES)
    assert "| 1,000 | TPA | 80.0 | 160 | 40.0 | 20.0 |" in text
    assert "Not measured in this run: yardsticks_after, fixed, phases" in text and "All municipalities" not in text
    assert "What was tried" in text


def test_check_warns_from_half_the_speed():
    before = check.multiple_of_normals(FIGURES)
    assert before == 20.0 and check.multiple_of_normals({}) is None
    assert check.warning(39.0, before) is None and check.warning(50.0, None) is None
    assert "2.5 times" in check.warning(50.0, before)


def test_serial_share():
    assert serial_share(10.0, 20.0, 2) == 0.0 and serial_share(20.0, 20.0, 2) == 1.0
    assert serial_share(15.0, 20.0, 2) == pytest.approx(0.5) and serial_share(1.0, 1.0, 1) is None


def test_watched_command_uses_memory(tmp_path):
    import sys

    code = "import time; kept = bytearray(60_000_000); time.sleep(0.5); open('done', 'w').write('1')"
    found = watched([sys.executable, "-c", code], folder=tmp_path)
    assert found.most_mb > 60 and found.most_private_mb > 55 and json.loads((tmp_path / "done").read_text()) == 1


def test_a_large_town_is_judged_in_normal_deviates_and_its_longest_phases_are_named():
    what = "normal deviates that a citizen's month takes, 100,000 citizens"
    phases = [{"citizens": 100_000, "ns": {"TPA": {"access": 5.0, "encounters": 40.0, "influence": 24.0}}}]
    for ns, met in ((94.0, True), (96.0, False)):  # 90 / 3.8 times the yardstick of 4 ns
        speed = {**FIGURES["speed"], "cells": [cell(100_000, ns)]}
        found = next(aim for aim in aims.aims({**FIGURES, "speed": speed, "phases": phases}) if aim.what == what)
        assert found.met is met and found.target == "at most 23.7"
        assert found.why.endswith("TPA: encounters 40 and influence 24")


def test_targets_are_judged_by_their_worst_figure():
    speed = {
        **FIGURES["speed"],
        "peer": [{"paradigm": p, "citizens": 1000, "ratio": r, "ns_plain": 1.0, "ns": 1.0} for p, r in
                 (("TPA", 101.0), ("NPG", 99.0))],
    }  # fmt: skip
    found = {aim.what: aim for aim in aims.aims({**FIGURES, "speed": speed})}
    faster, doubles = (
        found["faster than plain Mesa, 1,000 citizens"],
        found["random doubles that a month takes, 1,000 citizens"],
    )
    assert not faster.met and faster.measured == "TPA: 101, NPG: 99"
    assert doubles.met and doubles.measured == "TPA: 40"
    state = found["bytes of state a citizen, by citizens"]
    assert not state.met, "400 is not below 400"
    assert "1 of 3 are met" in page.page({**FIGURES, "speed": speed})


def test_the_announced_time_of_compiling_is_near_the_measured_one():
    measured = json.loads(page.MEASURED.read_text(encoding="utf-8"))["processes"]["compiling"]["wall_s"]
    assert abs(COMPILE_SECONDS - measured) < measured / 4

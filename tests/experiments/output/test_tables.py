"""The printed tables of a comparison: nothing cut off, stars in line, and no sure difference written as zero."""

import re

import pandas as pd
import pytest
from rich.console import Console

from experiments import Comparison, Run, compare, simulate
from experiments.output.tables import MOST_DECIMALS, _change, _decimals, _enough, comparison_tables, run_tables
from experiments.output.texts import ARROW, label, months_text, text, unit
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.protocol import levelled
from samskaping.language import languages

HEADLINES = [outcome for outcome in OUTCOMES if outcome.headline]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Two seeds of a tiny town: margins are as wide as they get."""
    return compare(scenario="svelvik", paradigms=["TPA", "NPM", "NPG"], citizens=100, seeds=2, months=2)


def printed(comparison: Comparison, language: str, width: int) -> list[str]:
    """Return the lines of both tables as a terminal of this width shows them."""
    out = Console(width=width, highlight=False)
    with out.capture() as captured:
        for table in comparison_tables(comparison, language, width):  # type: ignore[arg-type]
            out.print(table)
    return captured.get().splitlines()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", [80, 100, 140])
def test_nothing_is_cut_off_at_any_width(comparison, language, width):
    lines = printed(comparison, language, width)
    assert max(map(len, lines)) <= width
    words = set(" ".join(lines).replace(",", " ").split())
    assert "\N{HORIZONTAL ELLIPSIS}" not in "".join(lines)
    for outcome in HEADLINES:
        needed = f"{label(outcome, language)} {unit(outcome, language)}".replace(",", " ").split()
        assert set(needed) <= words, outcome.name


def test_what_a_scenario_says_to_watch_is_printed(comparison):
    watched = [o for o in OUTCOMES if o.name in comparison.scenario.outcomes]
    extra = [outcome for outcome in watched if not outcome.headline]
    assert extra
    lines = printed(comparison, "en", 100)
    for outcome in extra:
        first = label(outcome).split()[0]  # a long name goes on in the next line
        assert sum(line.startswith(f" {first}") for line in lines) == 2, outcome.name


def test_many_intervals_are_said_to_exclude_0_by_chance(comparison):
    shown = " ".join(" ".join(printed(comparison, "en", 100)).split())
    n = 3 * sum(f" {label(outcome)} " in shown for outcome in OUTCOMES if outcome.name in comparison.runs)
    found = re.search(r"(\d+) intervals: if nothing differed, about (\d+) of them", shown)
    assert found and 45 <= int(found[1]) <= n and int(found[2]) == round(int(found[1]) / 20)


def test_a_run_has_units_in_a_column_or_on_a_narrow_terminal_beside_the_names():
    result = simulate(Run("TPA", "Larvik", citizens=100, months=2))
    for width, wanted in ((100, ["Public working time", "hours/month"]), (80, ["Public working time, hours/month"])):
        _, table = run_tables(result, "en", width)
        cells = [[str(cell) for cell in column.cells] for column in table.columns[: len(wanted)]]  # type: ignore[union-attr]
        assert wanted in [list(row) for row in zip(*cells, strict=True)]


def test_stars_stand_below_each_other(comparison):
    lines = printed(comparison, "en", 100)
    start = next(n for n, line in enumerate(lines) if line.startswith("Paired"))
    cells = [line for line in lines[start:] if "\N{PLUS-MINUS SIGN}" in line]
    assert any("*" in line for line in cells)
    stars = {match.start() for line in cells for match in re.finditer(r"\*", line)}
    ends = {match.end() for line in cells for match in re.finditer(r"\N{PLUS-MINUS SIGN} [\d,.]+", line)}
    assert stars <= {end + 1 for end in ends} and len(ends) == 3


def test_a_sure_difference_is_never_written_as_zero():
    small = pd.Series({"difference": 0.00021, "low": 0.00019, "high": 0.00023})
    none = pd.Series({"difference": 0.00001, "low": -0.1, "high": 0.1})
    assert _decimals([small, none], 3) == 4
    assert _change(small, 4, "en") == "+0.0002 \N{PLUS-MINUS SIGN} 0.0000 *"
    assert _decimals([none], 3) == 3 and _change(none, 3, "en") == "0.000 \N{PLUS-MINUS SIGN} 0.100  "


def test_decimals_follow_the_intervals_of_differences():
    assert _enough([0.512, 0.517], [0.0031, 0.0029]) == 4  # two digits of the widest
    assert _enough([0.512, 0.517], [0.031]) == 3
    assert _enough([0.512, 0.517], [0.00061]) == 4  # one digit, since two would need two decimals more
    assert _enough([0.512, 0.517], [0.000042]) == 5
    assert _enough([52_000.0], [310.0]) == 0
    assert _enough([0.512], []) == _enough([0.512], [float("nan"), 0.0, 1e-17]) == 3


def test_a_difference_of_rounding_alone_has_no_star():
    dust = pd.Series({"difference": 1e-17, "low": 1e-17, "high": 1e-17})
    places = _decimals([dust], 3)
    assert places == MOST_DECIMALS and "*" not in _change(dust, places, "en")


def test_the_tables_begin_with_what_was_run_and_end_with_how_to_read_it(comparison):
    lines = [line.strip() for line in printed(comparison, "en", 100)]
    assert lines[0] == "Drammen: 100 citizens, 2 months, 2 seeds"
    assert months_text(1) == "one month" and months_text(1, "nb") == "én måned"
    assert lines[1].startswith("Changed: ") == bool(comparison.changed or comparison.timeline)
    end = " ".join(lines[-4:])
    assert text("explained") in end and text("unlevelled") in end


def test_levelling_is_named_only_where_it_would_change_something():
    rules = {f"rules.{rule}": value for rule, value in levelled().items()}
    for parameters in ({}, rules):
        compared = compare(["TPA", "NPG"], citizens=100, seeds=2, months=1, parameters=parameters)
        assert (text("unlevelled") in " ".join(printed(compared, "en", 200))) == (parameters == {})


def test_a_column_names_all_paradigms_of_its_runs_and_an_arm_keeps_its_title():
    settings = {"citizens": 100, "seeds": 2, "months": 4, "timeline": [{"month": 3, "paradigm": "NPM"}]}
    compared = compare(["TPA", "NPM", "NPG"], **settings)
    words = " ".join(printed(compared, "en", 100))
    for course in (f"TPA {ARROW} NPM", f"(NPG {ARROW} NPM) \N{MINUS SIGN} (TPA {ARROW} NPM)"):
        assert course in words
    assert f"NPM {ARROW} NPM" not in words and "From month 3: NPM" in words
    assert f"TPA {ARROW} NPM" in [line.get_label() for line in compared.figure().axes[0].get_lines()]
    arms = compare(arms=[{"name": "old", "base": "TPA"}, {"name": "new", "base": "NPG"}], **settings)
    words = " ".join(printed(arms, "en", 100))
    assert ARROW not in words and "new \N{MINUS SIGN} old" in words and "From month 3: NPM" in words


@pytest.mark.parametrize("language", languages())
def test_what_the_numbers_are_is_said_below(comparison, language):
    lines = printed(comparison, language, 100)
    assert text("read", language) in [line.strip() for line in lines]
    assert text("star", language) in [line.strip() for line in lines]

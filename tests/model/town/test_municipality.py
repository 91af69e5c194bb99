"""The municipalities: the figures are whole, and each is found by everything people call it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.errors import InputError, fold, nearest
from model.town.municipalities import Municipality, council_seats, municipalities, municipality
from tests.each import each

TOWNS = municipalities()
HOW_MANY_SHARE = Counter(town.name for town in TOWNS)
ALONE = [town for town in TOWNS if HOW_MANY_SHARE[town.name] == 1]


# --- the figures -------------------------------------------------------------------------------------------


def test_there_are_357_municipalities_in_15_counties_ordered_by_code():
    codes = [town.code for town in TOWNS]
    assert len(TOWNS) == 357
    assert codes == sorted(set(codes))
    assert all(len(code) == 4 and code.isdigit() for code in codes)
    assert len({town.county for town in TOWNS}) == 15


def test_populations_add_up_to_norway_on_1_january_2026():
    assert sum(town.population for town in TOWNS) == 5_627_400


@each(
    ("name", "residents"),
    [
        ("Larvik", 49_022),
        ("Oslo", 728_714),
        ("Indre Østfold", 47_943),
        ("Kristiansand", 119_287),
        ("Stavanger", 151_669),
        ("Trondheim", 218_460),
        ("Bodø", 53_638),
    ],
)
def test_known_populations(name: str, residents: int):
    assert municipality(name).population == residents


def test_age_shares_add_up_to_one():
    for town in TOWNS:
        shares = town.share_0_17 + town.share_18_66 + town.share_67_79 + town.share_80plus
        assert shares == pytest.approx(1, abs=2e-5), town.name


def test_every_share_is_a_fraction_and_every_amount_plausible():
    for town in TOWNS:
        for name in Municipality.__slots__:
            if name.startswith("share_"):
                assert 0 < getattr(town, name) < 1, (town.name, name)
        assert 0.5 < town.turnout_2023 < 0.95, town.name
        assert town.share_higher_education + town.share_basic_education < 1, town.name
        assert 300_000 < town.median_household_income_nok < 1_200_000, town.name
        assert town.population > 0 and town.name and town.county and town.name in town.official_name


def test_a_municipality_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        municipality("Larvik").population = 1  # type: ignore[misc]


# --- the council -------------------------------------------------------------------------------------------


@each(
    ("residents", "seats"),
    [
        (200, 11),
        (5_000, 11),
        (5_001, 19),
        (10_000, 19),
        (10_001, 27),
        (50_000, 27),
        (50_001, 35),
        (100_000, 35),
        (100_001, 43),
        (728_714, 43),
    ],
)
def test_council_seats_change_just_above_each_limit_of_the_act(residents: int, seats: int):
    assert council_seats(residents) == seats


def test_council_seats_of_known_municipalities():
    assert municipality("Utsira").council_seats == 11
    assert municipality("Larvik").council_seats == 27
    assert municipality("Oslo").council_seats == 43


@given(st.integers(0, 2_000_000), st.integers(0, 2_000_000))
def test_a_larger_population_never_has_a_smaller_council_and_seats_are_odd(one: int, other: int):
    few, many = sorted((one, other))
    assert council_seats(few) <= council_seats(many)
    assert council_seats(many) % 2 == 1


# --- finding one -------------------------------------------------------------------------------------------


@given(st.sampled_from(TOWNS))
def test_every_municipality_is_found_by_its_code_and_by_itself(town: Municipality):
    assert municipality(town.code) is town
    assert municipality(int(town.code)) is town
    assert municipality(f" {town.code} ") is town
    assert municipality(town) is town


@given(st.sampled_from(TOWNS))
def test_every_municipality_is_found_by_its_name_and_county(town: Municipality):
    assert municipality(f"{town.name}, {town.county}") is town
    assert municipality(f"{town.name} ({town.county})".upper()) is town


WAYS_OF_WRITING = (str, str.upper, str.lower, fold, "  {} ".format, "{} kommune".format)


@given(st.sampled_from(ALONE), st.sampled_from(WAYS_OF_WRITING))
def test_every_name_of_its_own_is_found_however_it_is_written(town: Municipality, written):
    assert municipality(written(town.name)) is town
    assert municipality(written(town.official_name)) is town


def test_all_rows_are_found_by_all_their_names():
    for town in ALONE:
        for name in (town.name, town.official_name, *town.official_name.split(" - ")):
            assert municipality(name) is town


@each(
    ("asked", "code"),
    [
        ("Bodo", "1804"),
        ("bodoe", "1804"),
        ("Aalesund", "1508"),
        ("BÆRUM", "3201"),
        ("baerum", "3201"),
        ("A\u030as", "3218"),  # Å as A and a ring
        ("sor varanger", "5605"),
        ("Guovdageaidnu", "5612"),
        ("karasjohka", "5610"),
        ("Kárášjohka", "5610"),
        ("karasjok", "5610"),
        ("Porsangu", "5622"),
        ("Raarvihke - Røyrvik", "5043"),
        ("Heroey (Nordland)", "1818"),
        ("301", "0301"),
        (301, "0301"),
    ],
)
def test_spellings(asked: str | int, code: str):
    assert municipality(asked).code == code


@each(
    ("name", "answers"),
    [
        ("Herøy", ["1515", "Møre og Romsdal", "1818", "Nordland"]),
        ("heroy", ["1515", "Møre og Romsdal", "1818", "Nordland"]),
        ("Våler", ["3114", "Østfold", "3419", "Innlandet"]),
    ],
)
def test_a_shared_name_is_refused_with_the_code_and_county_of_each(name: str, answers: list[str]):
    with pytest.raises(InputError) as refusal:
        municipality(name)
    for part in (repr(name), *answers):
        assert part in str(refusal.value)


def test_only_two_names_are_shared():
    assert {name for name, count in HOW_MANY_SHARE.items() if count > 1} == {"Herøy", "Våler"}


@each(
    ("asked", "parts"),
    [
        ("Lavrik", ["'Lavrik'", "357", "did you mean 'Larvik'"]),
        ("Trondhiem", ["did you mean 'Trondheim'"]),
        ("barum", ["'Bærum'"]),
        ("3908", ["'3908'", "four-digit", "did you mean", "'3909'"]),
        (9999, ["'9999'", "0301", "5636"]),
        (-1, ["'-1'"]),
    ],
)
def test_an_unknown_name_or_code_is_refused_with_the_nearest(asked: str | int, parts: list[str]):
    with pytest.raises(InputError) as refusal:
        municipality(asked)
    for part in parts:
        assert part in str(refusal.value)


def test_where_nothing_is_near_nothing_is_suggested():
    with pytest.raises(InputError) as refusal:
        municipality("xyzzyq")
    assert "did you mean" not in str(refusal.value)
    assert str(refusal.value)[-1].isalnum()


@each("asked", [None, True, 301.0, ["Larvik"], b"0301"])
def test_what_is_neither_name_nor_code_is_refused(asked: object):
    with pytest.raises(InputError, match="name or its four-digit code") as refusal:
        municipality(asked)  # type: ignore[arg-type]
    assert repr(asked) in str(refusal.value)


@settings(deadline=None)
@given(st.text() | st.integers())
def test_anything_else_is_found_or_refused_in_words(asked: str | int):
    try:
        assert municipality(asked) in TOWNS
    except InputError as refusal:
        assert str(refusal)


# --- near misses and imports -------------------------------------------------------------------------------


def test_nearest_gives_the_names_as_written_or_nothing():
    keys = ["trust.loss_aversion", "trust.initial", "case.months"]
    assert nearest("trust.loss_aversoin", keys, n=1) == "did you mean 'trust.loss_aversion'?"
    assert nearest("TRUST.INITIAL", keys).startswith("did you mean 'trust.initial'")
    assert nearest("bodo", ["Bodø", "Larvik", "Bodø"]) == "did you mean 'Bodø'?"
    assert nearest("q", keys) == ""
    assert nearest("q", []) == ""


@each(
    ("asked", "first"),
    [
        ("trust.loss", "trust.loss_aversion"),  # begun, and not what is spelt most like it
        ("loss_aversion", "trust.loss_aversion"),  # without its group
        ("hmoe", "market.home"),
        ("trust.halp", "trust.halo"),
        ("aversion_loss", "trust.loss_aversion"),
        ("trust", "trust.halo"),  # the group, before names that have the word elsewhere
    ],
)
def test_what_is_begun_or_lacks_its_group_is_nearest(asked: str, first: str):
    keys = ["use.trust", "trust.halo", "trust.loss_aversion", "market.home", "time.total"]
    assert nearest(asked, keys).startswith(f"did you mean {first!r}")


@given(st.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


def test_input_errors_are_value_errors():
    assert issubclass(InputError, ValueError)


def test_finding_a_municipality_loads_no_heavy_library():
    code = (
        "import sys; from model.town.municipalities import municipality; municipality('Larvik'); "
        "print(sorted({'numba', 'numpy', 'pandas', 'mesa', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_gives_the_function_even_after_its_module_was_imported():
    code = "import model.town.municipalities; from model import municipality; print(municipality('Larvik').code)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "3909", done.stderr

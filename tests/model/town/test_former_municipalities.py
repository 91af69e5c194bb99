"""Numbers and names of municipalities that are no longer in force: each is answered with its successors."""

import csv
from importlib.resources import files

import pytest

from agents.errors import InputError
from model.town.former_municipalities import former_by_code, former_municipalities
from model.town.municipalities import municipalities, municipality
from tests.each import each
from tests.shell import called

ROWS = list(
    csv.DictReader(files("model").joinpath("data", "municipality_numbers.csv").read_text(encoding="utf-8").splitlines())
)
PRESENT = {town.code for town in municipalities()}

# How many municipalities Norway had on 1 January, as Statistics Norway published it.
HOW_MANY = {
    2002: 434, 2005: 433, 2006: 431, 2008: 430, 2012: 429, 2013: 428, 2016: 428, 2017: 426, 2018: 422, 2019: 422,
    2020: 356, 2023: 356, 2024: 357,
}  # fmt: skip


def in_force(year: int) -> set[str]:
    return {
        row["number"]
        for row in ROWS
        if int(row["first_year"] or 0) <= year and (not row["last_year"] or int(row["last_year"]) >= year)
    }


def test_every_year_has_as_many_municipalities_as_norway_had():
    assert {year: len(in_force(year)) for year in HOW_MANY} == HOW_MANY


def test_no_number_is_both_in_force_and_former_and_none_was_used_twice():
    assert len({row["number"] for row in ROWS}) == len(ROWS)
    assert {row["number"] for row in ROWS if not row["last_year"]} == PRESENT
    assert not PRESENT & {former.code for former in former_municipalities()}


def test_every_successor_is_in_force_and_every_new_number_succeeds_some_former_one():
    successors = {code for former in former_municipalities() for code in former.successors}
    assert successors <= PRESENT
    assert all(former.successors for former in former_municipalities())
    for year in (2016, 2019, 2023):
        assert PRESENT - in_force(year) <= successors


def test_numbers_went_on_to_these_successors():
    expected = {
        "5401": "5501", "5403": "5601", "3014": "3118", "1507": "1508 1580", "3018": "3114",  # of 2020-2023
        "0709": "3909", "0728": "3909", "0712": "3909", "3805": "3909",  # Larvik and Lardal, four numbers
        "0137": "3114", "0426": "3419", "0231": "3205", "0616": "3322", "0821": "4020", "1444": "1577",
        "1534": "1580", "1504": "1508", "5012": "5055 5056 5059", "1613": "5055 5056 5059", "1850": "1806 1875",
        "1571": "5055", "1567": "5061", "1841": None, "1804": None, "1108": None, "1102": "1108", "1723": "5053",
        "0706": "3907", "0716": "3905", "2012": "5601", "0533": "3234", "0532": "3236",
    }  # fmt: skip
    found = {code: (former := former_by_code(code)) and " ".join(former.successors) for code in expected}
    assert found == expected


@each(
    ("asked", "english", "norwegian"),
    [
        (
            "1507",
            "the number 1507 went out of use in 2024, and Ålesund is now divided between 1508 Ålesund and 1580 Haram: "
            "give 1508 or 1580",
            "nummeret 1507 gikk ut av bruk i 2024, og Ålesund er nå delt mellom 1508 Ålesund og 1580 Haram: "
            "skriv 1508 eller 1580",
        ),
        (709, "the number 0709 went out of use in 2018, and Larvik is now 3909 Larvik: give 3909", "er nå 3909 Larvik"),
        ("3018", "is now 3114 Våler (Østfold): give 3114", "skriv 3114"),
        (
            "Lardal",
            "Lardal (number 0728 until 2017) now belongs to 3909 Larvik: give 3909",
            "Lardal (nummer 0728 til og med 2017) hører nå til 3909 Larvik: skriv 3909",
        ),
        ("skedsmo kommune", "3205 Lillestrøm", "3205 Lillestrøm"),
        ("Tysfjord", "1806 Narvik and 1875 Hamarøy", "skriv 1806 eller 1875"),
        ("Nes (Buskerud)", "3322 Nesbyen", "3322 Nesbyen"),
    ],
)
def test_a_former_number_or_name_is_refused_with_its_successors(asked, english, norwegian):
    with pytest.raises(InputError) as refused:
        municipality(asked)
    assert english in str(refused.value) and norwegian in refused.value.text("nb")
    assert "did you mean" not in str(refused.value)


def test_a_present_name_is_found_though_a_former_municipality_had_it_too():
    assert {name: municipality(name).code for name in ("Haram", "Ålesund", "Nes", "Os", "Bø", "Sande", "Larvik")} == {
        "Haram": "1580", "Ålesund": "1508", "Nes": "3228", "Os": "3430", "Bø": "1867", "Sande": "1514",
        "Larvik": "3909",
    }  # fmt: skip


def test_names_are_shown_with_the_county_where_two_share_them_and_are_found_as_shown():
    labels = {town.code: town.label for town in municipalities()}
    assert {code: label for code, label in labels.items() if "(" in label} == {
        "1515": "Herøy (Møre og Romsdal)", "1818": "Herøy (Nordland)",
        "3114": "Våler (Østfold)", "3419": "Våler (Innlandet)",
    }  # fmt: skip
    assert {code: municipality(label).code for code, label in labels.items()} == {code: code for code in labels}


@each("command", [["compare", "--municipality", "1507", "--dry-run"], ["municipalities", "1507"]])
def test_the_command_line_names_the_successors(command, tmp_path):
    done = called(*command, cwd=tmp_path)
    assert done.returncode == 2 and "1508 Ålesund and 1580 Haram" in done.stderr

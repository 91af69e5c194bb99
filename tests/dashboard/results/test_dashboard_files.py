"""Files of the results: tables, figures and reports hold the numbers, and say where they come from."""

import html
import io

import pandas as pd
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.content.files import paper
from dashboard.content.files.exports import comparison_of, csv_of, file_name, link_of, runs_of
from dashboard.state import Settings, checked, from_link
from dashboard.workers.paper import make
from model.outcomes.outcomes import NAMES
from tests.helpers.finished import finished


def test_downloads_hold_everything(results):
    table = pd.read_csv(io.StringIO(csv_of(results)), dtype={"municipality": str})
    expected = runs_of(results)
    assert list(table)[: len(expected.columns)] == list(expected) and len(table) == 3 * 3 * 14
    assert (table[list(NAMES)].astype("f4") == expected[list(NAMES)].astype("f4")).all(axis=None)
    assert table["settings"][0].startswith("lang=en&citizens=300&months=14&seeds=3&set=needs.wickedness%3A1.5")
    assert from_link(table["settings"][0]).settings == results.settings
    assert (table["municipality"][5], table["municipality_name"][5], table["citizens"][5]) == ("3909", "Larvik", 300)
    assert "3 repeats" in table["caveat"][0] and table["link"][0].endswith(table["settings"][0])


def test_every_paper_has_town_settings_seeds_caveat_and_link(results):
    """Each is made as a worker makes it: figure and slide as SVG (texts are in the metadata), and report."""
    address = "https://samskaping.example.no/kommune/"
    link = link_of(results.settings, address, "nb")
    assert (
        link.startswith(f"{address}?lang=nb&citizens=300")
        and from_link(link.partition("?")[2]).settings == results.settings
    )
    for kind in ("svg", "slide-svg", "report"):
        unit = paper.unit_of(results, kind, address, "Endret: noe = 1,5", "nb")
        *_, (message, content) = [step for step in make(unit.payload) if step is not None]
        written = html.unescape(content.decode())
        wanted = ["Larvik", "300 innbyggere", "14 måneder", link]
        wanted += ["needs.wickedness = 1,5", "gjentakelse 1–3"] if kind == "report" else ["nr. 1–3", "kjente funn"]
        assert message == "made" and not [one for one in wanted if one not in written], kind
        assert (
            unit.name
            == paper.unit_of(results, kind, address, "", "nb").name
            != paper.unit_of(results, kind, "", "", "nb").name
        )
    for bad in ("javascript:alert(1)", "https://x/?a", "https://x/ y", "https://" + "x" * 300, None, 7):
        assert link_of(results.settings, bad, "nb").startswith("?lang=nb")


def test_arms_and_the_own_paradigm_have_titles_in_a_report():
    settings = from_link(
        "scenario=svarstad&citizens=300&months=2&seeds=1&paradigms=svarstad/desk,svarstad/arena,own"
    ).settings
    made = comparison_of(finished(settings), last=True)
    assert made.names == settings.paradigms and made.way == "arm"
    labels = list(made.labels("nb").values())
    assert labels[2] == "Din egen, fra NPG" and "svarstad/desk" not in labels


def test_the_download_for_excel_holds_the_same_numbers(results):
    plain, excel = csv_of(results), csv_of(results, excel=True)
    assert excel.startswith("\ufeffparadigm;seed;month;fit;")
    same = pd.read_csv(io.StringIO(excel.removeprefix("\ufeff")), sep=";", decimal=",")
    pd.testing.assert_frame_equal(same, pd.read_csv(io.StringIO(plain)), check_exact=True)


def test_downloads_have_names_of_their_own_in_plain_letters():
    bodo = checked(Settings(municipality="Bodø"))
    assert [file_name(bodo, kind) for kind in ("csv", "excel", "png", "svg")] == [
        "samskaping-bodo-1804.csv", "samskaping-bodo-1804-excel.csv", "samskaping-bodo-1804.png",
        "samskaping-bodo-1804.svg",
    ]  # fmt: skip
    assert file_name(checked(Settings(municipality="Nordre Follo")), "csv") == "samskaping-nordre-follo-3207.csv"

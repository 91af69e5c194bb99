"""The bibliography is read whole, and its citations and reference list come out as people write them."""

from __future__ import annotations

import re

from model.references import FILE, cite, cited_keys, entries, full, ordered, short, works

TEXT = FILE.read_text(encoding="utf-8")


def test_the_reader_takes_every_entry_and_every_field_of_the_file() -> None:
    assert len(entries()) == len(re.findall(r"^@", TEXT, re.MULTILINE)) > 80
    fields = sum(len(entry) - 1 for entry in entries().values())  # without `type`
    assert fields == len(re.findall(r"^  \w+ = ", TEXT, re.MULTILINE))
    assert TEXT.count("{") == TEXT.count("}")
    assert list(entries()) == sorted(entries())


def test_an_entry_has_what_a_reference_list_needs() -> None:
    needed = {"article": "journal", "book": "publisher", "incollection": "booktitle", "inproceedings": "booktitle"}
    needed |= {"techreport": "institution", "misc": "howpublished"}
    faults = []
    for key, entry in entries().items():
        if not entry.get("title") or not entry.get(needed[entry["type"]]):
            faults.append(f"{key}: title or {needed[entry['type']]}")
        if not re.fullmatch(r"\d{4}", entry.get("year", "2000")):
            faults.append(f"{key}: year")
        if "doi" in entry and not re.fullmatch(r"10\.\d{4,9}/\S+", entry["doi"]):
            faults.append(f"{key}: {entry['doi']}")
        if not all(re.fullmatch(r"[MP]\d+", code) for code in entry.get("keywords", "M1").split(", ")):
            faults.append(f"{key}: {entry['keywords']}")
        if "Not read" in entry.get("note", "") and "keywords" in entry:
            faults.append(f"{key}: a work that was not read supports nothing")
    assert faults == []


def test_short_citations() -> None:
    assert short("olken2010") == "Olken (2010)"
    assert short("herd2018") == "Herd & Moynihan (2018)"
    assert short("petersen2019") == "Petersen et al. (2019)"
    assert short("ks-konsulent") == "KS-Konsulent (n.d.)"
    assert cite("M6, @herd2018: a, @olken2010.") == "M6, Herd & Moynihan (2018): a, Olken (2010)."
    assert cited_keys("@herd2018 and @olken2010, @herd2018; post@example") == ("herd2018", "olken2010")


def test_works_of_a_mechanism() -> None:
    assert {"herd2018", "deshpande2019"} <= set(works("M6"))
    assert works("P19") == ("deshpande2019",) and works("M60") == ()


def test_a_reference_list_is_by_author_and_gives_the_doi() -> None:
    assert ordered(["olken2010", "kampen2006", "olken2010"]) == ["kampen2006", "olken2010"]
    assert full("herd2018").startswith("Herd, P. & Moynihan, D. P. (2018). *Administrative Burden")
    assert full("ostrom1996") == (
        "Ostrom, E. (1996). Crossing the Great Divide: Coproduction, Synergy, and Development. *World Development*, "
        "24(6), 1073–1087. <https://doi.org/10.1016/0305-750X(96)00023-X>"
    )

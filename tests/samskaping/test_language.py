"""Texts in the reader's language: numbers, lists, values, missing and outdated texts, and a further language."""

import datetime
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agents.errors import InputError, suggestion
from samskaping import catalogue
from samskaping.catalogue import LOCALES, SOURCE, languages, preferred, translate
from samskaping.command import asked_language
from samskaping.language import Joined, Listing, Message, Texts, Versions, language_name, localised, written_day
from tests.shell import environment

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\N{NO-BREAK SPACE}"

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "{n:,} of {share:.1f} {what}"
msgstr "{what}: {share:.1f} av {n:,}"

msgid "a {colour} house"
msgstr "eit {colour} hus"

msgid "red"
msgstr "raudt"

msgctxt "test.table.title"
msgid "title"
msgstr "tittel"

#, fuzzy
msgctxt "test.table.changed"
msgid "the new English"
msgstr "den gamle teksten"

msgid "{person.__class__} and {person[0]}"
msgstr "{person.__class__.__mro__} og {person[0]}"
"""


@pytest.fixture
def nynorsk(tmp_path, monkeypatch):
    """A locale folder with a few texts in nn and nothing else."""
    _write(tmp_path, "nn", "test", CATALOGUE)
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _write(folder, language, package, text):
    path = folder / language / "LC_MESSAGES" / f"{package}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _forget():
    catalogue.languages.cache_clear()
    catalogue._translations.cache_clear()
    catalogue.formats_of.cache_clear()


def test_numbers_are_written_as_the_language_writes_them():
    wrong = []
    for number, norwegian in (
        ("1,234,567.5", f"1{NBSP}234{NBSP}567,5"), ("0.5", "0,5"), ("-12", "-12"), ("1e-05", "1e-05"), ("", ""),
    ):  # fmt: skip
        if localised(number, "en") != number or localised(number, "nb") != norwegian:
            wrong.append((number, localised(number, "en"), localised(number, "nb")))
    assert wrong == []
    message = Message("{n:,} and {share:.2f} and {flag} and {text}", n=12345, share=0.25, flag=True, text="1.5")
    assert message.text("en") == "12,345 and 0.25 and True and 1.5"
    assert message.text("nb") == f"12{NBSP}345 and 0,25 and True and 1.5"  # a text is put in as it is


def test_lists_are_joined_as_the_language_joins_them():
    assert [Listing(["a", "b", "c"][:n]).text("en") for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert Listing(["a", "b", "c"], "or").text("nb") == "a, b eller c"
    assert Listing([0.5, 1.5]).text("nb") == "0,5 og 1,5"
    assert Joined("; ", ["a", "", Message("b"), 0.5]).text("nb") == "a; b; 0,5"


def test_days_are_written_as_the_language_writes_them():
    day = datetime.date(2026, 11, 29)
    assert [written_day(day, one) for one in ("en", "nb", "nn")] == [
        "29 November 2026", "29. november 2026", "29. november 2026",
    ]  # fmt: skip


def test_values_are_rendered_in_the_language_of_the_sentence(nynorsk):
    message = Message("a {colour} house", colour=Message("red"))
    assert (message.text("en"), message.text("nn")) == ("a red house", "eit raudt hus")
    assert Message("{n:,} of {share:.1f} {what}", n=1000, share=0.5, what="x").text("nn") == f"x: 0,5 av 1{NBSP}000"
    error = pickle.loads(pickle.dumps(InputError("a {colour} house", colour=Message("red"))))
    assert str(error) == "a red house" and error.text("nn") == "eit raudt hus"


def test_braces_in_values_are_text_and_names_in_braces_reach_into_nothing(nynorsk):
    hostile = "{person.__class__} {0} {} {{x}} %s"
    for template in ("a {colour} house", "{n:,} of {share:.1f} {what}"):
        values = {"colour": hostile, "n": 1, "share": 1.0, "what": hostile}
        for language in ("en", "nn"):
            assert hostile in Message(template, **values).text(language)
    for language in ("en", "nn"):
        with pytest.raises(KeyError):  # "person.__class__" is a name here, and nobody gave it
            Message("{person.__class__} and {person[0]}", person=["x"]).text(language)
    assert Message("a sentence without values may hold {braces}").text("nn").endswith("{braces}")


def test_a_missing_text_stays_english_and_an_outdated_one_shows_the_new_english(nynorsk):
    texts = Texts("test.table", {"title": "title", "changed": "the new English", "missing": "missing"})
    try:
        assert [texts(key, "nn") for key in texts] == ["tittel", "the new English", "missing"]
        assert [texts(key) for key in texts] == ["title", "the new English", "missing"]
        assert texts.message("title").text("nn") == "tittel"
        with pytest.raises(KeyError):
            texts("unknown", "nn")
    finally:
        Texts.tables.remove(texts)
    assert translate("", "", "nn") == ""  # not the header of the catalogue
    assert translate("title", "test.another", "nn") == "title"


def test_a_text_missing_in_nynorsk_is_bokmaal_and_one_missing_in_both_is_english(nynorsk):
    bokmaal = 'msgid "blue"\nmsgstr "blå"\n\nmsgid "red"\nmsgstr "rødt"\n'
    _write(nynorsk, "nb", "test", f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n{bokmaal}')
    _forget()
    assert [translate(word, "", "nn") for word in ("red", "blue", "green")] == ["raudt", "blå", "green"]
    assert [translate(word, "", "nb") for word in ("red", "blue", "green")] == ["rødt", "blå", "green"]
    assert [preferred(code) for code in ("nn", "nb", "en", "xx")] == [
        ("nn", "nb", "en"),
        ("nb", "en"),
        ("en",),
        ("xx", "en"),
    ]
    title = Versions({"en": "Mine", "nb": "Min"})
    assert [title.text(code) for code in ("nn", "nb", "xx")] == ["Min", "Min", "Mine"]
    assert Versions({"en": "Mine", "nn": "Min eigen"}).text("nb") == "Mine"


def test_an_unknown_language_shows_english():
    assert languages()[0] == SOURCE and "nb" in languages()
    assert translate("the manifest", "", "xx") == "the manifest"
    assert [language_name(code) for code in ("en", "nb", "nn")] == ["English", "Bokmål", "Nynorsk"]
    assert language_name("da") == "Dansk"


def test_a_suggestion_is_in_the_language_of_the_reader():
    assert suggestion("trst", ["trust", "fit"]).text("nb") == "; mente du 'trust'?"
    assert suggestion("zzz", ["trust"]).text("nb") == ""


def test_the_language_asked_for_is_known_before_the_command_line_is_parsed():
    wrong = []
    for arguments, language in (
        ("", "en"), ("compare --lang nb", "nb"), ("compare --lang=nb", "nb"), ("--lang nb compare", "nb"),
        ("compare --lang", "en"), ("compare --lang xx", "en"), ("compare --lang nb --lang en", "en"),
        ("compare -- --lang nb", "en"), ("compare --langnb", "en"),
    ):  # fmt: skip
        if asked_language(arguments.split()) != language:
            wrong.append(arguments)
    assert wrong == []


def test_a_changed_english_text_keeps_its_translation_marked_as_outdated(tmp_path, monkeypatch):
    from tools import catalogues

    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    texts = {("x.title", "the old text"): [], ("", "a sentence"): ["a.py"]}
    old = catalogues.updated(catalogues.read("nn", "x"), texts)
    old.get("the old text", "x.title").string = "gamal"
    old.get("a sentence").string = "ei setning"
    catalogues.write(old, catalogues.path_of("nn", "x"))
    changed = {("x.title", "the new text"): [], ("", "a sentence"): ["b.py"]}
    new = catalogues.updated(catalogues.read("nn", "x"), changed)
    catalogues.write(new, catalogues.path_of("nn", "x"))
    found = list(catalogues.gaps(catalogues.read("nn", "x"), changed))
    assert found == ["the English has changed since it was translated: [x.title] the new text"]
    assert catalogues.read("nn", "x").get("the new text", "x.title").string == "gamal"
    assert list(catalogues.faults(catalogues.read("nn", "x"), {})) == [
        "unused: [x.title] the new text", "unused: a sentence",
    ]  # fmt: skip


FURTHER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Usage:"
msgstr "Brug:"

msgid "List the outcomes: unit, meaning, direction."
msgstr "Vis udfaldene: enhed, betydning, retning."

msgctxt "experiments.output.meaning"
msgid "meaning"
msgstr "betydning"

msgid "error: {message}"
msgstr "fejl: {message}"
"""


def test_a_further_language_is_only_a_file(tmp_path):
    shutil.copytree(LOCALES, tmp_path / "locale")
    _write(tmp_path / "locale", "da", "experiments", FURTHER)
    start = (
        "import sys; from pathlib import Path; from samskaping import catalogue; "
        f"catalogue.LOCALES = Path({str(tmp_path / 'locale')!r}); "
        "from samskaping.command import main; sys.argv = ['samskaping', *sys.argv[1:]]; sys.exit(main())"
    )

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", start, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    code, out, _ = run("--lang", "da", "--help")
    assert code == 0 and "Brug: samskaping" in out
    assert "udfaldene: enhed" in out and "Search Norway's municipalities." in out  # English where da has no text
    code, out, _ = run("outcomes", "trust", "--lang", "da")
    assert code == 0 and "betydning" in out and "better" in out
    code, _, err = run("outcomes", "zzz", "--lang", "da")
    assert code == 2 and err.startswith("fejl: 'zzz' was not found in")
    code, _, err = run("outcomes", "--lang", "xx")
    assert code == 2 and "da (Dansk), nb (Bokmål), nn (Nynorsk)" in err


def test_numbers_lists_and_days_follow_a_language_once_most_of_its_texts_are_translated(nynorsk):
    whole = "".join(f'msgid "t{n}"\nmsgstr "x{n}"\n\n' for n in range(10))
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    _write(nynorsk, "nb", "test", head + whole)
    _write(nynorsk, "da", "test", head + whole.partition('msgid "t5"')[0])
    _write(nynorsk, "de", "test", head + whole.partition('msgid "t2"')[0])
    _forget()
    assert Message("{n:,}", n=3000).text("de") == "3,000" and Message("{n:,}", n=3000).text("da") == "3.000"
    assert Listing(["a", "b"]).text("de") == "a and b" and Listing(["a", "b"]).text("da") == "a og b"
    assert [written_day(datetime.date(2026, 11, 9), one) for one in ("de", "da")] == [
        "9 November 2026",
        "9. november 2026",
    ]


def test_a_folder_of_ones_own_without_languages_is_refused(tmp_path, monkeypatch, capsys):
    from experiments.cli.command_line import main

    (tmp_path / "empty").mkdir()
    faults = {
        ("gone", "en"): "is not valid: there is no such folder. Name a folder that holds languages, as in FOLDER/da/",
        ("empty", "nb"): "er ikke gyldig: Det er ingen språk i mappen",
    }
    for (name, language), wanted in faults.items():
        monkeypatch.setenv("SAMSKAPING_LOCALE", str(tmp_path / name))
        assert main(["outcomes", "--lang", language]) == 2
        said = capsys.readouterr().err
        assert wanted in said and "SAMSKAPING_LOCALE" in said and name in said
    assert main(["--version"]) == 0 and main(["outcomes", "--help"]) == 0


def test_a_library_user_is_warned_of_such_a_folder_once(tmp_path):
    code = "import warnings\nwith warnings.catch_warnings(record=True) as said:\n    warnings.simplefilter('always')\n"
    code += "    from experiments import Arm, own_town\nprint(len(said), said[0].filename, said[0].message)"
    gone = {**environment(), "SAMSKAPING_LOCALE": str(tmp_path / "gone")}
    done = subprocess.run([sys.executable, "-c", code], env=gone, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("1 <string> SAMSKAPING_LOCALE = "), done.stdout + done.stderr
    assert "there is no such folder" in done.stdout and "Until then" in done.stdout


def test_a_slip_in_a_translation_shows_the_english(monkeypatch):
    texts = Texts("test.slip", {"runs": "{runs:,} runs"})
    try:
        monkeypatch.setattr("samskaping.language.translate", lambda english, context, code: "{løb:,} kørsler")
        assert texts("runs", "nb", runs=1200) == f"1{NBSP}200 runs"
        assert Message("{runs:,} runs", runs=3).text("nb") == "3 runs"
    finally:
        Texts.tables.remove(texts)

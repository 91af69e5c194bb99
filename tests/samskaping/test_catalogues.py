"""The catalogues are in step with the code, and their texts are whole."""

import re
import string

import pytest

from samskaping.catalogue import SOURCE, languages
from tests.model.parameters.test_texts import norwegian_faults
from tools import catalogues
from tools.catalogues import PACKAGES, faults, gaps, main, may_be_incomplete, read, sentences, texts_in_code

TRANSLATED = [code for code in languages() if code != SOURCE]


@pytest.fixture(scope="module")
def texts():
    return texts_in_code()


def test_every_text_is_translated_and_none_is_left_over(texts):
    found = []
    for language in TRANSLATED:
        for package, wanted in texts.items():
            catalogue = read(language, package)
            lacking = [] if may_be_incomplete(language) else gaps(catalogue, wanted)
            found += [f"{language} {package}: {fault}" for fault in (*lacking, *faults(catalogue, wanted))]
    assert found == []


def test_a_language_near_another_may_lack_texts_but_hold_no_wrong_ones(texts, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    monkeypatch.setattr(catalogues, "texts_in_code", lambda: {"agents": texts["agents"]})
    path = catalogues.path_of("nn", "agents")
    path.parent.mkdir(parents=True)
    english = next(iter(texts["agents"]))[1]
    text = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(text, "utf-8")
    assert main(["nn", "--check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"note: nn agents: missing: {english}", "nn: 1 texts, 1 missing or outdated, 0 with a fault",
    ]  # fmt: skip
    path.write_text(f'{text}msgid "gone"\nmsgstr "borte"\n\nmsgid "{english}"\nmsgstr "{{another}}"\n', "utf-8")
    assert main(["nn", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "nn agents: unused: gone", f"nn agents: names that the English does not have (another): {english}",
        "nn: 1 texts, 0 missing or outdated, 2 with a fault",
    ]  # fmt: skip


def test_nynorsk_holds_no_words_of_bokmaal():
    """The texts were edited from the bokmål, so its commonest words show where the editor missed one."""
    wrong = []
    for package in PACKAGES:
        for message in read("nn", package):
            shown = re.sub(r"`[^`]*`|'[^']*'|\[[a-z]+\]|https?://\S+|\S+\.(?:md|toml)", "", _words(str(message.string)))
            wrong += [(word, shown) for word in re.findall(r"[a-zæøå]+", shown.lower()) if word in BOKMAAL]
    assert wrong == []


BOKMAAL = set(
    "ikke jeg hva hvem hvor hvordan hvorfor hvilke hvilken hver hvert hvis fra mer flere noen bare selv deres et "
    "være ble blitt gjør gjøre uten høyere lavere lav innbyggere innbyggerne innbygger tjeneste tjenester "
    "tjenesten tjenestene kommuner kommunene måned måneder regler reglene forskjell forskjellen sammenligne "
    "sammenlign sammenligning løsning løsninger ansatte virkning kjøring kjøringer kjør lenke lenken gjentakelse "
    "gjentakelser endret mulig velg enhet enheter åpen åpne begrunnelse mappen filen navn kilde kilden skrevet "
    "tatt sammen oppgave oppgaver rettferdighet usikkerhet beslutning beslutninger".split()
)


def test_every_sentence_can_stand_in_a_catalogue():
    found = [f"{path}:{line}" for package in PACKAGES for path, line, text in sentences(package) if text is None]
    assert found == []


def test_translations_keep_blanks_at_their_ends_and_commands_as_they_are(texts):
    """The names in braces are checked with the rest; here are parts that a reader copies or a program joins."""
    wrong = []
    for language in TRANSLATED:
        for package in PACKAGES:
            for message in read(language, package):
                english, other = str(message.id), str(message.string)
                ends = [(text[:1].isspace(), text[-1:].isspace()) for text in (english, other)]
                options = [set(re.findall(r"(?<!\w)--[a-z-]+", text)) - {"--lang"} for text in (english, other)]
                if other and message.id and (ends[0] != ends[1] or options[0] != options[1]):
                    wrong.append((language, english, other))
    assert wrong == []


def test_norwegian_is_written_with_its_own_letters():
    wrong = [
        (str(message.id), problem)
        for package in PACKAGES
        for message in read("nb", package)
        if (
            problem := norwegian_faults(
                re.sub(r"`[^`]*`|'[^']*'|\b[A-Z]\b|(?<!\w)--[a-z-]+", "", _words(str(message.string)))
            )
        )
    ]
    assert wrong == []


def test_negative_numbers_have_a_minus_sign_unless_a_reader_types_them():
    """What is typed, such as `-0.1`, has a decimal point."""
    hyphen = re.compile(r"(?<![\w.,\-=:*])-\d+(?!\d*\.\d)\b")
    messages = [str(message.string) for one in TRANSLATED for package in PACKAGES for message in read(one, package)]
    assert [text for text in messages if hyphen.search(text)] == []


def _words(template: str) -> str:
    """Return a template without the names in its braces."""
    return "".join(text for text, *_ in string.Formatter().parse(template)) if _is_template(template) else template


def _is_template(text: str) -> bool:
    try:
        return any(name is not None for _, name, *_ in string.Formatter().parse(text))
    except ValueError:
        return False

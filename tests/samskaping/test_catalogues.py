"""The catalogues are in step with the code, and their texts are whole."""

import re
import string

import pytest

from samskaping.catalogue import SOURCE, languages
from tests.model.parameters.test_texts import norwegian_faults
from tools.catalogues import PACKAGES, faults, read, sentences, texts_in_code

TRANSLATED = [code for code in languages() if code != SOURCE]


@pytest.fixture(scope="module")
def texts():
    return texts_in_code()


def test_every_text_is_translated_and_none_is_left_over(texts):
    found = [
        f"{language} {package}: {fault}"
        for language in TRANSLATED
        for package, wanted in texts.items()
        for fault in faults(read(language, package), wanted)
    ]
    assert found == []


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
        if (problem := norwegian_faults(re.sub(r"`[^`]*`|'[^']*'|\b[A-Z]\b", "", _words(str(message.string)))))
    ]
    assert wrong == []


def _words(template: str) -> str:
    """Return a template without the names in its braces."""
    return "".join(text for text, *_ in string.Formatter().parse(template)) if _is_template(template) else template


def _is_template(text: str) -> bool:
    try:
        return any(name is not None for _, name, *_ in string.Formatter().parse(text))
    except ValueError:
        return False

"""Texts people read: nothing is without words in either language, and the Norwegian has its own letters."""

from __future__ import annotations

import re

from model.outcomes.outcomes import NAMES, OUTCOMES, Outcome
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS, Preset
from model.parameters.parameters import Parameters
from samskaping.language import languages
from tests.each import each

DECLARED = (*Parameters.declarations(), *Paradigm.declarations())

# Certain signs of å, ø and æ typed as plain letters. Forms that are also other words ("for", "sa") are left out.
TYPED_PLAIN = re.compile(
    r"""\b(
    a | pa | nar | gar | far | ma | ar | arlig\w* | sma | apen\w* | maned\w* | arsak\w* | enna | bade |
    niva\w* | mal | maler | males | umalt | omrad\w* | ogsa | sprak\w* | klarsprak | sok | soke[rs]? |
    soknad\w* | losning\w* | \w*sporsel\w* | \w*skjonn\w* | stotte\w* | mote[rt]? | hort | horer |
    folger | folge[st]? | oker | okning | lonn\w* | stoy | storre\w* | storst\w* | forste |
    utfor(e|er|es|t|ing) | ovelse\w* | \w*tilboyelig\w* | darlig\w* | narhet | fravar | opplaring |
    tarer
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


ENGLISH = re.compile(r"\b(the|is|not|must|valid|given?|unknown|did|you|whole|number|and|with|has|are|no|it|line)\b")


def norwegian_faults(text: str) -> list[str]:
    """Return what is visibly wrong with a Norwegian text."""
    faults = [match.group(0) for match in TYPED_PLAIN.finditer(text)]
    return faults + [mark for mark in ("Ã", "â€", "\N{REPLACEMENT CHARACTER}") if mark in text]


def message_faults(told: str) -> list[str]:
    """Return what is not Norwegian in a message, but for commands, what was given, and what stands in brackets."""
    plain = re.sub(r"`[^`]*`|'[^']*'|--?[a-z]+|\([^)]*\)", "", told)
    return ENGLISH.findall(plain) + norwegian_faults(plain)


def assert_prose(english: str, norwegian: str) -> None:
    """Fail unless both texts are there, differ, and stand alone as one line."""
    for text in (english, norwegian):
        assert text and text == text.strip()
        assert "  " not in text and "\n" not in text, text
        assert text[0].isupper() or text[0].isdigit(), text
        assert not text.endswith("."), f"{text}: help has no full stop"
        assert text.count("(") == text.count(")"), text
    assert english != norwegian
    assert norwegian_faults(norwegian) == []


@each("text", ["Hvordan alvor driver soknad", "Ganger den levde andelen i alle omrader", "Bra a vite"])
def test_plain_letters_are_seen(text):
    assert norwegian_faults(text)


@each("text", ["Måneder mellom valgene", "Sjanse for at en åpen sak følges opp", "Alt bra med en mening"])
def test_right_letters_are_not_faulted(text):
    assert norwegian_faults(text) == []


@each("declared", DECLARED)
def test_a_declaration_says_what_it_is_in_both_languages(declared):
    assert_prose(declared.help_en, declared.help("nb"))
    assert declared.unit.strip()
    assert declared.mechanism.strip() and declared.number_source.strip()


@each("declared", [d for d in DECLARED if d.kind == "choice"])
def test_norwegian_help_explains_every_english_word_to_choose(declared):
    assert [word for word in declared.choices if f"({word})" not in declared.help("nb")] == []


def test_no_two_parameters_of_a_group_share_a_help_text():
    for language in languages():
        said = [(d.name.rsplit(".", 1)[0], d.help(language)) for d in DECLARED]
        assert sorted(text for text in set(said) if said.count(text) > 1) == []


@each("outcome", OUTCOMES)
def test_an_outcome_says_what_it_is_in_both_languages(outcome: Outcome):
    assert_prose(outcome.help_en, outcome.help("nb"))
    for label in (outcome.label_en, outcome.label("nb")):
        assert 0 < len(label) <= 45
    assert norwegian_faults(outcome.label("nb")) == []
    assert outcome.unit.strip()


def test_outcome_labels_tell_outcomes_apart():
    assert len(set(NAMES)) == len(OUTCOMES)
    assert len({outcome.label_en for outcome in OUTCOMES}) == len(OUTCOMES)
    assert len({outcome.label("nb") for outcome in OUTCOMES}) == len(OUTCOMES)


@each("preset", PRESETS.values())
def test_a_preset_tells_its_story_in_both_languages(preset: Preset):
    for text in (preset.title_en, preset.title("nb"), preset.story_en, preset.story("nb")):
        assert text and text == text.strip()
    assert preset.story_en.endswith(".") and preset.story("nb").endswith(".")
    assert preset.story_en != preset.story("nb")
    assert norwegian_faults(" ".join((preset.title("nb"), preset.story("nb")))) == []

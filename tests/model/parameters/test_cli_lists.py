"""Commands that list: parameters, paradigms, municipalities; searched, as JSON, in both languages."""

import json

from experiments.cli.command_line import main
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from model.parameters.parameters import Parameters
from tests.each import each


def test_parameters_lists_every_declaration(capsys):
    assert main(["parameters", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    declared = [*Parameters.declarations(), *Paradigm.declarations()]
    assert [row["name"] for row in told] == [d.name for d in declared]
    for row in told:
        assert row["unit"] and row["mechanism"] and row["number_source"] and row["help_en"] and row["help_nb"]
        assert row["source"].endswith(row["number_source"])  # both in one, for older readers
        assert row["kind"] in ("switch", "choice") or row["low"] <= row["default"] <= row["high"]


def test_a_parameters_two_sources_and_the_works_behind_them_are_shown(capsys):
    assert main(["parameters", "tendering", "--lang", "nb"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "mekanisme: M10, P31 – Andersson mfl. (2019)" in text and "2,7 % av kontraktsverdien" in text
    listed = text.split("Referanser")[1]
    assert "Petersen, O. H." in listed and "https://doi.org/10.1093/cesifo/ifz009" in listed


def test_parameters_are_searched_by_name_and_help(capsys):
    assert main(["parameters", "loss_aver"]) == 0
    text = capsys.readouterr().out
    assert "trust.loss_aversion" in text and "1 to 5" in text and "trust.start" not in text
    asked = next(d for d in Paradigm.declarations() if d.name == "rules.position.facilitation")
    assert main(["parameters", asked.help_en, "--lang", "nb"]) == 0
    text = capsys.readouterr().out
    assert asked.name in text and all(word in text for word in asked.help("nb").split())
    assert max(map(len, text.splitlines())) <= 100


@each("listed", ["outcomes trust", "parameters trust", "paradigms", "paradigms NPG", "municipalities"])
def test_headings_and_units_of_lists_are_norwegian(listed, capsys):
    assert main([*listed.split(), "--lang", "nb"]) == 0
    told = " ".join(capsys.readouterr().out.split("\nReferanser")[0].split())  # titles of works stay as they are
    english = ("name", "title", "rule", "default", "valid", "help", "unit", "of", "better", "code", "county", "share")
    assert not [word for word in english if f" {word} " in told]


def test_every_listed_name_can_be_set(here, capsys):
    declared = [*Parameters.declarations(), *Paradigm.declarations()]
    some = [d for d in declared if not d.name.startswith("rules.")]
    values = {d.name: str(d.default).lower() if isinstance(d.default, bool) else f"{d.default}" for d in some}
    settings = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    assert main(["compare", "--dry-run", *settings]) == 0, capsys.readouterr().err


def test_paradigms_are_listed_and_shown(capsys):
    assert main(["paradigms", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(PRESETS)
    assert main(["paradigms"]) == 0
    assert "Traditional public administration" in capsys.readouterr().out
    assert main(["paradigms", "thick", "--lang", "nb"]) == 0
    text = capsys.readouterr().out
    assert "rules.aggregation.weight_design" in text and "status-quo" in text and "partnere" in text
    assert main(["paradigms", "NPG", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert rules["rules.aggregation.weight_design"] == 0.5


def test_a_paradigms_values_are_argued(capsys):
    assert main(["paradigms", "NPG", "--why", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["rules"]["rules.choice.discretion"]
    assert shown["value"] == 0.65 and shown["range"] == [0.5, 0.8] and shown["argument"].startswith("Staff cannot")
    assert main(["paradigms", "tpa", "--why", "--lang", "nb"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "spenn" in text and "0.3 til 0.7" in text and "varieres ikke" in text
    assert main(["paradigms", "responsive", "--why"]) == 2 and "variant" in capsys.readouterr().err
    assert main(["paradigms", "--why"]) == 2


def test_municipalities_are_searched_by_name_county_and_number(capsys):
    assert main(["municipalities", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 357
    for part in ("larv", "3909", "LARVIK"):
        assert main(["municipalities", part]) == 0
        assert "3909" in capsys.readouterr().out
    assert main(["municipalities", "guovdageaidnu", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["Kautokeino"]


def test_the_list_says_whose_values_the_defaults_of_rules_are(capsys):
    for language, words in (("en", "is its value in the status quo"), ("nb", "er verdien i dagens styring")):
        assert main(["parameters", "rules.choice", "--lang", language]) == 0
        assert words in " ".join(capsys.readouterr().out.split())
        assert main(["parameters", "trust.gain", "--lang", language]) == 0
        assert words not in " ".join(capsys.readouterr().out.split())

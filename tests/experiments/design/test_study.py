"""Study files: what they say, what is refused and in which words, and which points a design makes."""

import itertools
import json

import numpy as np
import pytest

from agents.errors import InputError
from experiments.defaults import CITIZENS
from experiments.design.study import read_study, study_of
from experiments.sweeps.results import read_results
from experiments.sweeps.runner import sweep
from model.outcomes.outcomes import NAMES
from tests.each import each
from tests.model.parameters.test_texts import message_faults

PILOT = """\
name = "pilot"
months = 60
seeds = 10                      # paired across all points; or a list of integers
outcomes = ["fit", "trust"]     # default: all
keep = "last"                   # "last", "yearly" or "all" months
[design]
kind = "factorial"
[base]
municipality = "Bodø"
citizens = 500
[factors]
paradigm = ["TPA", "NPM", "NPG"]
"trust.loss_aversion" = [1.5, 2.0, 3.0]
"""


def sampled(kind: str, samples: int, more: str = "") -> str:
    return f"""\
months = 3
seeds = [7]
[design]
kind = "{kind}"
samples = {samples}
{more}
[factors]
"trust.loss_aversion" = {{ low = 1.0, high = 3.0 }}
"trust.gain" = {{ low = 0.1, high = 0.3 }}
"town.warm_up" = {{ low = 0, high = 6 }}
paradigm = ["TPA", "NPG"]
"""


def test_the_study_of_the_documentation():
    study = study_of(PILOT)
    assert (study.name, study.months, study.seeds) == ("pilot", 60, range(1, 11))
    assert study.outcomes == ("fit", "trust") and study.kept_months == (60,)
    points = list(study.points())
    levels = itertools.product(["TPA", "NPM", "NPG"], [1.5, 2.0, 3.0])
    assert points == [{"paradigm": p, "trust.loss_aversion": a} for p, a in levels]
    assert study.size == 90 == len(list(study.jobs()))
    run = study.run(points[0], 3).checked()
    assert (run.town.name, run.citizens, run.seed, run.parameters.trust.loss_aversion) == ("Bodø", 500, 3, 1.5)


def test_defaults_are_those_of_the_command_line():
    study = study_of("seeds = 1\n[factors]\nparadigm = ['TPA']")
    assert (study.name, study.months, study.keep, study.outcomes) == ("study", 120, "last", tuple(NAMES))
    run = study.run({"paradigm": "TPA"}, 1)
    assert (run.municipality, run.citizens) == ("Larvik", CITIZENS)
    named = study_of("seeds = 1\n[base]\nmunicipality = 'Larvik'\n[factors]\nparadigm = ['TPA']")
    assert named.run({"paradigm": "TPA"}, 1).citizens is None  # a town that is named has its real size


@pytest.mark.parametrize(("keep", "months"), [("last", (30,)), ("yearly", (12, 24, 30)), ("all", tuple(range(1, 31)))])
def test_months_kept(keep, months):
    assert study_of(f"months = 30\nkeep = '{keep}'\n[factors]\nparadigm = ['TPA']").kept_months == months


def test_dotted_names_may_be_tables():
    plain = study_of("[factors]\n'trust.gain' = [0.1, 0.2]\n[base]\n'town.warm_up' = 3")
    nested = study_of("[factors.trust]\ngain = [0.1, 0.2]\n[base.town]\nwarm_up = 3")
    assert plain.key == nested.key


def test_a_list_design_takes_levels_together():
    study = study_of("[design]\nkind = 'list'\n[factors]\nparadigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]")
    assert list(study.points()) == [
        {"paradigm": "TPA", "trust.gain": 0.1},
        {"paradigm": "NPG", "trust.gain": 0.2},
    ]


@pytest.mark.parametrize(("kind", "samples", "rows"), [("lhs", 5, 5), ("sobol", 8, 40), ("morris", 4, 16)])
def test_sampled_designs_cross_every_sample_with_the_levels(kind, samples, rows):
    study = study_of(sampled(kind, samples))
    points = list(study.points())
    assert len(points) == 2 * rows and len(list(study.jobs())) == study.size <= len(points)
    for one, other in zip(points[::2], points[1::2], strict=True):
        assert (one["paradigm"], other["paradigm"]) == ("TPA", "NPG")
        assert {**one, "paradigm": ""} == {**other, "paradigm": ""}
    losses = np.array([point["trust.loss_aversion"] for point in points])
    assert losses.min() >= 1.0 and losses.max() <= 3.0 and losses.std() > 0.3
    assert {type(point["town.warm_up"]) for point in points} == {int}
    assert points == list(study_of(sampled(kind, samples)).points())  # the same sample every time
    assert points != list(study_of(sampled(kind, samples, "seed = 2")).points())


def test_second_order_makes_more_points():
    assert len(list(study_of(sampled("sobol", 8, "second_order = true")).points())) == 2 * 8 * 8


def test_every_run_has_an_id_of_its_own_that_follows_from_what_it_is():
    study = study_of(PILOT)
    ids = [job.run_id for job in study.jobs()]
    assert len(set(ids)) == len(ids) and all(len(run_id) == 16 and int(run_id, 16) >= 0 for run_id in ids)
    assert ids == [job.run_id for job in study_of(PILOT + "\n# a comment").jobs()]
    for changed in (
        PILOT.replace("months = 60", "months = 61"), PILOT.replace("citizens = 500", "citizens = 501"),
        PILOT.replace("Bodø", "Larvik"), PILOT.replace("seeds = 10 ", "seeds = [11, 12]"),
        PILOT.replace("[factors]", "'town.warm_up' = 5\n[factors]"),
    ):  # fmt: skip
        other = study_of(changed)
        assert other.key != study.key and not {job.run_id for job in other.jobs()} & set(ids), changed


def test_a_sample_that_repeats_a_point_runs_it_once():
    text = (
        "months = 1\nseeds = 1\n[design]\nkind = 'lhs'\nsamples = 50\n[factors]\n'town.warm_up' = {low = 0, high = 2}"
    )
    study = study_of(text)
    assert study.size == 3 == len(list(study.jobs())) and len(list(study.points())) == 50
    seen = dict.fromkeys(point["town.warm_up"] for point in study.points())
    assert [job.point["town.warm_up"] for job in study.jobs()] == list(seen)  # in the order of the sample


REFUSED = {
    "monhts = 3": ("study, line 1: monhts", "did you mean 'months'?"),
    "months = 0": ("study, line 1: months = 0", "a whole number from 1 to"),
    "months = 'ten'": ("months = 'ten'", "a whole number"),
    "seeds = [1, 1]": ("a seed is given twice",),
    "seeds = []": ("the list is empty",),
    "seeds = -2": ("seeds = -2", "from 1 to"),
    "outcomes = ['fitt']": ("unknown outcome 'fitt'", "did you mean 'fit'"),
    "outcomes = 'fit'": ("it must be a list of outcomes",),
    "keep = 'weekly'": ("keep = 'weekly'", "last, yearly, all"),
    "name = 3": ("name: 3", "it must be a text"),
    "[design]\nkind = 'factorail'": ("line 1: design", "did you mean 'factorial'?"),
    "[design]\nkindd = 'list'": ("unknown key 'kindd'",),
    "[base]\n'trust.gian' = 0.1": ("line 2: trust.gian", "did you mean 'trust.gain'"),
    "[base]\n'trust.gain' = 7": ("study, line 2: trust.gain = 7 is not valid", "a number from"),
    "[base]\n'trust.gain' = '0.1'": ("without quotes",),
    "[factors]\n'trust.loss_aversion' = [0.8]": ("a number from 1 to 5", "{ relative = [0.8, 1, 1.2] }"),
    "[factors]\n'trust.loss_aversion' = ['*0.8']": ("without quotes; multiples of the default",),
    "[base]\nmunicipality = 'Larvick'": ("line 2: municipality", "'Larvik'"),
    "[base]\nmunicipality = 'Herøy'": ("line 2: municipality", "Herøy"),
    "[base]\ncitizens = 0": ("line 2: citizens", "from 50"),
    "[factors]\nparadigm = ['TPB']": ("line 2: paradigm", "'TPA'"),
    "[factors]\nparadigm = 'TPA'": ("give a list of levels",),
    "[factors]\nparadigm = []": ("at least one level",),
    "[factors]\nparadigm = ['TPA', 'tpa']": ("the level 'TPA' twice",),
    "[factors]\nparadigm = {low = 1, high = 2}": ("has no range",),
    "[factors]\n'trust.gain' = {low = 0.1, high = 0.2}": ("[design] must say how to sample it",),
    "[design]\nkind = 'factorial'\n[factors]\n'trust.gain' = {low = 0.1, high = 0.2}": ("trust.gain has a range",),
    "[design]\nkind = 'lhs'\n[factors]\n'trust.gain' = {low = 0.1, high = 0.2}": ("lhs needs samples",),
    "[design]\nkind = 'lhs'\nsamples = 3\n[factors]\n'trust.gain' = [0.1]": ("no factor has one",),
    "[design]\nkind = 'sobol'\nsamples = 9\n[factors]\n'trust.gain' = {low = 0.1, high = 0.2}": (
        "power of two",
        "8 or 16",
    ),
    "[design]\nkind = 'lhs'\nsamples = 3\n[factors]\n'trust.gain' = {low = 0.3, high = 0.2}": ("is not below high",),
    "[design]\nkind = 'lhs'\nsamples = 3\n[factors]\n'trust.gain' = {low = 0.1, top = 0.2}": ("unknown key 'top'",),
    "[design]\nkind = 'list'\n[factors]\nparadigm = ['TPA', 'NPM']\n'trust.gain' = [0.1]": ("equally many levels",),
    "[design]\nkind = 'list'\n[factors]\nparadigm = ['TPA', 'TPA']": ("point 2 of the list repeats point 1",),
    "[base]\nparadigm = 'TPA'\n[factors]\nparadigm = ['NPM']": ("both [base] and [factors]",),
    "[base]\n'rules.payoff.money_follows_user' = 0.5\n[factors]\nparadigm = ['TPA']": (
        "cannot be run",
        "contradictory rules",
    ),
    "this is not toml": ("this is not TOML", "line 1"),
    "[factors]\nparadigm = [TPA, NPM]": ("line 2", ": paradigm = [TPA, NPM]; put words in quotes"),
    "[base]\nmonths = 3": ("line 2: months", "belongs at the top"),
    "trust.gain = 0.1": ("study, line 1: trust: unknown key; it belongs under [base]",),
    "'trust.gain' = 0.1": ("study, line 1: trust.gain: unknown key; it belongs under [base]",),
    "[factors.trust]\ngian = [0.1]": ("line 2: trust.gian", "did you mean 'trust.gain'"),
    "[design]\nkind = 'lhs'\nsamples = 3\n[factors]\n'trust.gain' = {min = 0.1, max = 0.2}": (
        "line 5: trust.gain: unknown key 'max'; a range is { low = ..., high = ... }",
    ),
    "factors = 3": ("it must be a table",),
}


@each("text", REFUSED)
def test_what_is_wrong_is_said(text):
    with pytest.raises(InputError) as refused:
        study_of(text)
    english, norwegian = (refused.value.text(language) for language in ("en", "nb"))
    for words in REFUSED[text]:
        assert words in english
    if "not TOML" not in english:  # whose reader has only English
        assert message_faults(norwegian) == []
    assert norwegian != english and ("linje" in norwegian) == ("study, line" in english)


def test_a_missing_file_is_named_with_the_nearest(tmp_path):
    (tmp_path / "pilot.toml").write_text(PILOT)
    assert read_study(tmp_path / "pilot.toml").text == PILOT
    (tmp_path / "marked.toml").write_text(PILOT, encoding="utf-8-sig")  # as some editors do
    assert read_study(tmp_path / "marked.toml").key == study_of(PILOT).key
    with pytest.raises(InputError, match="did you mean 'pilot.toml'"):
        read_study(tmp_path / "pilto.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_study(tmp_path)
    (tmp_path / "old.toml").write_text(PILOT, encoding="latin-1")
    with pytest.raises(InputError, match="not text in UTF-8: save it as UTF-8") as refused:
        read_study(tmp_path / "old.toml")
    assert "lagre den som UTF-8" in refused.value.text("nb")


@pytest.mark.parametrize(
    ("line", "english", "norwegian"),
    [
        ("municipality = 0301", 'number in quotes: "0301"', 'sett kommunenummer i anførselstegn: "0301"'),
        ('municipality = ["Bodø", 0301]', 'number in quotes: "0301"', 'i anførselstegn: "0301"'),
        ("citizens = 0500000", "a number cannot begin with 0", "et tall kan ikke begynne med 0"),
    ],
)
def test_a_number_that_begins_with_zero_is_explained(line, english, norwegian):
    with pytest.raises(InputError) as refused:
        study_of(f"months = 3\n[base]\n{line}")
    assert english in str(refused.value) and norwegian in refused.value.text("nb")


def test_a_manifest_is_a_study(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"study": PILOT}))
    assert read_study(tmp_path / "manifest.json").key == study_of(PILOT).key
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(InputError, match="not the manifest of a sweep"):
        read_study(tmp_path / "other.json")


MINE = """\
citizens = 60
[title]
en = "Mine"
nb = "Min"
[story]
en = "A hard town"
nb = "En vanskelig by"
[[changes]]
name = "needs.wickedness"
value = 1.4
why_en = "harder"
why_nb = "vanskeligere"
[watch]
outcomes = ["fit"]
en = "fit"
nb = "treff"
[questions]
en = ["Why?"]
nb = ["Hvorfor?"]
"""
WITH_MINE = "months = 2\nseeds = 1\noutcomes = ['fit']\n[factors]\nscenario = ['mine.toml', 'Svarstad']\n"


def test_a_scenario_of_ones_own_lies_beside_the_study_and_stays_as_it_was(tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    (tmp_path / "named.toml").write_text(WITH_MINE)
    study = read_study(tmp_path / "named.toml")
    assert [point["scenario"] for point in study.points()] == ["mine", "svarstad"]
    job = next(study.jobs())
    run = study.run(job.point, job.seed)
    assert (run.citizens, run.overrides) == (60, {"needs.wickedness": 1.4})
    sweep(study, tmp_path / "out", workers=1)
    (tmp_path / "mine.toml").write_text(MINE.replace("1.4", "1.2"))
    other = read_study(tmp_path / "named.toml")
    assert other.key != study.key and next(other.jobs()).run_id != job.run_id
    with pytest.raises(InputError, match="holds another study"):
        sweep(other, tmp_path / "out", workers=1)
    (tmp_path / "mine.toml").unlink()
    assert read_results(tmp_path / "out").missing == 0
    sweep(read_study(tmp_path / "out" / "manifest.json"), tmp_path / "again", workers=1)
    tables = [read_results(tmp_path / name).table.sort_values("run_id", ignore_index=True) for name in ("out", "again")]
    assert tables[0].equals(tables[1]) and len(tables[0]) == 2
    assert read_results(tmp_path / "out").study.name == "named" == read_results(tmp_path / "again").study.name
    with pytest.raises(InputError, match="line 5: scenario: the scenario file .*mine.toml cannot be read") as refused:
        read_study(tmp_path / "named.toml")
    assert "named.toml, linje 5: scenario: scenariofilen " in refused.value.text("nb")

"""Studies built in Python: objects are named as a study file would, or refused with words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.errors import InputError
from experiments.design.designs import Design
from experiments.design.factors import Factor, checked_value
from experiments.design.study import Study, study_of
from experiments.design.text import toml_of, written
from experiments.runs.scenario import load_scenario
from experiments.sweeps.results import read_results, run_study
from model import Paradigm, load_paradigm, municipality
from tests.each import each

BODO, UTSIRA = (checked_value("municipality", name, "test") for name in ("Bodø", "Utsira"))
PARADIGMS = Factor("paradigm", ("TPA", "NPG"))


def study(base=None, factors=(PARADIGMS,), design=None, **more) -> Study:
    given = {"name": "built", "months": 2, "seeds": range(1, 3), "outcomes": ("fit", "trust"), "keep": "last", **more}
    return Study(design=design or Design("factorial"), base={"citizens": 60, **(base or {})}, factors=factors, **given)


def ids(built: Study) -> list[str]:
    return [job.run_id for job in built.jobs()]


SAME = {
    "a municipality": (study({"municipality": municipality("Bodø")}), study({"municipality": BODO})),
    "municipalities": (
        study(factors=(Factor("municipality", (municipality("Bodø"), municipality("Utsira"))),)),
        study(factors=(Factor("municipality", (BODO, UTSIRA)),)),
    ),
    "a paradigm": (study({"paradigm": load_paradigm("NPM")}, ()), study({"paradigm": "NPM"}, ())),
    "paradigms": (study(factors=(Factor("paradigm", tuple(map(load_paradigm, ("TPA", "NPG")))),)), study()),
    "numpy's numbers": (
        study({"citizens": np.int32(60), "trust.gain": np.float64(0.2)}),
        study({"citizens": 60, "trust.gain": 0.2}),
    ),
    "numpy's levels": (
        study(factors=(Factor("trust.gain", np.array([0.1, 0.2])),)),  # type: ignore[arg-type]
        study(factors=(Factor("trust.gain", (0.1, 0.2)),)),
    ),
    "numpy's text": (study({"municipality": np.array("Bodø")[()]}), study({"municipality": "Bodø"})),
    "numpy's seeds": (study(seeds=np.arange(1, 3), months=np.int64(2)), study(seeds=(1, 2))),
    "a sample": (
        study(factors=(Factor("trust.gain", low=0.1, high=0.2),), design=Design("lhs", np.int64(4))),  # type: ignore
        study(factors=(Factor("trust.gain", low=0.1, high=0.2),), design=Design("lhs", 4)),
    ),
}


@each("what", SAME)
def test_objects_are_what_their_names_are(what):
    built, named = SAME[what]
    assert built.key == named.key and ids(built) == ids(named)


def test_scenarios_are_taken_as_objects_and_as_paths():
    built = study({"scenario": load_scenario("svarstad")})
    by_path = study({"scenario": Path("experiments/scenarios/svarstad.toml").resolve()})
    in_file = study_of(toml_of(built), "built")
    assert built.key == by_path.key == in_file.key and built.run({}, 1).checked().town.name


@each(
    ("base", "words", "norwegian"),
    [
        ({"municipality": replace(municipality("Bodø"), population=9)}, "differs from the municipality", "er ulik"),
        (
            {"paradigm": load_paradigm("NPG").replace("aggregation.weight_design", 0.1)},
            "not one of the presets",
            "ferdige",
        ),
        ({"paradigm": Paradigm(name="mine")}, "not one of the presets", "ferdige"),
        ({"trust.gain": municipality("Bodø")}, r"trust.gain = .* \(Municipality\) is not valid", "kan ikke brukes"),
        ({"citizens": [10**5000]}, r"citizens = <list> \(list\) is not valid", "kan ikke brukes"),
        ({"citizens": Path("60")}, r"\(PosixPath\) is not valid", "kan ikke brukes"),
        ({"municipality": ["Bodø"]}, r"\(list\) is not valid", "kan ikke brukes"),
        ({"paradigm": None}, r"\(NoneType\) is not valid", "kan ikke brukes"),
        ({"trust.gain": np.array([0.1, 0.2])}, r"\(ndarray\) is not valid", "kan ikke brukes"),
    ],
)
def test_what_no_study_file_can_name_is_refused(base, words, norwegian):
    with pytest.raises(InputError, match=words) as refused:
        study(base)
    assert norwegian in refused.value.text("nb") and len(str(refused.value)) < 300


def test_a_study_built_in_python_is_run_and_read_again(tmp_path):
    built = study({"municipality": municipality("Bodø"), "town.warm_up": 0})
    found = run_study(built, tmp_path / "out", workers=1)
    again = read_results(tmp_path / "out")
    assert found.study.key == again.study.key == built.key and again.missing == 0
    assert again.study.base["municipality"] == BODO and again.table["month"].max() == 2


def test_a_study_changed_in_python_is_written_as_it_is():
    text = 'months = 12\nseeds = 2\n[factors]\nparadigm = ["TPA", "NPG"]\n'
    first = study_of(text)
    changed = replace(first, months=2, base={"municipality": "Utsira"})
    assert written(first).text == text and study_of(written(changed).text).key == changed.key != first.key


@each("what", SAME)
def test_the_text_of_a_study_is_the_study(what):
    built = SAME[what][0]
    assert study_of(toml_of(built), name="built").key == built.key

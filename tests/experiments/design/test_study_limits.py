"""How large a study may be: refused before anything is built, and planned without visiting every run."""

import json
import time
import tracemalloc
from collections import Counter

import pytest

from agents.errors import InputError
from experiments.cli.sweeps.planning import POINTS_WEIGHED, plan_of_study, show_study_plan
from experiments.design import checks, designs, study
from experiments.design.designs import Design
from experiments.design.factors import Factor
from experiments.design.study import study_of
from experiments.reading import MOST_BYTES, MOST_DEPTH, MOST_STRING, toml_of
from tests.each import each

MANY = ", ".join(f"{0.1 + place / 10_000:.4f}" for place in range(300))  # valid of every factor below, 300 levels
FACTORS = ("trust.gain", "trust.halo", "needs.wickedness", "access.contact", "rules.choice.discretion")


def crossed(factors: int, seeds: int = 1, levels: str = MANY, more: str = "") -> str:
    named = "\n".join(f'"{name}" = [{levels}]' for name in FACTORS[:factors])
    return f"months = 12\nseeds = {seeds}\noutcomes = ['fit']\n{more}\n[base]\ncitizens = 100\n[factors]\n{named}\n"


def sampled(kind: str, samples: int, seeds: int = 1, more: str = "") -> str:
    ranges = "\n".join(f'"{name}" = {{ low = 0.1, high = 0.2 }}' for name in FACTORS)
    design = f"[design]\nkind = '{kind}'\nsamples = {samples}\n{more}"
    return f"seeds = {seeds}\n{design}\n[factors]\n{ranges}\nparadigm = ['TPA', 'NPG']"


TOO_LARGE = {
    "ten million millions of runs": (crossed(5, 5), ["runs", "100,000,000"]),
    "one seed too many": (crossed(3, 4), ["27,000,000 points x 4 seeds are 108,000,000 runs"]),
    "too much is kept": (crossed(3, 3, more="keep = 'all'").replace("12\n", "12000\n"), ["too much", "keep = 'last'"]),
    "a sample": (sampled("sobol", 1 << 20, more="second_order = true"), ["5 ranges make 12,582,912 points"]),
    "points of the sample times seeds": (sampled("lhs", 1_000_000, 100), ["200,000,000 runs"]),
    "samples": (sampled("lhs", 2_000_000), ["samples = 2000000", "1,048,576"]),
    "seeds": (crossed(1, 100_001), ["seeds = 100001", "100,000"]),
    "a file": ("# " + "x" * MOST_BYTES, ["5,000,002 characters; at most 5,000,000"]),
    "a name": (f"name = '{'x' * 101}'", ["101 characters; at most 100"]),
    "a text": (f"name = '{'x' * (MOST_STRING + 1)}'", ["20,001 characters; at most 20,000"]),
    "a key": (f"{'x' * 1_000_000} = 1", ["1,000,000 characters"]),
    "a key among factors": (f"[factors]\n{'x' * 10_000} = [1]", ["unknown name 'xxx"]),
    "a dotted key": (f"[base]\n{'a.' * 50_000}a = 1", ["line 2", "too deep", "at most 20"]),
    "a dotted table": (f"[{'a.' * 50_000}a]", ["line 1", "too deep"]),
    "lists in lists": (f"a = {'[' * 100_000}", ["line 1", "too deep"]),
    "tables in tables": ("a = " + "{a = " * 100_000, ["line 1", "too deep"]),
    "a number": (f"[base]\n'trust.gain' = {'1' * 1_000_000}", ["a number is too large", "19 digits"]),
    "a number in hexadecimal": (f"months = 0x{'f' * 100_000}", ["a number is too large"]),
    "a number of 20 digits": (f"seeds = [{2**63}]", ["a number is too large"]),
    "a list for a number": (f"months = [{'1, ' * 100_000}]", ["months = [1, 1,"]),
    "a level": (f"[factors]\nparadigm = ['{'N' * 15_000}']", ["unknown paradigm 'NNN"]),
}  # fmt: skip


@each("what", TOO_LARGE)
def test_what_is_too_large_is_refused_at_once_and_in_few_words(what):
    text, words = TOO_LARGE[what]
    with pytest.raises(InputError) as refused:
        study_of(text)
    for message in (str(refused.value), refused.value.text("nb")):
        assert len(message) < 1_000
    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize("what", ["a dotted key", "a dotted table"])
def test_a_dotted_name_takes_little_memory(what):
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            study_of(TOO_LARGE[what][0])
        assert tracemalloc.get_traced_memory()[1] < 10e6  # bytes; parsed, it would take gigabytes
    finally:
        tracemalloc.stop()


def test_what_is_within_the_limits_is_read():
    assert study_of(crossed(3, 3)).size == 81_000_000
    assert study_of(sampled("sobol", 1 << 17)).most_runs == 2 * 7 * (1 << 17)
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert toml_of(f"a = {deep}  # {'[' * 99}\n'{'x.' * 99}' = '{'[' * 99}'", "f")["a"]
    assert toml_of('a = """\n[[[[[[[[[[[[[[[[[[[[[[[[[ " \\""" """', "f") and toml_of("a = '''\n\"'''", "f")


def test_the_limits_are_asked_before_the_sample_is_drawn(monkeypatch):
    def drawn(*_):
        raise AssertionError("the sample was drawn")

    monkeypatch.setattr(designs, "sample_blocks", drawn)
    for monkeyed, limit in ((checks, "MOST_RUNS"), (designs, "MOST_ROWS"), (checks, "MOST_NUMBERS")):
        with monkeypatch.context() as within:
            within.setattr(monkeyed, limit, 100)
            with pytest.raises(InputError, match="100"):
                study_of(sampled("lhs", 101))


@pytest.mark.parametrize("text", [crossed(3, 3), sampled("lhs", 1_000_000, 50), sampled("sobol", 1 << 20 >> 1, 10)])
def test_a_plan_of_the_largest_studies_visits_few_of_their_points(text, tmp_path, monkeypatch):
    asked = study_of(text)
    visited = Counter()
    run = study.Study.run
    monkeypatch.setattr(study.Study, "run", lambda *given: (visited.update(["run"]), run(*given))[1])
    monkeypatch.setattr(designs, "repeats", lambda _: pytest.fail("repeated points were counted"))
    before = time.process_time()
    plan = plan_of_study(asked, 2, tmp_path)
    assert plan["runs"] == asked.most_runs > 10_000_000 and json.dumps(plan)
    assert visited["run"] < 3 * POINTS_WEIGHED
    assert time.process_time() - before < 20  # about one second, on any machine


def test_the_points_that_are_weighed_come_from_everywhere():
    towns = Factor("municipality", levels=tuple(map(str, range(300))))
    paradigms = Factor("paradigm", levels=("TPA", "NPM", "NPG"))
    gain = Factor("trust.gain", low=0.0, high=1.0)
    for kind, factors in (
        ("factorial", [towns, paradigms]), ("list", [towns, Factor("citizens", levels=tuple(range(300)))]),
        ("lhs", [gain, towns, paradigms]), ("morris", [towns, gain]), ("sobol", [gain, paradigms]),
    ):  # fmt: skip
        design = Design(kind, 64)
        every = [tuple(point.items()) for point in design.points(factors)]
        some = [tuple(point.items()) for point in design.some(factors, 100)]
        assert len(some) == 100 and set(some) <= set(every)
        assert [tuple(point.items()) for point in design.some(factors, len(every))] == every
        for factor in factors:
            values = [dict(point)[factor.name] for point in some]
            if factor.sampled:
                assert min(values) < 0.1 and max(values) > 0.9
            else:
                assert len(set(values)) >= min(len(factor.levels), 90)


@pytest.mark.parametrize(("samples", "words"), [(100, "3 (3 points"), (300_000, "at most 300,000 (300,000 points")])
def test_a_plan_says_at_most_where_repeated_points_are_not_counted(samples, words, tmp_path, capsys):
    repeating = f"seeds = 1\n[design]\nkind = 'lhs'\nsamples = {samples}\n[factors]\n"
    plan = plan_of_study(study_of(repeating + "'town.warm_up' = { low = 0, high = 2 }"), 1, tmp_path)
    show_study_plan(plan)
    runs = next(line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines() if line.startswith("runs"))
    assert runs.startswith(words) and plan["repeated_points_left_out"] == (samples == 100)


@pytest.mark.parametrize(("kind", "factors"), [("factorial", 3), ("list", 2), ("list", 0), ("factorial", 0)])
def test_a_point_is_found_by_its_place(kind, factors):
    made = [Factor(name, levels=(0.1, 0.2, 0.3)) for name in FACTORS[:factors]]
    design = Design(kind)
    assert [design.at(place, made) for place in range(design.most(made))] == list(design.points(made))


@pytest.mark.parametrize(("kind", "second"), [("lhs", False), ("sobol", False), ("sobol", True), ("morris", False)])
def test_how_many_points_there_are_at_most_is_known_without_the_sample(kind, second):
    factors = [Factor(name, low=0.1, high=0.3) for name in FACTORS[:3]] + [Factor("paradigm", levels=("TPA", "NPG"))]
    design = Design(kind, 16, second_order=second)
    assert design.most(factors) == len(list(design.points(factors)))


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(10**12)  # of holes: it takes no room on the disk
    with pytest.raises(InputError, match="too long: at most 5,000,000 bytes"):
        study.read_study(path)

"""The label placebo: a paradigm is its rules, and its name is nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from model import GovernanceModel, Paradigm, load_paradigm
from model.paradigms.presets import PRESETS
from tests.each import each

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for folder in ("agents", "model") for path in sorted((ROOT / folder).rglob("*.py"))]
NAMES = {name for preset in PRESETS.values() for name in (preset.name, *preset.aliases)}
# Where a preset may be called by its name: to start from, not to compare with.
STARTING_POINTS = {("paradigm", "NPG"), ("name", "status-quo")}


def renamed(paradigm: Paradigm, name: str) -> Paradigm:
    """Return the same rules under another name, and so for each of the options."""
    options = tuple(renamed(option, f"{name} {k}") for k, option in enumerate(paradigm.options))
    return paradigm.model_copy(update={"name": name, "options": options})


@pytest.mark.parametrize("name", ["TPA", "NPM", "NPG", "thin", "triage"])
@pytest.mark.parametrize("label", ["placebo", "TPA", "NPG"])
def test_the_same_rules_under_another_name_give_the_same_town(name, label, state_of, differing):
    models = [
        GovernanceModel(paradigm=paradigm, citizens=400, rng=8)
        for paradigm in (load_paradigm(name), renamed(load_paradigm(name), label))
    ]
    assert models[1].paradigm.name == label
    one, other = (model.run(months=30) for model in models)
    for outcome in one:
        assert one[outcome].to_numpy().tobytes() == other[outcome].to_numpy().tobytes(), outcome
    assert differing(*(state_of(model.town) for model in models)) == []
    assert models[0].groups().equals(models[1].groups())


def test_other_rules_give_another_town():
    """Or the test above would hold of a model that does not look at rules."""
    paradigm = load_paradigm("TPA")
    one, other = (
        GovernanceModel(paradigm=p, citizens=400, rng=8).run(months=6)
        for p in (paradigm, paradigm.replace("information.dialogue", 0.31))
    )
    assert not one.equals(other)


def test_a_label_survives_a_switch():
    """A switch in mid-run to the same rules under another name is no switch but of the roles' months."""
    frames = []
    for label in ("NPM", "placebo"):
        model = GovernanceModel(paradigm="TPA", citizens=300, rng=5)
        model.run(months=6)
        model.switch_paradigm(renamed(load_paradigm("NPM"), label))
        frames.append(model.run(months=12))
    assert frames[0].equals(frames[1])


# --- the source ---------------------------------------------------------------------------------------------------


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Return the constants that are documentation: docstrings, and other strings that stand alone as a statement."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def suspicious(source: str) -> list[str]:
    """Return "line: what" for every mention of a preset's name, and every comparison of a paradigm's name.

    A preset may be named as a default or a starting point (`STARTING_POINTS`), never compared, looked up or matched.
    """
    tree = ast.parse(source)
    allowed = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            if (node.arg, node.value.value) in STARTING_POINTS:
                allowed.add(node.value)
        if isinstance(node, ast.arguments):
            for arguments, defaults in (
                (
                    ([*node.posonlyargs, *node.args])[len(node.posonlyargs) + len(node.args) - len(node.defaults) :],
                    node.defaults,
                ),
                (node.kwonlyargs, node.kw_defaults),
            ):
                for argument, default in zip(arguments, defaults, strict=True):
                    if isinstance(default, ast.Constant) and (argument.arg, default.value) in STARTING_POINTS:
                        allowed.add(default)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in allowed:
            if node.value in NAMES:
                found.append(f"{node.lineno}: the constant {node.value!r}")
        if isinstance(node, (ast.Compare, ast.Match, ast.Subscript)):
            subject = node.subject if isinstance(node, ast.Match) else node
            for part in ast.walk(subject):
                if isinstance(part, ast.Attribute) and part.attr == "name":
                    if "paradigm" in ast.unparse(part.value).lower():
                        found.append(f"{node.lineno}: {ast.unparse(subject)}")
    return found


@each("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_looks_at_a_paradigms_name(path):
    if path.name == "presets.py" or path.parent.name == "protocol":
        return  # where the names are given
    assert suspicious(path.read_text(encoding="utf-8")) == []


@each(
    "source",
    [
        "def f(town):\n    if town.paradigm.name == 'NPG':\n        return 1",
        "bonus = {'NPM': 0.1, 'TPA': 0.0}",
        "def f(town):\n    return BONUS[town.paradigm.name]",
        "def f(paradigm):\n    match paradigm.name:\n        case x:\n            return x",
        "def f(paradigm):\n    return paradigm.name in GOOD",
        "def f(town, kind='thin'):\n    return kind",
        "label = 'self-organised'",
    ],
)
def test_the_search_finds_what_it_looks_for(source):
    assert suspicious(source)


@each(
    "source",
    [
        '"""NPG is a paradigm."""',
        "def f(*, paradigm='NPG'):\n    'TPA'\n    return paradigm",
        "start = Paradigm(name='status-quo')",
        "message = f'unknown paradigm {paradigm.name!r}'",
    ],
)
def test_the_search_lets_starting_points_be(source):
    assert suspicious(source) == []

"""Compare what two revisions of the model compute, bit for bit:

    python tests/compare_revisions.py                   # this tree against where the branch left the main line
    python tests/compare_revisions.py v1.2              # against a tag, branch or commit
    python tests/compare_revisions.py --renamed uptake=input_followed REV
    python tests/compare_revisions.py --keep REV        # where nothing differs: say so in experiments/runs

Both run the same paired cases: every preset, two seeds, two municipalities, changed rules and parameters, and
switched-off mechanisms. Some cases have changes in the course of the run, or a change of paradigm. Every outcome column
of every month and every group is compared by its bits. A table lists what differs, and the exit code is then 1 (0:
nothing differs, 2: bad input).

The other revision is checked out into a temporary git worktree and runs under the same Python. Columns, parameters and
rules that were renamed in between are matched by `model/aliases.py`, where it exists, and by --renamed.

Pages, maps and reports keep the version of the model that made them. With --keep, `experiments/runs/equal_models.toml`
lists the other revision as one whose results are equal, so that they are still called those of this version.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TREE = Path(__file__).resolve().parent.parent
MAIN_LINE = ("origin/main", "main", "origin/master", "master")
CITIZENS, MONTHS = 600, 26  # two budgets; an election only where the term is shortened
SEEDS = (1, 2)
SHOWN = 30  # differing columns in the table
HEAD = (
    "# Earlier versions of the model that compute the same bits as the version `now`, in as many cases as are given.",
    "# `python tests/compare_revisions.py --keep REV` writes this file. It holds only while the model is `now`.",
    "# `model` is the hash of code and data, `code` that of the code alone, which pages of results name.",
)

Settings = dict[str, Any]
Columns = dict[str, list[str]]  # values of a column as hexadecimal floats

# Rules and parameters away from their defaults, each a case beside the presets. Names are today's.
CHANGED: dict[str, Settings] = {
    "elections": {"politics.term": 12, "town.warm_up": 6, "outcomes.window": 6},
    "need": {"needs.rate": 0.12, "needs.cross_sector": 0.6, "needs.ageing": 0.02, "needs.turbulence": 0.05},
    "poor": {"money.case_budget": 0.02, "money.trend": -0.02, "access.leave": -3.0, "access.give_up": -3.0},
    "arenas": {
        "arenas.join_base": 0.5, "arenas.proposals": 3, "rules.scope.meetings_per_year": 12,
        "rules.boundary.recruitment": "network", "arenas.facilitator_spread": 0.4,
    },
    "open call": {"rules.scope.meetings_per_year": 12, "rules.boundary.recruitment": "open", "arenas.asked": 13},
    "targeted": {
        "rules.scope.meetings_per_year": 6, "rules.boundary.recruitment": "targeted", "rules.boundary.pay": 300,
    },
    "lot": {"rules.scope.meetings_per_year": 6, "rules.boundary.recruitment": "sortition", "rules.boundary.youth": 0.2},
    "market": {
        "rules.choice.n_providers": 3, "rules.payoff.contract": 0.7, "rules.payoff.target_pressure": 0.9,
        "market.slack_wear": 0.15, "rules.boundary.civic_provider": True,
    },
    "trust": {"trust.loss_aversion": 3.0, "trust.gain": 0.4, "trust.halo": 0.1, "social.influence": 0.2},
    "staff": {"staff.turnover": 0.1, "staff.strain_load": 3.0, "staff.strain_turnover": 9.0},
    "people": {
        "rules.scope.volunteers": 0.6, "rules.scope.peers": 0.5, "rules.scope.initiative_support": 0.8,
        "rules.information.answers_published": 0.8, "rules.information.declared": 0.6, "rules.boundary.youth": 0.25,
        "rules.information.child_mapping": 0.5, "rules.scope.session_hours": 2.0,
    },
    "complement": {"delivery.complementarity": 0.0, "delivery.result_worth": 1.0, "delivery.effort_cost": 0.2},
}  # fmt: skip

# In two areas, for some months, phased in: every kind of change in the course of a run.
TIMELINE: list[Settings] = [
    {"month": 3, "event": "influx", "until": 9, "areas": ["elder_care"]},
    {"month": 4, "over": 3, "parameters": {"money.case_budget": "*0.85"}},
    {"month": 5, "rules": {"information.dialogue": 0.9}, "areas": ["place", "upbringing"], "until": 11},
    {"month": 6, "event": "scandal", "until": 12},
    {"month": 8, "event": "uniform_reform", "until": 16},
    {"month": 14, "over": 6, "paradigm": "NPG", "areas": ["place", "work_income"]},
    {"month": 18, "event": "support_withdrawn"},
]


def cases(presets: list[str], switches: list[str], known: set[str], timelines: bool = True) -> list[Settings]:
    """Return the cases as plain settings; settings that are not in `known` (names of a revision) are left out."""
    found: list[Settings] = [
        {"name": f"{preset}, {place}, seed {seed}", "paradigm": preset, "municipality": place, "seed": seed}
        for preset in presets
        for place in ("Larvik", "Utsira")
        for seed in SEEDS
    ]
    for name, values in CHANGED.items():
        kept = {key: value for key, value in values.items() if key in known}
        found += [
            {"name": f"{name}, {preset}", "paradigm": preset, "municipality": "Bodø", "seed": 3, "parameters": kept}
            for preset in ("NPM", "NPG")
        ]
    found += [
        {
            "name": f"without {switch}", "paradigm": "NPG", "municipality": "Larvik", "seed": 4,
            "parameters": {f"mechanisms.{switch}": False},
        }
        for switch in switches
    ]  # fmt: skip
    if timelines:
        found += [
            {"name": f"{preset} with changes", "paradigm": preset, "municipality": "Larvik", "seed": 6,
             "timeline": TIMELINE}
            for preset in ("TPA", "NPM", "NPG")
        ]  # fmt: skip
    switched = {"name": "TPA, then NPG", "paradigm": "TPA", "municipality": "Larvik", "seed": 5, "then": "NPG"}
    return [*found, switched]


def run(settings: Settings) -> Columns:
    """Return every outcome column of one case, by month and by group of the last month."""
    from model import GovernanceModel

    model = GovernanceModel(
        paradigm=settings["paradigm"],
        municipality=settings["municipality"],
        citizens=min(CITIZENS, 200) if settings["municipality"] == "Utsira" else CITIZENS,
        parameters=settings.get("parameters"),
        rng=settings["seed"],
        **({"timeline": settings["timeline"]} if "timeline" in settings else {}),
    )
    frame = model.run(MONTHS // 2)
    if "then" in settings:
        model.switch_paradigm(settings["then"])
    later = model.run(MONTHS - MONTHS // 2)
    groups = model.groups(last=1)
    model.close()
    columns = {name: [*bits(frame[name]), *bits(later[name])] for name in map(str, frame)}
    for name in map(str, groups):
        if groups[name].dtype.kind == "f":
            columns[f"groups: {name}"] = bits(groups[name])
    return columns


def bits(values: Iterable[float]) -> list[str]:
    """Return numbers as text that keeps every bit."""
    return [float(value).hex() for value in values]


def names_here() -> dict[str, Any]:
    """Return the presets, mechanisms, parameters and rules of the tree that this process imports, and its version."""
    from model import Paradigm, Parameters
    from model.paradigms.presets import PRESETS

    parameters = [d.name for d in Parameters.declarations()]
    version = code = ""
    with suppress(ImportError):
        version = import_module("experiments.runs.versions").model_hash()
    with suppress(ImportError):
        code = import_module("agents.engine.cache").source_hash("agents", "model")
    return {
        "model": version,
        "code": code,
        "timelines": find_spec("model.timeline") is not None,
        "presets": list(PRESETS),
        "switches": [name.split(".")[1] for name in parameters if name.startswith("mechanisms.")],
        "settings": [*parameters, *(d.name for d in Paradigm.declarations())],
    }


def in_tree(tree: Path, *arguments: str, given: Any = None) -> Any:
    """Run this file in another process that imports the packages of `tree`; return what it prints as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), *arguments], cwd=tree, env=environment, check=True, text=True,
        input=json.dumps(given), stdout=subprocess.PIPE,
    )  # fmt: skip
    return json.loads(done.stdout)


def aliases(pairs: list[str]) -> dict[str, str]:
    """Return {old name: new name} from `model/aliases.py`, where there is one, and from OLD=NEW pairs."""
    found: dict[str, str] = {}
    if find_spec("model.aliases") is not None:
        tables = import_module("model.aliases").ALIASES  # {kind of name: {old name: (new name, since)}}
        found.update({old: new for table in tables.values() for old, (new, _) in table.items()})
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise ValueError(f"--renamed takes OLD=NEW, not {pair!r}")
        found[old] = new
    return found


def renamed(columns: Columns, table: dict[str, str]) -> Columns:
    """Return columns of the older revision under today's names."""
    new: Columns = {}
    for name, values in columns.items():
        group, _, plain = name.rpartition(": ")
        plain = table.get(plain, plain)
        new[f"{group}: {plain}" if group else plain] = values
    return new


def differences(before: Columns, now: Columns) -> list[tuple[str, str]]:
    """Return (column, what differs) of one case."""
    found = []
    for name in [*now, *(name for name in before if name not in now)]:
        if name not in before:
            found.append((name, "only in this tree"))
        elif name not in now:
            found.append((name, "only in the other revision"))
        elif before[name] != now[name]:
            pairs = zip(before[name], now[name], strict=True)
            row, (old, new) = next((k, pair) for k, pair in enumerate(pairs) if pair[0] != pair[1])
            found.append((name, f"row {row}: {float.fromhex(old)!r} -> {float.fromhex(new)!r}"))
    return found


def compare(other: Path, table: dict[str, str]) -> tuple[list[tuple[str, str, str]], dict[str, Any]]:
    """Run all cases in both trees; return (case, column, what differs), and the other's version and number of cases."""
    there, here = in_tree(other, "--names"), in_tree(TREE, "--names")
    new_names = {table.get(name, name): name for name in there["settings"]}  # today's name: the other revision's
    shared = set(here["settings"]) & set(new_names)
    presets = [name for name in here["presets"] if name in there["presets"]]
    switches = [name for name in here["switches"] if f"mechanisms.{name}" in shared]
    asked = cases(presets, switches, shared, there.get("timelines", False))
    older = [
        {**case, "parameters": {new_names[name]: value for name, value in case.get("parameters", {}).items()}}
        for case in asked
    ]
    print(f"{len(asked)} cases of {MONTHS} months in both revisions", file=sys.stderr)
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(in_tree, tree, "--run", given=given) for tree, given in ((other, older), (TREE, asked))]
        before, now = (one.result() for one in runs)
    found = [
        (case["name"], *difference)
        for case, old, new in zip(asked, before, now, strict=True)
        for difference in differences(renamed(old, table), new)
    ]
    return found, {"model": there.get("model", ""), "code": there.get("code", ""), "cases": len(asked)}


def keep(made: dict[str, Any], revision: str) -> None:
    """List a version whose results are equal in `equal_models.toml`, and keep the versions that it was equal to."""
    from experiments.runs.versions import EQUAL, equal_to, model_hash

    before = [one for one in equal_to(made["model"]) if one["model"] not in ("", made["model"], model_hash())]
    listed = [*before, {**made, "revision": revision[:12], "on": date.today().isoformat()}]
    EQUAL.write_text(as_toml(model_hash(), listed), encoding="utf-8")
    print(f"{EQUAL.relative_to(TREE)} lists {', '.join(one['model'] for one in listed)}")


def as_toml(now: str, listed: Iterable[dict[str, Any]]) -> str:
    """Return the text of `equal_models.toml`: the version `now`, and versions equal to it."""
    lines = [*HEAD, f'now = "{now}"']
    for one in listed:
        if one["model"] and one["model"] != now:
            lines += ["", "[[equal]]", *(f"{key} = {json.dumps(value)}" for key, value in one.items())]
    return "\n".join(lines) + "\n"


def git(*arguments: str) -> str:
    """Return what a git command prints."""
    done = subprocess.run(["git", "-C", str(TREE), *arguments], check=True, text=True, capture_output=True)
    return done.stdout.strip()


def usual_revision() -> str:
    """Return the commit where this branch left the main line; the last commit where there is no main line."""
    for branch in MAIN_LINE:
        try:
            return git("merge-base", "HEAD", branch)
        except subprocess.CalledProcessError:
            continue
    return "HEAD"


def main(arguments: list[str]) -> int:
    """Compare this tree with a revision, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision", nargs="?", help="default: where this branch left the main line")
    parser.add_argument("--keep", action="store_true", help="list the revision as equal, where nothing differs")
    parser.add_argument("--renamed", action="append", default=[], metavar="OLD=NEW", help="a column or setting")
    asked = parser.parse_args(arguments)
    try:
        revision = git("rev-parse", "--verify", f"{asked.revision or usual_revision()}^{{commit}}")
        table = aliases(asked.renamed)
    except (subprocess.CalledProcessError, ValueError) as error:
        print(error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        other = Path(folder) / "tree"
        git("worktree", "add", "--detach", str(other), revision)
        try:
            found, made = compare(other, table)
        finally:
            git("worktree", "remove", "--force", str(other))
    for case, column, what in found[:SHOWN]:
        print(f"{case:28s}  {column:34s}  {what}")
    if len(found) > SHOWN:
        print(f"... and {len(found) - SHOWN} more")
    print(f"{len(found)} columns differ from {revision[:12]}" if found else f"nothing differs from {revision[:12]}")
    if asked.keep and not found:
        keep(made, revision)
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--names"]:
        print(json.dumps(names_here()))
    elif sys.argv[1:] == ["--run"]:
        print(json.dumps([run(settings) for settings in json.load(sys.stdin)]))
    else:
        raise SystemExit(main(sys.argv[1:]))

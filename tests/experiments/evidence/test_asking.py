"""Questions with a rule fixed beforehand: verdicts on small tables where the right answer is known."""

import json
import math
import re
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.evidence.asking import verdicts
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import CONTROL, shipped
from experiments.evidence.asking.reading import load_question, question_of
from experiments.evidence.asking.register import unfiled
from experiments.evidence.asking.studies import IDENTIFIED, cells_study, robust_studies, sample_study, unidentified
from experiments.evidence.asking.table import Table
from experiments.evidence.asking.verdicts import combined, decided, holm, row_of, settled

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEAD = """
title_en = "Is it better?"
claim_en = "It is better."
fails_en = "It may not be."
source = "A test"
outcomes = ["fit", "cost_per_met_need_public_nok"]
[sre]
fit = 0.02
cost_per_met_need_public_nok = "3 %"
[protocol]
citizens = 200
months = 4
seeds = 4
[[arms]]
name = "TPA"
base = "TPA"
[[arms]]
name = "NPG"
base = "NPG"
[[arms]]
name = "responsive"
base = "responsive"
[conditions.today]
title_en = "Today"
[conditions.cut]
title_en = "Cut"
parameters = { "money.case_budget" = "*0.9" }
[conditions.tame]
title_en = "Tame"
start = { "needs.wickedness" = 0.0 }
"""
NOISE = np.array([-0.004, 0.001, 0.003, 0.0, 0.002, -0.002, 0.004, -0.004])


def asked(rule: str, head: str = HEAD):
    return question_of(head + rule, "mine", "mine.toml")


def table(**cells: float | np.ndarray) -> Table:
    """Return fit by cell: the same noise by seed everywhere, and a little more where the cell is not the first."""
    values = {}
    for k, (name, mean) in enumerate(cells.items()):
        arm, _, condition = name.partition("__")
        fit = np.asarray(mean, float) if np.ndim(mean) else mean + NOISE + 0.2 * k * np.roll(NOISE, k)
        values[f"{arm}@{condition or 'today'}"] = {"fit": fit, "cost_per_met_need_public_nok": 1000.0 * fit}
    return Table(values)


DIFFERENCE = '[rule]\nkind = "contrast"\n[[rule.tests]]\noutcomes = ["fit"]\nfirst = "NPG"\nsecond = "TPA"\n'


def test_a_difference_is_upheld_beyond_the_smallest_relevant_effect_and_rejected_below_it():
    question = asked(DIFFERENCE)
    found = {
        gain: KINDS["contrast"].judge(question, table(TPA=0.5, NPG=0.5 + gain)).verdict for gain in (0.03, 0.01, 0.0201)
    }
    assert found == {0.03: "upheld", 0.01: "rejected", 0.0201: "undecided"}


def test_a_difference_in_differences_a_slope_and_a_share_of_the_level_are_contrasts():
    terms = '[rule]\nkind = "contrast"\n[[rule.tests]]\noutcomes = ["fit"]\nsense = "worse"\nterms = '
    shock = asked(terms + '{ "NPG@cut" = 1, "NPG@today" = -1, "TPA@cut" = -1, "TPA@today" = 1 }')
    judge = KINDS["contrast"].judge
    falls_more = table(TPA__today=0.6, TPA__cut=0.57, NPG__today=0.62, NPG__cut=0.55)
    falls_alike = table(TPA__today=0.6, TPA__cut=0.57, NPG__today=0.62, NPG__cut=0.59)
    assert judge(shock, falls_more).verdict == "upheld"
    assert judge(shock, falls_more).rows[0].mean == pytest.approx(0.04, abs=0.005)
    assert judge(shock, falls_alike).verdict == "rejected"
    cheaper = asked(DIFFERENCE.replace('["fit"]', '["cost_per_met_need_public_nok"]'))
    row = judge(cheaper, table(TPA=0.5, NPG=0.45)).rows[0]  # 10 % lower, and lower is better
    assert (row.relative, row.threshold, row.verdict) == (True, 0.03, "upheld")
    assert row.mean == pytest.approx(0.1, abs=0.005)
    assert row.name == "TPA \N{MINUS SIGN} NPG"  # what is taken from what, as the value has it


def test_a_difference_either_way_is_upheld_below_as_well_as_above():
    question = asked(DIFFERENCE + 'sense = "different"\n')
    judge = KINDS["contrast"].judge
    found = {gain: judge(question, table(TPA=0.5, NPG=0.5 + gain)).verdict for gain in (0.05, -0.05, 0.005, -0.005)}
    assert found == {0.05: "upheld", -0.05: "upheld", 0.005: "rejected", -0.005: "rejected"}


def test_seeds_are_added_until_half_the_interval_is_a_third_of_the_smallest_effect():
    from experiments.evidence.asking.asked import seeds_needed

    question = asked(DIFFERENCE)
    wide = table(TPA=0.5, NPG=0.5 + 8 * np.roll(NOISE, 3))
    judged = KINDS["contrast"].judge(question, wide)
    half = (judged.rows[0].high - judged.rows[0].low) / 2
    assert seeds_needed(judged, 8) == math.ceil(8 * (half / (0.02 / 3)) ** 2) > 8
    assert seeds_needed(KINDS["contrast"].judge(question, table(TPA=0.5, NPG=0.53)), 8) == 8


def test_holm_corrects_p_values_together():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    corrected = holm([0.01, math.nan])
    assert corrected[0] == pytest.approx(0.02) and math.isnan(corrected[1])


def test_verdicts_are_combined_as_declared():
    cases = {
        "any": {("upheld", "rejected"): "upheld", ("rejected", "rejected"): "rejected",
                ("undecided", "rejected"): "undecided"},
        "all": {("upheld", "upheld"): "upheld", ("upheld", "rejected"): "rejected",
                ("undecided", "upheld"): "undecided"},
        "split": {("upheld", "upheld"): "upheld", ("upheld", "rejected"): "undecided"},
    }  # fmt: skip
    wrong = [
        (how, given) for how, table in cases.items() for given, right in table.items() if combined(given, how) != right
    ]
    assert wrong == []


def test_a_group_behind_a_gate_counts_only_where_the_gate_is_upheld():
    def judged(gain: float) -> verdicts.Judged:
        fields = {"name": "", "outcome": "fit"}
        rows = [
            row_of(gain + NOISE, 0.02, group="gain", **fields),
            row_of(0.1 + NOISE, 0.0, group="carries", gate="gain", **fields),
        ]
        return decided(settled(rows), "split", {})

    assert judged(0.05).verdict == "upheld"
    assert judged(0.01).verdict == "undecided"
    assert [group.note for group in judged(0.01).groups] == ["gate", "shut"]


def test_weightings_ask_who_would_put_an_arm_first_whatever_the_scaling():
    rule = """
[rule]
kind = "weightings"
least = 0.667
most = 0.333
draws = 200
sets = { argued = ["NPG", "TPA"] }
supporters = { fit = 1.0, cost_per_met_need_public_nok = 9.0 }
opponents = { fit = 9.0, cost_per_met_need_public_nok = 1.0 }
scales.wide = { fit = 0.02, cost_per_met_need_public_nok = 0.03 }
"""
    question = asked(rule)

    def verdict(npg_fit: float, npg_cost: float) -> verdicts.Judged:
        values = {
            "TPA@today": {"fit": 0.5 + NOISE, "cost_per_met_need_public_nok": 1000.0 + NOISE},
            "NPG@today": {"fit": npg_fit + NOISE, "cost_per_met_need_public_nok": npg_cost + NOISE},
        }
        return KINDS["weightings"].judge(question, Table(values))

    assert verdict(0.48, 900.0).verdict == "upheld"  # cheaper and worse: first where cost counts most
    assert verdict(0.55, 900.0).verdict == "rejected"  # first for both
    skewed = asked(rule.replace("fit = 0.02, cost", "fit = 0.0001, cost"))
    cells = verdict(0.48, 900.0)
    values = {
        "TPA@today": {"fit": 0.5 + NOISE, "cost_per_met_need_public_nok": 1000.0 + NOISE},
        "NPG@today": {"fit": 0.48 + NOISE, "cost_per_met_need_public_nok": 900.0 + NOISE},
    }
    found = KINDS["weightings"].judge(skewed, Table(values))
    assert cells.notes == () and found.verdict == "undecided" and found.notes[0][0] == "scaling"


def test_better_and_cheaper_is_tested_on_the_seeds_on_which_it_was_not_chosen():
    rule = """
[rule]
kind = "joint"
candidates = ["NPG", "responsive"]
references = ["TPA"]
better = "fit"
cheaper = ["cost_per_met_need_public_nok"]
"""
    question, seeds = asked(rule), 24
    chosen_only = np.where(np.arange(seeds) % 2 == 0, 0.1, -0.1)  # better on the first half of the seeds alone

    def judged(gain: np.ndarray) -> verdicts.Judged:
        plain = {"fit": np.full(seeds, 0.5), "cost_per_met_need_public_nok": np.full(seeds, 1000.0)}
        arm = {"fit": 0.5 + gain, "cost_per_met_need_public_nok": np.full(seeds, 900.0)}
        return KINDS["joint"].judge(question, Table({"TPA@today": plain, "NPG@today": arm, "responsive@today": plain}))

    assert judged(np.full(seeds, 0.1)).verdict == "upheld"
    assert judged(chosen_only).verdict == "rejected"
    assert judged(np.where(np.arange(seeds) % 4 < 2, 0.1, -0.1)).verdict == "undecided"
    assert judged(np.full(seeds, 0.1)).extra["chosen"] == {"cost_per_met_need_public_nok": "NPG"}


def test_obstacles_keep_their_ranks_or_do_not():
    names = ["a", "b", "c", "d", "e"]
    conditions = "".join(f'[conditions.{one}]\ntitle_en = "{one}"\n' for one in names)
    rule = f"""
[rule]
kind = "ranks"
arm = "NPG"
base = "TPA"
outcome = "fit"
obstacles = {json.dumps(names)}
"""
    question = asked(conditions + rule)
    losses = dict(zip(names, (0.10, 0.08, 0.06, 0.01, 0.005), strict=True))
    rng = np.random.default_rng(1)

    def judged(noise: float) -> verdicts.Judged:
        values = {}
        for cell in KINDS["ranks"].cells(question):
            arm, _, condition = cell.partition("@")
            lost = sum(losses.get(part, 0.0) for part in condition.split("+")) if arm == "NPG" else 0.0
            values[cell] = {"fit": 0.6 - lost + noise * rng.standard_normal(12)}
        return KINDS["ranks"].judge(question, Table(values))

    assert len(KINDS["ranks"].cells(question)) == 2 * (1 + 5 + 10)
    clear = judged(0.0005)
    assert clear.verdict == "upheld"
    assert list(clear.extra["weights"]) == names
    assert clear.extra["weights"]["a"] == pytest.approx(0.10, abs=0.002)
    assert judged(0.5).verdict == "rejected"


BOX = """
[sampled]
"trust.start" = { low = 0.35, high = 0.7 }
"needs.rate" = { low = 0.04, high = 0.06 }
"staff.competence" = { low = 0.5, high = 0.9 }
[rule]
kind = "box"
points = 200
[[rule.success]]
outcomes = ["fit"]
first = "NPG"
second = "TPA"
"""


def test_a_box_found_in_one_half_is_tested_in_the_other():
    question = asked(BOX)
    points = pd.DataFrame(
        {name: np.random.default_rng(k).random(200) for k, name in enumerate(question.sampled, start=5)}
    )

    def judged(success: np.ndarray) -> verdicts.Judged:
        fit = {"NPG@today": 0.5 + 0.1 * success, "TPA@today": np.full(200, 0.5)}
        return KINDS["box"].judge(
            question, Table({cell: {"fit": values[:, None]} for cell, values in fit.items()}, points=points)
        )

    real = judged((points["trust.start"] > 0.6).to_numpy())
    assert real.verdict == "upheld"
    assert [one["name"] for one in real.extra["box"]] == ["trust.start"]
    chance = judged(np.random.default_rng(9).random(200) < 0.5)
    assert chance.verdict in ("rejected", "undecided")
    rare = judged(np.arange(200) < 4)
    assert (rare.verdict, rare.notes[0][0]) == ("undecided", "base_rate")


def test_a_question_that_the_model_cannot_represent_is_undecided_with_its_reason():
    question = load_question("what-will-you-scrap")
    judged = KINDS["cannot"].judge(question, Table({}))
    assert judged.verdict == "undecided"
    assert "decommissioning" in str(judged.notes[0][1]["reason"]).lower()


# --- files ---------------------------------------------------------------------------------------------------------

SRE = {
    "fit": 0.02, "met_need": 0.02, "met_need_lowest": 0.02, "met_need_gap": 0.02, "trust_gap": 0.02,
    "take_up_gap": 0.02, "felt_voice": 0.02, "trust": 0.01, "strain": 0.05, "competence": 0.02, "below_floor": 0.01,
}  # fmt: skip


def test_every_question_that_comes_with_the_program_is_whole():
    """Valid, in two languages, with the agreed smallest effects, the control, and levelled arms beside presets."""
    faults = []
    for name in shipped():
        question = load_question(name)
        for text in (question.title, question.claim, question.fails):
            if set(text.texts) < {"en", "nb"}:
                faults.append((name, "one language only"))
        if question.kind == "cannot":
            continue
        for outcome, one in question.sre.items():
            if outcome in SRE and one.size != SRE[outcome] or "cost" in outcome and one.size != 0.03:
                faults.append((name, outcome, one.size))
        bases = {arm.base_name for arm in question.arms}
        if CONTROL not in bases:
            faults.append((name, "no responsive arm"))
        if {"TPA", "NPG"} <= bases and "NPG-levelled" not in bases:
            faults.append((name, "no levelled arm"))
        if question.protocol.first_seed < 10_001 or question.protocol.most_seeds < question.protocol.seeds:
            faults.append((name, "seeds"))
    assert faults == []
    assert unfiled() == []


def test_identified_numbers_are_those_of_the_calibration():
    kept = json.loads((DOCS / "values" / "calibration.json").read_text(encoding="utf-8"))
    identified = {row[0].strip("`") for row in kept["identification"] if row[4] != "not"}
    assert identified == set(IDENTIFIED)
    assert not identified & set(unidentified(load_question("not-in-my-field")))


def test_a_question_file_is_refused_with_key_reason_and_nearest_name():
    good = HEAD + DIFFERENCE
    cases = {
        good.replace("[sre]\nfit = 0.02\n", "[sre]\n"): "sre.fit is missing",
        good.replace('second = "TPA"', 'second = "TAP"'): "did you mean 'TPA'",
        good.replace('kind = "contrast"', 'kind = "contrasts"'): "did you mean 'contrast'",
        good.replace('outcomes = ["fit"]\nfirst', 'outcomes = ["fti"]\nfirst'): "did you mean 'fit'",
        good.replace('outcomes = ["fit", ', 'outcomes = ["fitt", '): "did you mean 'fit'",
        good.replace('source = "A test"', 'sources = "A test"'): "did you mean 'source'",
        good.replace('base = "responsive"', 'base = "thin"'): "no arm has base = 'responsive'",
        good.replace("fit = 0.02", "fit = -1"): "sre.fit = -1 is not valid",
        good.replace("seeds = 4", "seeds = 0"): "protocol.seeds",
        good + 'sense = "beter"\n': "did you mean 'better'",
        good + 'conditions = ["cutt"]\n': "did you mean 'cut'",
        good + 'gate = "gain"\n': "unknown group 'gain'",
        good + 'over = "two"\n': "over",
        good.replace('"needs.wickedness" = 0.0', '"needs.wickednes" = 0.0'): "needs.wickedness",
        good.replace('claim_en = "It is better."\n', ""): "'claim_en' is missing",
        good + change(arm="NGP"): "month 2: unknown arm 'NGP'; valid: TPA, NPG or responsive; did you mean 'NPG'",
        good + change(month=5): "month 5: it is after the last month, protocol.months = 4",
        good + change(event="scandel"): "[[timeline]]: change 1 of the timeline: unknown event 'scandel'",
        good + "decides = true\n[timeline]\nmonth = 2\n": "headed [[timeline]]",
        good + '[sampled]\n"timeline.cut.month" = { low = 1, high = 3 }\n': "one change with name = 'cut'",
        good + change(event=None, paradigm="NPGG"): "did you mean 'NPG'",
    }
    faults = []
    for text, part in cases.items():
        assert text != good
        try:
            question_of(text, "mine", "mine.toml")
            faults.append((part, "accepted"))
        except InputError as error:
            if part not in str(error) or "mine.toml" not in str(error):
                faults.append((part, str(error)))
    assert faults == []


def change(**keys) -> str:
    """Return a table [[timeline]] of a scandal in NPG in month 2, with other keys; None leaves a key out."""
    given = {"arm": "NPG", "month": 2, "event": "scandal", "until": None, **keys}
    given["until"] = given["month"] + 1 if given["event"] else None
    return "[[timeline]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in given.items() if value)


def test_a_change_for_an_arm_holds_for_it_under_every_condition_and_is_part_of_the_hash():
    question = asked(DIFFERENCE + 'conditions = ["today", "cut"]\n' + change())
    plain = asked(DIFFERENCE + 'conditions = ["today", "cut"]\n')
    assert question.sha256 != plain.sha256 and plain.timeline == ()
    made = cells_study(question, "main", KINDS["contrast"].cells(question), range(5, 7), 200)
    events = {
        made.cells[(point["arm"],)]: [one.event for one in made.study.run(point, 5).timeline if one.event]
        for point in made.study.points()
    }
    assert events == {"NPG@today": ["scandal"], "TPA@today": [], "NPG@cut": ["scandal"], "TPA@cut": []}
    without = cells_study(plain, "main", KINDS["contrast"].cells(plain), range(5, 7), 200)
    point = next(one for one in made.study.points() if one["arm"] == "TPA")
    assert made.study.run(point, 5).timeline == without.study.run(point, 5).timeline


def test_the_month_of_a_change_can_be_sampled():
    timed = BOX.replace('"needs.rate" = { low = 0.04, high = 0.06 }', '"timeline.hit.month" = { low = 1, high = 3 }')
    question = asked(timed + change(name="hit"))
    made = sample_study(question, "sample", KINDS["box"].cells(question), 24, range(5, 6), 200, question.sampled)
    runs = [made.study.run(point, 5) for point in made.study.points()]
    months = {one.month for run in runs for one in run.timeline if one.event}
    assert months == {1, 2, 3}


def test_conditions_are_cells_with_settings_before_and_after_the_warm_up():
    question = asked(DIFFERENCE + 'conditions = ["today", "cut", "tame"]\n')
    made = cells_study(question, "main", KINDS["contrast"].cells(question), range(5, 7), 200)
    points = list(made.study.points())
    assert len(points) == 6
    by_cell = {made.cells[(point["arm"], point["needs.wickedness"])]: point for point in points}
    assert by_cell["NPG@tame"]["needs.wickedness"] == 0.0
    assert by_cell["NPG@cut"]["arm"] == "NPG@cut"
    run = made.study.run(by_cell["NPG@cut"], 5)
    assert [dict(change.parameters) for change in run.timeline] == [{"money.case_budget": "*0.9"}]
    robust = robust_studies(question, list(made.cells.values()), 3, range(9, 10), 200)
    samples = [[point[name] for name in one.sampled] for one in robust for point in one.study.points()]
    assert len(robust) == 2 and len({tuple(sample) for sample in samples}) == 3  # the same sample in both


def test_the_page_lists_every_question_in_each_language_and_what_is_not_asked_yet():
    from experiments.evidence.asking.report.page import values
    from experiments.evidence.pages import plain, render

    kept = plain(values({}))
    english, norwegian = (
        render(f"questions{end}.md.jinja", language=code, **kept) for end, code in (("", "en"), ("-nb", "nb"))
    )
    asked = [name for name in shipped() if load_question(name).kind]
    assert english.count("**Not asked yet.**") == norwegian.count("**Ikke stilt ennå.**") == len(asked)
    missing = [name for name in asked if str(load_question(name).title.text("nb")) not in norwegian]
    assert missing == []


def test_verdicts_are_corrected_across_questions_and_pilots_are_left_out():
    from experiments.evidence.asking.report.page import values

    answer = {
        "groups": [],
        "rows": [],
        "robust": None,
        "means": {},
        "verdict": "upheld",
        "sha256": "",
        "kind": "contrast",
        "model": "0",
    }
    answers = {
        "more-inequality": {**answer, "question": "more-inequality", "p": 0.01, "pilot": False},
        "not-in-my-field": {**answer, "question": "not-in-my-field", "p": 0.04, "pilot": False},
        "right-wing": {**answer, "question": "right-wing", "p": 0.04, "pilot": False},
        "seven-reasons": {**answer, "question": "seven-reasons", "p": 0.0, "pilot": True},
    }
    across = {one["question"]: one["across"] for one in values(answers)["questions"]}
    assert across["more-inequality"] is True  # 3 x .01
    assert across["not-in-my-field"] is across["right-wing"] is False  # 2 x .04
    assert across["seven-reasons"] is None and across["obstacles"] is None


# --- from file to answer -------------------------------------------------------------------------------------------


def test_a_question_is_asked_resumed_and_marked_where_its_rule_changed(tmp_path, capsys):
    from experiments.cli.command_line import main

    file, out = tmp_path / "mine.toml", tmp_path / "out"
    text = (HEAD + "[robust]\npoints = 2\nseeds = 2\ncitizens = 200\n" + DIFFERENCE).replace(
        "seeds = 4\n", "seeds = 2\n"
    )
    file.write_text(text, encoding="utf-8")

    def ask(*more: str) -> dict:
        assert main(["ask", str(file), "-o", str(out), "--jobs", "1", "--seeds", "2", "--json", *more]) == 0
        return json.loads(capsys.readouterr().out)

    first = ask()
    assert first["question"] == "mine" and first["verdict"] in verdicts.VERDICTS
    assert first["robust_share"] in (0.0, 0.5, 1.0) and len(first["robust_interval"]) == 2
    assert {"name", "group", "outcome", "mean", "low", "high", "threshold", "p_holm", "verdict"} <= set(
        first["rows"][0]
    )
    assert set(first["paragraph"]) >= {"en", "nb"}
    assert first["new_runs"] == first["runs"] == 3 * 3 * 2 + 2 * 2 * 2  # all cells; points under the deciding cells
    again = ask()
    assert again["rows"] == first["rows"] and not again["rule_changed"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "question" and manifest["sha256"] == first["sha256"]
    file.write_text(text.replace('second = "TPA"', 'second = "TPA"\nover = 0'), encoding="utf-8")
    changed = ask()
    assert changed["rule_changed"] and changed["rows"][0]["threshold"] == 0.0
    assert main(["ask", str(file), "-o", str(out), "--pilot"]) == 2
    assert "holds the whole protocol" in capsys.readouterr().err


def test_the_examples_of_the_guide_are_valid_and_run_as_pilots(tmp_path, capsys):
    from experiments.cli.command_line import main

    guide = (DOCS / "guides" / "ask.md").read_text(encoding="utf-8")
    examples = [textwrap.dedent(one) for one in re.findall(r"^ *```toml\n(.*?)^ *```", guide, re.DOTALL | re.MULTILINE)]
    assert ["[[timeline]]" in one for one in examples] == [False, True]
    for name, text in zip(("invited", "ending"), examples, strict=True):
        question_of(text, name, f"{name}.toml")
        small = text.replace("citizens = 5000", "citizens = 200").replace("points = 50", "points = 1")
        file, out = tmp_path / f"{name}.toml", tmp_path / name
        file.write_text(small, encoding="utf-8")
        assert main(["ask", str(file), "-o", str(out), "--pilot", "--seeds", "2", "--jobs", "1", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["pilot"] and answer["verdict"] in verdicts.VERDICTS and not answer["failed"]
        if name == "ending":
            lasting, ending = (answer["means"][f"{arm}@today"] for arm in ("lasting", "ending"))
            assert lasting != ending

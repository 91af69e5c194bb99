"""Questions as files: what is valid, what is refused, what the page lists, and one from its file to the answer."""

import json
import re
import textwrap
from pathlib import Path

from agents.errors import InputError
from experiments.evidence.asking import verdicts
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import CONTROL, shipped
from experiments.evidence.asking.reading import load_question, question_of
from experiments.evidence.asking.register import unfiled
from experiments.evidence.asking.studies import IDENTIFIED, cells_study, robust_studies, sample_study, unidentified
from tests.helpers.questions import BOX, DIFFERENCE, HEAD, asked

DOCS = Path(__file__).resolve().parents[4] / "docs"

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
        good.replace('second = "TPA"', 'second = "NPG"'): "#1: NPG is compared with itself",
        good.replace('second = "TPA"', 'second = "NPG@today"'): "NPG@today is compared with itself",
        good.replace('second = "TPA"', 'second = "TPA@"'): "unknown condition ''",
        good + 'over = "two"\n': "over",
        good.replace('"needs.wickedness" = 0.0', '"needs.wickednes" = 0.0'): "needs.wickedness",
        good.replace('claim_en = "It is better."\n', ""): "'claim_en' is missing",
        good + change(arm="NGP"): "month 2: unknown arm 'NGP'; valid: TPA, NPG or responsive; did you mean 'NPG'",
        good + change(month=5): "month 5: it is after the last month, protocol.months = 4",
        good + change(event="scandel"): "[[timeline]]: change 1 of the timeline: unknown event 'scandel'",
        good + "decides = true\n[timeline]\nmonth = 2\n": "headed [[timeline]]",
        good.replace('base = "NPG"', 'base = "NPG"\nrules = { "scope.meetings_per_year" = 0.0 }'): (
            "arm NPG: contradictory"
        ),
        good.replace('parameters = { "money.case_budget" = "*0.9" }', 'rules = { "scope.meetings_per_year" = 2.0 }'): (
            "[conditions.cut]: arm TPA: contradictory"
        ),
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


def test_the_numbers_of_every_kind_of_rule_are_checked_before_anything_runs():
    better = """kind = "joint"
candidates = "NPG"
references = "TPA"
better = "fit"
cheaper = "cost_per_met_need_public_nok\""""
    ranks = 'kind = "ranks"\narm = "NPG"\nbase = "TPA"\noutcome = "fit"\nobstacles = ["cut", "tame"]\ntop = 1'
    goals = """kind = "weightings"
sets = { all = ["NPG", "TPA"] }
supporters = { fit = 2 }
opponents = { fit = 1 }
least = 0.5
most = 0.5"""
    good = {
        "contrast": DIFFERENCE, "box": BOX, "joint": f"[rule]\n{better}\n", "ranks": f"[rule]\n{ranks}\n",
        "weightings": f"[rule]\n{goals}\n",
    }  # fmt: skip
    cases = [
        ("contrast", 'second = "TPA"', 'second = "TPA"\nover = nan', "over = nan"),
        ("contrast", 'second = "TPA"', 'second = "TPA"\ndecides = "false"', "decides = 'false'"),
        ("contrast", 'first = "NPG"\nsecond = "TPA"', 'terms = { NPG = "much" }', "terms.NPG = "),
        ("contrast", 'outcomes = ["fit"]', "outcomes = 5", "outcomes = 5"),
        ("box", "points = 200", "points = inf", "points = inf"),
        ("box", "points = 200", "points = -1", "points = -1"),
        ("box", "points = 200", "points = 200\nmost = 0", "most = 0"),
        ("box", "points = 200", "points = 200\nbase = [0.1]", "base = [0.1]"),
        ("box", "points = 200", 'points = 200\nlift = "high"', "lift = "),
        ("joint", 'candidates = "NPG"', "candidates = []", "candidates = []"),
        ("joint", 'better = "fit"', 'better = "fit"\nover = "two"', "over = "),
        ("joint", 'references = "TPA"', 'references = "NPG"', "NPG@today is compared with itself"),
        ("ranks", 'base = "TPA"', 'base = "NPG"', "NPG@today is compared with itself"),
        ("ranks", "top = 1", "top = 2.7", "top = 2.7"),
        ("ranks", "top = 1", "top = 1\ntau = nan", "tau = nan"),
        ("weightings", "least = 0.5", "least = 0.5\ndraws = 0", "draws = 0"),
        ("weightings", "least = 0.5", "least = 0.5\nseed = nan", "seed = nan"),
        ("weightings", "{ fit = 2 }", "{ fit = -2 }", "supporters.fit = "),
        ("weightings", '["NPG", "TPA"]', "[]", "sets.all = []"),
        ("weightings", "least = 0.5", "least = 0.5\nscales = { wide = 3 }", "scales.wide = 3"),
    ]
    for rule in good.values():
        asked(rule)
    faults = []
    for kind, old, new, part in cases:
        assert old in good[kind], (kind, old)
        try:
            asked(good[kind].replace(old, new))
            faults.append((kind, new, "accepted"))
        except InputError as error:
            if part not in str(error) or "mine.toml" not in str(error):
                faults.append((kind, new, str(error)))
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


def test_the_page_keeps_an_answer_until_the_question_changes_or_the_whole_protocol_is_run_again():
    from experiments.evidence.asking.report.page import values

    name = "more-inequality"
    answer = {"question": name, "groups": [], "rows": [], "robust": None, "kind": "contrast", "model": "0", "p": 0.5}
    answer |= {"means": {}, "sha256": load_question(name).sha256}

    def shown(answers, before):
        made = values({one["question"]: one for one in answers}, before={one["question"]: one for one in before})
        return next(one for one in made["questions"] if one["question"] == name)

    said = {"en": "The claim is upheld. Of 3 tests, 3 went for it."}
    whole = {**answer, "verdict": "upheld", "pilot": False, "paragraph": said}
    pilot = {**answer, "verdict": "rejected", "pilot": True, "paragraph": said}
    first = shown([whole], [])
    assert first["paragraph"] == {"en": "Of 3 tests, 3 went for it."}  # the page has the verdict before it
    assert shown([], [first]) == shown([pilot], [first]) == first
    assert shown([{**whole, "verdict": "rejected"}], [first])["verdict"] == "rejected"
    assert shown([whole], [shown([pilot], [])])["verdict"] == "upheld"
    assert shown([{**whole, "sha256": "of another question"}], [first]) == first
    assert not shown([], [{**first, "sha256": "of another question"}])["asked"]


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
        "paragraph": {},
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

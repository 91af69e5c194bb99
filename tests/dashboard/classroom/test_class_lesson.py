"""A lesson: guesses, reasons, results and choices, who sees them when, and the lesson as a file."""

import csv
import io
import json
import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")


from dashboard.state import from_link
from tests.helpers.lesson import OUTCOME, phone, played
from tests.helpers.rooms import Browser


def test_a_page_gets_only_what_has_changed(app, teacher, at):
    one = phone(app, at)
    version = re.search(r'data-version="(\w+)"', one.get(at).text)[1]
    assert one.get(f"{at}?v={version}").status == 204
    teacher.post(f"{at}/host/ask", {"task": "inequality"})
    news = one.get(f"{at}?v={version}")
    assert news.status == 200 and "Does co-creation" in news.text and "<html" not in news.text
    assert one.get(f"{at}?v={news.header('x-version')}").status == 204
    assert all(
        answer.header("cache-control") == "no-store" for answer in (news, one.get(at), teacher.get(f"{at}/host"))
    )


def test_guesses_are_hidden_until_they_are_closed_and_reasons_until_the_teacher_shows_them(app, teacher, at):
    one, two = phone(app, at), phone(app, at)
    teacher.post(f"{at}/host/ask", {"task": "inequality"})
    one.post(f"{at}/guess", {"round": "1", f"guess.{OUTCOME}": "lower", "why": "<script>alert(1)</script>"})
    for who, path in ((two, at), (teacher, f"{at}/host")):
        assert "bar-participation_parity" not in who.get(path).text and "alert(1)" not in who.get(path).text
    assert "1 of 2 phones" in teacher.get(f"{at}/host").text
    teacher.post(f"{at}/host/close", {"round": "1"})
    assert "bar-participation_parity" in two.get(at).text and "alert(1)" not in two.get(at).text
    page = teacher.get(f"{at}/host").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "reasons-shown" not in page
    id_ = re.search(r'name="id" value="(\w+)"', page)[1]
    teacher.post(f"{at}/host/reason", {"round": "1", "id": id_, "hidden": "yes"})
    teacher.post(f"{at}/host/show", {"round": "1"})
    page = teacher.get(f"{at}/host").text
    assert "reasons-shown" in page and "alert(1)" not in page


def test_a_phone_sees_whether_the_model_agrees(app, teacher, at):
    one, two = played(app, teacher, at)
    assert "Your guess: higher. " not in one.get(at).text
    page = one.get(at).text
    assert (
        "The model agrees with you" in page and "felt voice will be" in page and "50.0 of 100 under the teams" in page
    )
    assert "The model agrees with you" in two.get(at).text  # possibly too small to matter
    assert "Staff strain" not in page


def test_the_lesson_holds_counts_choices_results_and_links_but_no_phone(app, teacher, at, rooms):
    one, _ = played(app, teacher, at)
    room = rooms.find(at.rpartition("/")[2], "a")
    files = {kind: teacher.get(f"{at}/host/lesson.{kind}") for kind in ("html", "csv", "json")}
    assert all("attachment" in answer.header("content-disposition") for answer in files.values())
    secret = {room.host, teacher.cookies[at, "sk-host"], one.cookies[at, "sk-phone"], *room.phones}
    secret |= {guess.id for round_ in room.rounds for guess in round_.guesses.values()}
    assert not any(word in answer.text for word in secret for answer in files.values())

    assert not any("HYPERLINK" in answer.text or "who</i>" in answer.text for answer in files.values())
    assert json.loads(files["json"].text)["rounds"][0]["reasons"] == [], "the room has not seen them"
    ids = {reason.reason: reason.id for reason in room.rounds[0].reasons()}
    teacher.post(f"{at}/host/reason", {"round": "1", "id": ids["=HYPERLINK(1)"], "hidden": "yes"})
    teacher.post(f"{at}/host/show", {"round": "1"})
    files = {kind: teacher.get(f"{at}/host/lesson.{kind}") for kind in ("html", "csv", "json")}
    discussed = re.findall(r'<section class="discuss".*?</section>', files["html"].text, re.DOTALL)
    assert discussed and all(one.count('class="lines"') == one.count("<li>") > 0 for one in discussed)

    lesson = json.loads(files["json"].text)
    first, second = lesson["rounds"]
    assert first["guesses"] == {OUTCOME: {"higher": 1, "same": 0, "lower": 1}}
    assert second["choices"]["meetings"] == "lot" and second["choices"]["discretion"] == "middle"
    assert first["results"][0] == {
        "outcome": OUTCOME, "fifth": "", "first": 0.8, "last": 0.6, "difference": -0.2, "low": -0.22, "high": -0.18,
        "size": "large",
    }  # fmt: skip
    assert first["reasons"] == ["<i>who</i> comes & who does not"], "one is hidden"
    for written, round_ in zip((first, second), room.rounds):
        settings = from_link(written["link"].partition("?")[2]).settings
        assert settings == round_.work.settings and written["settings"]["seeds"] == [1, 2]
    assert ("scope.meetings_per_year", 10.0) in settings.own and ("aggregation.binding", 0.5) in settings.own

    rows = list(csv.DictReader(io.StringIO(files["csv"].text)))
    guessed = {(row["round"], row["name"], row["option"]): row["value"] for row in rows if row["kind"] == "guesses"}
    assert guessed["1", OUTCOME, "lower"] == "1" and guessed["2", "felt_voice", "higher"] == "1" and len(guessed) == 12
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())

    html = files["html"].text
    assert "Round 2: Role round" in html and "&lt;i&gt;who" in html and "<script" not in html
    assert html.count("Open this comparison") == 2 and "seeds 1–2" in html


def test_an_ended_room_is_gone_for_everybody(app, teacher, at):
    one, two = played(app, teacher, at)
    ended = teacher.post(f"{at}/host/end", {"sure": "yes"})
    assert (
        ended.status == 303 and "sk-host=;" in ended.header("set-cookie") and "Max-Age=0" in ended.header("set-cookie")
    )
    for who, path in ((one, at), (one, f"{at}?v=x"), (teacher, f"{at}/host"), (teacher, f"{at}/host/lesson.json")):
        answer = who.get(path)
        assert answer.status == 410 and "deleted" in answer.text and "Does co-creation" not in answer.text
    assert two.post(f"{at}/guess", {"round": "2", "guess.felt_voice": "same"}).status == 410


def test_a_phone_that_leaves_takes_its_guesses_with_it(app, teacher, at, rooms):
    one, _ = played(app, teacher, at)
    left = one.post(f"{at}/leave")
    assert "Max-Age=0" in left.header("set-cookie")
    assert "what you sent is deleted" in one.get(left.header("location")).text
    room = rooms.find(at.rpartition("/")[2], "a")
    assert len(room.phones) == 1 and room.rounds[0].counts(OUTCOME) == {"higher": 1, "same": 0, "lower": 0}


def test_a_comparison_of_the_dashboard_is_a_question_too(app, rooms):
    teacher = Browser(app)
    answer = teacher.post("/class/open?lang=en&citizens=100&months=3&seeds=2&paradigms=TPA,thin&set=needs.lived:2")
    at = answer.header("location").partition("/host")[0]
    assert "thin co-creation compared with traditional administration (TPA)" in teacher.get(f"{at}/host").text
    assert teacher.post(f"{at}/host/ask", {"task": "link", "outcome": "hours_idle"}).status == 422
    assert teacher.post(f"{at}/host/ask", {"task": "link", "outcome": "trust"}).status == 303
    settings = rooms.find(at.rpartition("/")[2], "a").current.task.settings
    assert settings.paradigms == ("TPA", "thin") and settings.changes == (("needs.lived", 2),)
    alone = Browser(app)
    at = alone.post("/class/open?citizens=100&paradigms=TPA").header("location").partition("/host")[0]
    assert 'value="link"' not in alone.get(f"{at}/host").text
    assert alone.post(f"{at}/host/ask", {"task": "link", "outcome": "trust"}).status == 422

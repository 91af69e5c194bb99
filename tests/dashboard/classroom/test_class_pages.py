"""The pages of rooms, without a network: what they say in which language, and who may see and send what."""

import random
import re
import tomllib
from pathlib import Path
from urllib.parse import urlencode

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from babel.messages.pofile import read_po

from dashboard.classroom.codes import new_code
from dashboard.classroom.rooms import HOURS, TRIES, Rooms
from dashboard.classroom.web import hosting, pages, plans
from dashboard.classroom.web.plans import DOCUMENTS, PLANS
from dashboard.classroom.web.routes import LONGEST, classroom
from dashboard.pages.parts.answers import answers
from dashboard.pages.parts.documents import document
from dashboard.server.options import Options
from dashboard.state import from_link
from dashboard.texts.about import LIMITS
from dashboard.texts.classroom import CLASS, ROLE
from experiments.evidence.asking.report.answers import FOLDER as ANSWERS
from samskaping.catalogue import LOCALES
from samskaping.language import languages
from tests.each import each
from tests.helpers.lesson import OUTCOME, phone, played
from tests.helpers.rooms import Browser, Clock

# --- what the pages say --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_every_page_says_that_guesses_are_anonymous_and_deleted(app, teacher, at, language):
    said = CLASS("privacy", language, hours=int(HOURS))
    one = phone(app, at)
    stranger = Browser(app)
    for who, path in ((stranger, "/class"), (stranger, at), (one, at), (teacher, f"{at}/host")):
        page = who.get(f"{path}?lang={language}")
        assert page.status == 200 and said in page.text and f'<html lang="{language}">' in page.text
    teacher.post(f"{at}/host/ask", {"task": "inequality"})
    assert said in one.get(f"{at}?lang={language}").text


@each("language", languages())
def test_the_plans_are_pages_of_the_server_in_the_readers_language(app, language):
    stranger = Browser(app)
    start = stranger.get(f"/class?lang={language}").text
    found = "en" if language == "en" else "nb"
    heads = {"lesson-45": {"en": "A lesson of 45 minutes", "nb": "Undervisningsopplegg på 45 minutter"},
             "workshop-90": {"en": "A workshop of 90 minutes", "nb": "Verkstedopplegg på 90 minutter"}}  # fmt: skip
    for name in PLANS:
        address = f"/class/plan/{name}?lang={language}"
        assert f'href="{address}"' in start
        page = stranger.get(address)
        assert page.status == 200 and f'<html lang="{language}">' in page.text
        plan = re.search(rf'<article class="plan" lang="{found}".*?</article>', page.text, re.DOTALL)[0]
        assert f"<h1>{heads[name][found]}</h1>" in plan and "<table>" in plan and f">{CLASS('open', found)}</" in plan
        links = set(re.findall(r'href="([^"]*)"', plan))
        assert len(links) >= 1 and {stranger.get(link).status for link in links} == {200}
    assert stranger.get("/class/plan/nothing").status == 404


@each("language", languages())
def test_the_dashboard_links_pages_that_the_server_has(app, language):
    """A visitor has no docs/, so no text of the dashboard names a file there."""
    stranger, answered = Browser(app), [one for links in answers(language).values() for one in links]
    assert len(answered) == len(list(ANSWERS.glob("*.json"))) and all(one["verdict"] for one in answered)
    named = [document(key, language) for key in LIMITS] + [document("evidence", language), *answered]
    named = [one for one in named if one]
    assert {Path(one["path"].partition("?")[0]).name for one in named} == set(DOCUMENTS)
    for one in named:
        address, _, at = one["path"].partition("#")
        page = stranger.get(address)
        heading = f'<h2 id="{at}">{one["title"]}</h2>' if at else f"<h1>{one['title']}</h1>"
        assert page.status == 200 and heading in page.text and "<img" not in page.text and "&lt;a id" not in page.text
        assert page.text.count("<table>") == page.text.count(
            '<div class="wide" tabindex="0"'
        )  # no phone scrolls the page
        links = re.findall(r'href="([^"]*)"', re.search(r"<article.*?</article>", page.text, re.DOTALL)[0])
        here = {link for link in links if link.startswith("#")}
        assert all(f'id="{link[1:]}"' in page.text for link in here) and (here or not at)
        assert {stranger.get(link).status for link in {*links} - here} <= {200}
    with (LOCALES / "nb" / "LC_MESSAGES" / "dashboard.po").open("rb") as file:
        assert not [entry.id for entry in read_po(file) if "docs/" in str(entry.id)]
    assert stranger.get("/class/docs/model").status == stranger.get("/class/docs/lesson-45").status == 404


def test_a_page_keeps_links_to_its_own_sections():
    _, page, _ = plans.plan_page("questions", "nb", "/class")
    for name in ("kort-sagt", "slik-avgjøres-et-spørsmål"):
        assert f'href="#{name}"' in page and f'<h2 id="{name}">' in page


def test_a_wheel_has_the_plans_where_the_server_looks_for_them():
    root = Path(plans.__file__).resolve().parents[3]
    built = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    files = [file for name in (*PLANS, *DOCUMENTS) for file in plans.files_of(name).values()]
    wanted = {f"docs/{file.name}": f"dashboard/classroom/docs/{file.name}" for file in files}
    assert built["targets"]["wheel"]["force-include"] == wanted
    assert plans.FOLDERS[0] == root / "dashboard" / "classroom" / "docs"


def test_a_phone_speaks_the_rooms_language_unless_it_chooses_another(app, at):
    one = phone(app, at)
    assert '<html lang="en">' in one.get(at).text and '<html lang="en">' in one.get(f"{at}?lang=xx").text
    assert '<html lang="nb">' in one.get(f"{at}?lang=nb").text
    assert one.post(f"{at}/join?lang=nb").header("location") == f"{at}?lang=nb"


def test_the_room_uses_the_settings_of_the_link_and_says_why_it_cannot(app, teacher, at, rooms):
    room = rooms.find(at.rpartition("/")[2], "a")
    assert (room.base.place.name, room.base.citizens, room.base.months) == ("Bodø", 100, 3)
    teacher.post(f"{at}/host/ask", {"task": "inequality"})
    assert room.current.task.settings.place.name == "Bodø" and room.current.task.settings.seeds == 2
    page = Browser(app).get("/class?lang=en&citizens=7")
    assert page.status == 200 and "cannot be used" in page.text and "from 50 to" in page.text


def test_each_text_exists_and_is_used():
    home = pages.ASSETS.parents[1]
    source = "\n".join(path.read_text() for path in (*home.rglob("*.py"), *home.rglob("*.jinja")))
    used = set(re.findall(r"""["']([a-z_0-9]+)["']""", source)) | {f"how_{n}" for n in (1, 2, 3, 4)}
    used |= {f"save_{kind}" for kind in ("html", "csv", "json")}
    assert set(CLASS) - used == set()
    assert set(re.findall(r"""\bt\(["']([a-z_0-9]+)["']""", source)) - {"save_"} <= set(CLASS)
    roles = {role.id for role in hosting.ROLES} | {choice.id for role in hosting.ROLES for choice in role.choices}
    options = {f"{c.id}.{o.name}" for role in hosting.ROLES for c in role.choices for o in c.options}
    assert set(ROLE) == roles | options


# --- who may what --------------------------------------------------------------------------------------------------

ACTIONS = ("ask", "close", "again", "reveal", "drop", "door", "show", "hide", "reason", "end")


@each("action", ACTIONS)
def test_only_the_teachers_browser_leads_a_room(action):
    rooms = Rooms(clock=Clock())
    app = classroom(Options(), rooms)
    at = Browser(app).post("/class/open").header("location").partition("/host")[0]
    room = rooms.find(at.rpartition("/")[2], "a")
    other = Browser(app)
    other.post("/class/open")
    (path, name), key = next(iter(other.cookies.items()))
    other.cookies[at, name] = key  # as if another room's teacher sent the own key here
    forged = Browser(app, cookies={(at, "sk-host"): room.host, (at, "sk-phone"): room.host})
    before = repr(vars(room))
    form = {"task": "inequality", "round": "1", "open": "no", "id": "x"}
    for who in (Browser(app), phone(app, at), other, forged):
        before = repr({k: v for k, v in vars(room).items() if k != "phones"})
        assert who.post(f"{at}/host/{action}", form).status == 403, who
        assert repr({k: v for k, v in vars(room).items() if k != "phones"}) == before
    assert not room.ended and len(rooms) == 2


def test_strangers_see_nothing_of_a_room(app, teacher, at):
    one, _ = played(app, teacher, at)
    for who in (Browser(app), one):
        for kind in ("html", "csv", "json"):
            assert who.get(f"{at}/host/lesson.{kind}").status == 403
        page = who.get(f"{at}/host")
        assert page.status == 403 and "Does co-creation" not in page.text and 'name="key"' in page.text
    assert "Does co-creation" not in Browser(app).get(at).text
    for what, form in (("guess", {"round": "2"}), ("team", {"team": "citizens"}), ("leave", {})):
        assert Browser(app).post(f"{at}/{what}", form).status == 403
    assert teacher.get(f"{at}/host/lesson.exe").status == 404 and teacher.post(f"{at}/host/shutdown").status == 404


def test_the_key_moves_a_room_to_another_browser_and_cannot_be_tried_out(app, teacher, at):
    key = teacher.cookies[at, "sk-host"]
    assert key in teacher.get(f"{at}/host").text
    other = Browser(app, "192.0.2.50")
    assert other.post(f"{at}/host/key", {"key": key}).status == 303 and other.get(f"{at}/host").status == 200
    thief = Browser(app, "192.0.2.66")
    for _ in range(int(TRIES[0])):
        assert thief.post(f"{at}/host/key", {"key": new_code()}).status == 403
    assert thief.post(f"{at}/host/key", {"key": key}).status == 429


def test_cookies_are_hidden_from_scripts_and_belong_to_one_room(app, teacher, at):
    cookie = Browser(app).post(f"{at}/join").header("set-cookie")
    assert cookie.startswith("sk-phone=") and len(cookie.partition(";")[0]) > 40
    assert f"; Path={at}; HttpOnly; Max-Age={int(3600 * HOURS)}; SameSite=Lax" in cookie
    inside = Browser(classroom(Options(root_path="/samskaping"), Rooms(clock=Clock())))
    answer = inside.post("/class/open")
    assert answer.header("location").startswith("/samskaping/class/")
    assert "Path=/samskaping/class/" in answer.header("set-cookie")


@each(
    "body, status",
    [
        (b"round=1&guess.participation_parity=lower&why=" + b"x" * LONGEST, 413),
        (b"round=1&guess.participation_parity=lower&why=%ff", 400),
        (b"\xff\xfe", 400),
        (b"&".join(b"a%d=1" % n for n in range(100)), 400),
        (b"round=%C2%B2&guess.participation_parity=lower", 422),
        (b"round=99999999999&guess.participation_parity=lower", 422),
        (b"round=1", 422),
        (b"", 422),
        (b"round=1&guess.participation_parity=lower", 303),
    ],
)
def test_forms_that_no_page_sends_are_refused(body, status):
    app = classroom(Options(), Rooms(clock=Clock()))
    teacher = Browser(app)
    at = teacher.post("/class/open").header("location").partition("/host")[0]
    one = phone(app, at)
    next(iter(app.routes)).endpoint.__self__.site.rooms.find(at[-6:], "a").ask(
        hosting.question_task("inequality", BASE)
    )
    assert one.post(f"{at}/guess", body).status == status


BASE = hosting.question_task("inequality", from_link("citizens=100&months=3&seeds=2").settings).settings


def test_odd_requests_get_an_answer_below_500(app, teacher, at, rooms, tries):
    one, _ = played(app, teacher, at)
    chance = random.Random(6)
    texts = (
        "",
        "1",
        "2",
        "-1",
        "²",
        "9" * 400,
        "lower",
        "roles",
        "link",
        "trust",
        "yes",
        "\x00",
        "<b>",
        "ø" * 300,
        "[]",
        at,
    )
    keys = (
        "round", "guess.felt_voice", f"guess.{OUTCOME}", "guess.", "choice.meetings", "choice.", "why", "team", "task",
        "outcome", "open", "id", "hidden", "code", "key", "reasons", "ø",
    )  # fmt: skip
    ends = ("", "/join", "/guess", "/team", "/leave", "/host", "/x", "/host/x", "/host/lesson.x", "/host/lesson.csv")
    ends += tuple(f"/host/{action}" for action in ACTIONS if action != "end")
    served = set()
    for _ in range(tries(600, 20_000)):
        path = chance.choice(
            (at, at, at, "/class", "/class/find", "/class/open", f"/class/{new_code()}")
        ) + chance.choice(ends)
        query = urlencode({chance.choice(("lang", "v", "team", "town", "citizens", "set")): chance.choice(texts)})
        form = {chance.choice(keys): chance.choice(texts) for _ in range(chance.randrange(5))}
        who = chance.choice((one, teacher))
        who.address = f"198.51.100.{chance.randrange(250)}"
        room = rooms.find(at[-6:], "a")
        room._sends._left.clear()
        one.post(f"{at}/join")
        form |= {"round": str(len(room.rounds))} if chance.random() < 0.5 else {}
        answer = who.get(f"{path}?{query}") if chance.random() < 0.4 else who.post(f"{path}?{query}", form)
        served.add(answer.status)
        assert answer.status < 500 or answer.status == 503, (path, query, form)
    assert {200, 303, 403, 404, 405, 409, 422} <= served and not room.ended

"""Rooms of classes: how many there are, how long they last, who finds them, and what a room lets whom do."""

import gc
import threading
import weakref

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.classroom import rooms as rooms_module
from dashboard.classroom.codes import LETTERS, REASON, cleaned, new_code, read_code, spaced
from dashboard.classroom.errors import NoRoomError, RefusedError
from dashboard.classroom.rates import MOST, Rate, network
from dashboard.classroom.room import AWAY, ROUNDS, SENDS
from dashboard.classroom.rooms import ALL_TRIES, HOURS, IDLE, OPENINGS, TRIES, Rooms
from dashboard.classroom.tasks import question_task, role_task
from dashboard.state import Settings
from dashboard.workers.quota import Quota
from tests.browser import PATIENCE
from tests.each import each
from tests.helpers.rooms import Clock

BASE = Settings(citizens=100, months=3, seeds=2)
OUTCOME = "participation_parity"
TASK = question_task("inequality", BASE)
ROLES = role_task(BASE)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rooms(clock):
    return Rooms(Quota(rooms=4, rooms_per_address=2, phones_per_room=3), clock)


@pytest.fixture
def room(rooms):
    return rooms.open("192.0.2.1", "en", BASE).room


def refusal(of, *arguments, **named):
    """Return the key of the refusal, or "" where nothing is refused."""
    try:
        of(*arguments, **named)
    except RefusedError as refused:
        return refused.key
    return ""


def joined(room):
    return room.phone(room.join())


# --- codes and texts ----------------------------------------------------------------------------------------------


def test_codes_are_read_as_people_type_them():
    codes = [new_code() for _ in range(200)]
    assert len(set(codes)) == 200 and all(set(code) <= set(LETTERS) for code in codes)
    for code in codes[:20]:
        for typed in (code, code.lower(), spaced(code), f" {code[:3]} {code[3:]}\n", "-".join(code)):
            assert read_code(typed) == code
    for typed in ("", "ABCDEF", "BCDFG", "BCDFGHJ", "BCDFG0", "BCDFG<", "ÆØÅÆØÅ", "b" * 10_000):
        assert read_code(typed) is None, typed


@each(
    "written, kept",
    [
        ("  Because   it\n\tis ", "Because it is"),
        ("a\u202eb\u200bc\x00d\x1b[31m", "abcd[31m"),
        ("\ud800half", "half"),
        ("e\u0301", "é"),
        ("a" + "\u0334" * 50, "a" + "\u0334" * 2),
        ("<b>&amp;</b>", "<b>&amp;</b>"),  # the pages escape it
        ("x" * 10_000, "x" * REASON),
        ("Blåbærsyltetøy 🙂", "Blåbærsyltetøy 🙂"),
    ],
)
def test_what_phones_write_becomes_one_short_line_of_plain_text(written, kept):
    assert cleaned(written) == kept


# --- limits on how often -------------------------------------------------------------------------------------------


def test_a_rate_allows_a_burst_and_then_what_comes_back(clock):
    rate = Rate(3, 0.5, clock)
    assert [rate.take("a") for _ in range(5)] == [True, True, True, False, False]
    assert rate.take("b") and not rate.allows("a") and rate.used("a") and not rate.used("c")
    clock.now += 2
    assert rate.allows("a") and rate.take("a") and not rate.take("a")
    clock.now += 1000
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]


def test_a_rate_remembers_a_bounded_number_of_keys(clock):
    rate = Rate(1, 0.0, clock)
    for key in range(MOST + 50):
        rate.take(key)
    assert len(rate._left) == MOST and not rate.allows(MOST + 49) and rate.allows(0)


def test_one_machine_is_one_network():
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::9") != network("2001:db8:1:3::9")
    assert network("::ffff:192.0.2.7") == network("192.0.2.7") != network("192.0.2.8")
    assert network("no address") == "no address"


# --- all rooms -----------------------------------------------------------------------------------------------------


def test_rooms_are_bounded_in_all_and_by_network(rooms):
    for address in ("2001:db8::1", "2001:db8::2"):
        rooms.open(address, "en", BASE)
    assert refusal(rooms.open, "2001:db8::3", "en", BASE) == "rooms_full_here"
    first = rooms.open("192.0.2.1", "en", BASE).room
    rooms.open("192.0.2.2", "en", BASE)
    assert len(rooms) == 4 and refusal(rooms.open, "192.0.2.3", "en", BASE) == "rooms_full"
    rooms.end(first)
    rooms.open("192.0.2.3", "en", BASE)


def test_one_network_cannot_open_rooms_for_ever(rooms):
    for _ in range(int(OPENINGS[0])):
        rooms.end(rooms.open("192.0.2.1", "en", BASE).room)
    assert refusal(rooms.open, "192.0.2.1", "en", BASE) == "too_fast"
    assert refusal(rooms.open, "192.0.2.2", "en", BASE) == ""


def test_a_room_ends_after_hours_or_when_its_teacher_has_gone(rooms, clock):
    opened = rooms.open("192.0.2.1", "en", BASE)
    idle = rooms.open("192.0.2.2", "en", BASE).room
    joined(idle)
    clock.now += 60 * IDLE - 1
    opened.room.require_host(opened.key)
    rooms.sweep()
    assert len(rooms) == 2
    clock.now += 1
    assert refusal(rooms.find, idle.code, "a") == "gone" and idle.ended and not idle.phones
    while clock.now < 1000 + 3600 * HOURS - 1:
        opened.room.require_host(opened.key)
        clock.now = min(clock.now + 60, 1000 + 3600 * HOURS - 1)
    assert rooms.find(opened.room.code, "a") is opened.room and rooms.left(opened.room) == 1
    clock.now += 1
    assert refusal(rooms.find, opened.room.code, "a") == "gone" and len(rooms) == 0


def test_a_room_ends_in_time_also_when_nobody_asks(monkeypatch, clock):
    monkeypatch.setattr(rooms_module, "SWEEP", 0.01)
    ended = threading.Event()
    rooms = Rooms(clock=clock, on_end=lambda room: ended.set())
    sweeper = rooms.open("192.0.2.1", "en", BASE) and rooms._sweeper
    clock.now += 3600 * HOURS
    assert ended.wait(PATIENCE)
    sweeper.join(PATIENCE)
    assert not sweeper.is_alive() and len(rooms) == 0


def test_what_phones_sent_goes_with_the_room(rooms, room):
    guess = room.ask(TASK) and joined(room)
    room.guess(guess, 1, {OUTCOME: "lower"}, "because")
    kept = [weakref.ref(room.current), weakref.ref(room.current.guesses[guess]), weakref.ref(room.phones[guess])]
    assert all(one() is not None for one in kept)
    rooms.end(room)
    gc.collect()
    assert [one() for one in kept] == [None] * 3
    assert refusal(room.join) == "gone" and refusal(room.ask, TASK) == "gone" and not room.is_host("")
    assert refusal(rooms.find, room.code, "a") == "gone"
    rooms.end(room)  # twice does no harm


def test_codes_cannot_be_found_by_trying(rooms, room, clock):
    other = rooms.open("192.0.2.2", "en", BASE).room
    rooms.end(other)
    for _ in range(300):
        with pytest.raises(NoRoomError) as gone:  # phones of a room that has ended ask for it for a while
            rooms.find(other.code, "198.51.100.1")
        assert gone.value.ended
    for number in range(int(TRIES[0])):
        assert refusal(rooms.find, f"{number:06}", "198.51.100.1") == "no_room"
    assert refusal(rooms.find, new_code(), "198.51.100.1") == "too_many_tries"
    assert refusal(rooms.find, room.code, "198.51.100.1") == "too_many_tries", "a right code would be recognised"
    assert rooms.find(room.code, "198.51.100.2") is room
    clock.now += 2 / TRIES[1]
    assert rooms.find(room.code, "198.51.100.1") is room


def test_many_networks_together_are_limited_but_nobody_is_shut_out(rooms, room):
    addresses = [f"198.51.{n // 250}.{n % 250}" for n in range(int(ALL_TRIES[0]))]
    for address in addresses:
        assert refusal(rooms.find, "222222", address) == "no_room"
    assert refusal(rooms.find, "222222", addresses[0]) == "too_many_tries"
    assert rooms.find(room.code, "203.0.113.9") is room


# --- one room ------------------------------------------------------------------------------------------------------


def test_keys_open_their_own_room_only(rooms):
    one, other = rooms.open("192.0.2.1", "en", BASE), rooms.open("192.0.2.2", "en", BASE)
    phone = one.room.join()
    assert one.room.is_host(one.key) and one.room.phone(phone)
    for key in (other.key, phone, one.room.host, one.room.code, "", None):
        assert refusal(one.room.require_host, key) == "not_yours"
    for key in (one.key, *one.room.phones, "", None):
        assert one.room.phone(key) is None
    assert other.room.phone(phone) is None and refusal(other.room.require_phone, phone) == "join_first"
    assert one.key not in repr(vars(one.room)) and phone not in repr(vars(one.room)), "only digests are kept"


def test_a_full_room_gives_the_places_of_phones_that_left_to_others(room, clock):
    phones = [room.join() for _ in range(3)]
    assert room.present() == 3 and refusal(room.join) == "room_full"
    clock.now += AWAY
    assert room.present() == 3 and refusal(room.join) == "room_full"
    clock.now += 1
    assert room.present() == 0 and room.phone(phones[0]) and room.present() == 1
    room.join()
    assert len(room.phones) == 2 and room.phone(phones[0]) and not room.phone(phones[1])


def test_a_closed_door_lets_nobody_in(room):
    key = room.join()
    room.set_door(False)
    assert refusal(room.join) == "door_closed" and room.phone(key)
    room.set_door(True)
    room.join()


def test_one_phone_cannot_send_for_ever(room, clock):
    key = room.join()
    answers = [refusal(room.require_phone, key) for _ in range(int(SENDS[0]) + 1)]
    assert answers == [""] * int(SENDS[0]) + ["too_fast"]
    assert refusal(room.require_phone, room.join()) == ""
    clock.now += 1 / SENDS[1]
    assert refusal(room.require_phone, key) == ""


def test_a_guess_counts_once_and_may_be_changed_and_deleted(room):
    one, other = joined(room), joined(room)
    room.ask(TASK)
    room.guess(one, 1, {OUTCOME: "lower"}, " so\nthere ")
    room.guess(one, 1, {OUTCOME: "higher"}, "")
    room.guess(other, 1, {OUTCOME: "higher"}, "b")
    assert room.current.counts(OUTCOME) == {"higher": 2, "same": 0, "lower": 0}
    assert [guess.reason for guess in room.current.reasons()] == ["b"]
    room.hide_reason(1, room.current.reasons()[0].id, True)
    room.guess(other, 1, {OUTCOME: "same"}, "b")
    assert room.current.reasons()[0].hidden, "a hidden reason is not shown again by sending it once more"
    room.guess(other, 1, {OUTCOME: "same"}, "c")
    assert not room.current.reasons()[0].hidden
    room.leave(other)
    assert room.current.counts(OUTCOME) == {"higher": 1, "same": 0, "lower": 0}
    assert refusal(room.guess, other, 1, {OUTCOME: "same"}) == "join_first"


def test_a_room_without_reasons_keeps_none(rooms):
    room = rooms.open("192.0.2.1", "en", BASE, reasons=False).room
    room.ask(TASK)
    room.guess(joined(room), 1, {OUTCOME: "lower"}, "because")
    assert room.current.reasons() == []


@each(
    "number, guesses, votes, key",
    [
        (1, {OUTCOME: "lower"}, {}, ""),
        (2, {OUTCOME: "lower"}, {}, "closed"),
        (1, {}, {}, "guess_missing"),
        (1, {OUTCOME: "up"}, {}, "guess_missing"),
        (1, {"trust": "lower"}, {}, "guess_missing"),
        (1, {OUTCOME: "lower", "trust": "lower"}, {}, "guess_missing"),
        (1, {OUTCOME: "lower"}, {"meetings": "lot"}, "unknown_choice"),
    ],
)
def test_only_what_a_round_asks_for_is_taken(number, guesses, votes, key):
    room = Rooms().open("192.0.2.1", "en", BASE).room
    phone = joined(room)
    assert refusal(room.guess, phone, number, guesses) == "closed", "before there is a round"
    room.ask(TASK)
    assert refusal(room.guess, phone, number, guesses, "", votes) == key


class Done:
    """A computation with an answer."""

    done, answer, error, settings = True, (), None, BASE

    def progress(self):
        return 1.0


def test_steps_come_in_order(room):
    phone = joined(room)
    room.ask(TASK)
    assert refusal(room.ask, TASK) == "round_open" and refusal(room.reveal, 1) == "closed"
    assert refusal(room.show_reasons, 1, True) == "closed" and refusal(room.close_guesses, 2) == "closed"
    room.close_guesses(1)
    assert refusal(room.close_guesses, 1) == "closed" and refusal(room.ask, TASK) == "round_open"
    assert refusal(room.guess, phone, 1, {OUTCOME: "lower"}) == "closed"
    assert refusal(room.reveal, 1) == "not_computed"
    room.current.work = Done()
    room.reveal(1)
    assert refusal(room.reveal, 1) == "closed"
    assert room.ask(TASK).number == 2
    room.drop(2)
    assert room.current.number == 1 and refusal(room.drop, 2) == "closed"


def test_a_room_has_a_bounded_number_of_rounds(room):
    for number in range(1, ROUNDS + 1):
        room.ask(TASK)
        room.close_guesses(number).work = Done()
        room.reveal(number)
    assert refusal(room.ask, TASK) == "too_many_rounds"


def test_teams_decide_their_own_rules_until_they_commit(room):
    one, two, three = (joined(room) for _ in range(3))
    room.ask(ROLES)
    assert refusal(room.guess, one, 1, {"felt_voice": "higher"}) == "team_first"
    assert refusal(room.choose_team, one, "mayors") == "unknown_choice"
    for phone, team in ((one, "citizens"), (two, "citizens"), (three, "politicians")):
        room.choose_team(phone, team)
    assert refusal(room.guess, one, 1, {"felt_voice": "higher"}, "", {"proposals": "commits"}) == "unknown_choice"
    assert refusal(room.guess, one, 1, {"felt_voice": "higher"}, "", {"meetings": "often"}) == "unknown_choice"
    assert refusal(room.guess, one, 1, {"strain": "higher"}) == "guess_missing"
    room.guess(one, 1, {"felt_voice": "higher"}, "", {"meetings": "lot"})
    room.guess(two, 1, {"felt_voice": "same"}, "", {"meetings": "open"})
    room.guess(three, 1, {"political_support": "same"}, "", {"proposals": "commits"})
    assert room.current.tally("citizens")["meetings"] == {"none": 0, "open": 1, "lot": 1}
    assert room.current.decided()["meetings"] == "open" and room.current.decided()["outreach"] == "middle"
    room.choose_team(two, "professionals")
    assert room.current.tally("citizens")["meetings"]["open"] == 0, "a vote stays with the team it was cast in"
    room.close_guesses(1).work = Done()
    assert room.current.committed["meetings"] == "lot" and room.current.committed["proposals"] == "commits"
    assert refusal(room.choose_team, one, "politicians") == "closed"
    room.reveal(1)
    again = room.ask(ROLES)
    assert again.start["meetings"] == "lot" and again.decided() == room.rounds[0].committed


# --- many at once --------------------------------------------------------------------------------------------------


def at_once(number, do):
    """Call `do(k)` in so many threads that start together; return what each returned or raised."""
    barrier, made = threading.Barrier(number), [None] * number

    def run(k):
        barrier.wait(PATIENCE)
        try:
            made[k] = do(k)
        except Exception as error:
            made[k] = error

    threads = [threading.Thread(target=run, args=(k,)) for k in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return made


def test_no_more_rooms_and_phones_than_there_are_places_for(clock):
    rooms = Rooms(Quota(rooms=10, rooms_per_address=100, phones_per_room=25), clock)
    opened = at_once(40, lambda k: rooms.open(f"192.0.2.{k}", "en", BASE).room.code)
    codes = [one for one in opened if isinstance(one, str)]
    assert len(codes) == len(set(codes)) == len(rooms) == 10
    assert all(isinstance(one, str) or one.key == "rooms_full" for one in opened)
    room = rooms.find(codes[0], "a")
    keys = [one for one in at_once(60, lambda k: room.join()) if isinstance(one, str)]
    assert len(set(keys)) == len(keys) == len(room.phones) == 25


def test_every_guess_that_was_accepted_is_counted_and_none_after_the_end(clock):
    rooms = Rooms(Quota(phones_per_room=80), clock)
    room = rooms.open("192.0.2.1", "en", BASE).room
    phones = [joined(room) for _ in range(60)]
    room.ask(TASK)

    def act(k):
        return room.close_guesses(1) if k == 30 else room.guess(phones[k], 1, {OUTCOME: "same"}, "because")

    made = at_once(60, act)
    refused = [one for one in made if isinstance(one, Exception)]
    assert all(isinstance(one, RefusedError) and one.key == "closed" for one in refused)
    assert sum(room.current.counts(OUTCOME).values()) == 59 - len(refused)

    room.current.work = Done()
    room.reveal(1)
    room.ask(TASK)
    made = at_once(60, lambda k: rooms.end(room) if k == 30 else room.guess(phones[k], 2, {OUTCOME: "same"}))
    assert all(one is None or isinstance(one, RefusedError) for one in made)
    assert room.rounds == [] and room.phones == {}

"""A room that a teacher has opened, without a network. The dashboard's packages may be missing, so fixtures import."""

import pytest


@pytest.fixture
def rooms(monkeypatch):
    """Rooms in which the model answers at once."""
    from dashboard.classroom.rooms import Rooms
    from dashboard.classroom.web import hosting
    from dashboard.workers.quota import Quota
    from tests.helpers.lesson import Computed
    from tests.helpers.rooms import Clock

    monkeypatch.setattr(hosting, "Work", Computed)
    return Rooms(Quota(phones_per_room=5), Clock())


@pytest.fixture
def app(rooms):
    """The server of the rooms' pages."""
    from dashboard.classroom.web.routes import classroom
    from dashboard.server.options import Options

    return classroom(Options(), rooms)


@pytest.fixture
def teacher(app):
    """The teacher's browser."""
    from tests.helpers.rooms import Browser

    return Browser(app)


@pytest.fixture
def at(teacher):
    """The path of a room that the teacher has opened."""
    answer = teacher.post("/class/open?lang=en&citizens=100&months=3&seeds=2&town=Bod%C3%B8", {"reasons": "yes"})
    assert answer.status == 303
    return answer.header("location").partition("/host")[0]

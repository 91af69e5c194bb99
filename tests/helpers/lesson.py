"""A lesson in a room without a network: phones that guess, and a model that answers at once."""

from dashboard.classroom.work import Measured
from experiments.analysis.relevance import Size
from tests.helpers.rooms import Browser

OUTCOME = "participation_parity"
FOUND = (
    Measured(OUTCOME, 0.8, 0.6, -0.2, -0.22, -0.18, Size.LARGE),
    Measured("felt_voice", 0.4, 0.5, 0.1, 0.08, 0.12, Size.MEDIUM),
    Measured("strain", 0.3, 0.3, 0.0, -0.01, 0.01, Size.NONE),
    Measured("political_support", 0.5, 0.51, 0.01, 0.001, 0.019, Size.POSSIBLE),
    Measured("met_need", 0.5, 0.5, 0.0, -0.05, 0.05, Size.UNCERTAIN, "Q1"),
)


class Computed:
    """A computation that is done at once."""

    def __init__(self, settings, outcomes):
        self.settings, self.outcomes, self.answer, self.error, self.done = settings, outcomes, None, None, False

    def start(self, owner, client):
        self.answer, self.done = FOUND, True

    def progress(self):
        return 1.0


def phone(app, at, address="192.0.2.9"):
    """Return a phone that has joined the room at a path."""
    made = Browser(app, address)
    assert made.post(f"{at}/join").status == 303
    return made


def played(app, teacher, at):
    """Hold a lesson of a question and a role round; return two phones."""
    one, two = phone(app, at), phone(app, at)
    teacher.post(f"{at}/host/ask", {"task": "inequality"})
    one.post(f"{at}/guess", {"round": "1", f"guess.{OUTCOME}": "lower", "why": "<i>who</i> comes & who does not"})
    two.post(f"{at}/guess", {"round": "1", f"guess.{OUTCOME}": "higher", "why": "=HYPERLINK(1)"})
    for what in ("close", "reveal"):
        assert teacher.post(f"{at}/host/{what}", {"round": "1"}).status == 303
    teacher.post(f"{at}/host/ask", {"task": "roles"})
    for who, team, guess, votes in (
        (one, "citizens", "felt_voice", {"choice.meetings": "lot", "choice.outreach": "high"}),
        (two, "politicians", "political_support", {"choice.proposals": "commits"}),
    ):
        assert who.post(f"{at}/team", {"team": team}).status == 303
        assert who.post(f"{at}/guess", {"round": "2", f"guess.{guess}": "higher", **votes}).status == 303
    for what in ("close", "reveal"):
        assert teacher.post(f"{at}/host/{what}", {"round": "2"}).status == 303
    return one, two

"""Questions for a class or a council, who guess before they see the answer.

Larvik's and Indre Østfold's councils and the county's leaders discuss these questions. Each sets up one comparison. The
answer is computed when somebody asks for it; none is written down here.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import OWN, Changes, Settings
from dashboard.texts.guide import QUESTION
from model.parameters.parameters import Parameters
from samskaping.language import Language

A_TENTH_LESS = round(0.9 * Parameters().money.case_budget, 5)


@dataclass(frozen=True)
class Question:
    """A question: its id, the outcome to guess, and the comparison that it sets up (last paradigm minus first).

    Its title, story, guess (is the outcome higher, lower or about the same?) and discussion stand in `QUESTION`.
    """

    id: str
    outcome: str
    paradigms: tuple[str, ...]
    changes: Changes = ()
    base: str = "NPG"
    own: Changes = ()

    def settings(self, town: Settings | None = None) -> Settings:
        """Return the settings that the question sets up, in the town, size and repeats of `town`."""
        return (town or Settings()).changed(
            paradigms=self.paradigms,
            changes=self.changes,
            base=self.base,
            own=self.own,
            scenario="",
            timeline=None,
            second="",
        )

    def described(self, language: Language) -> dict[str, str]:
        """Return the id, and the texts in a language by name."""
        fields = ("title", "story", "guess", "discuss")
        return {"id": self.id, **{field: QUESTION(f"{self.id}.{field}", language) for field in fields}}


QUESTIONS = (
    Question(
        "in-place",
        "fit",
        ("NPG", OWN),
        own=(("payoff.support", 0.0), ("position.facilitation", 0.0), ("scope.training", 0.0)),
    ),
    Question("politics", "felt_voice", ("NPG", OWN), own=(("aggregation.binding", 0.0), ("position.presence", 0.0))),
    Question("obstacles", "fit", ("TPA", "NPG"), changes=(("politics.openness", 0.1), ("staff.openness", 0.1))),
    Question(
        "when-not",
        "cost_per_met_need_nok",
        ("TPA", "NPG"),
        changes=(
            ("needs.codified", 5.0),
            ("needs.cross_sector", 0.0),
            ("needs.lived", 0.1),
            ("needs.wickedness", 0.0),
        ),
    ),
    Question(
        "inequality",
        "participation_parity",
        ("NPG", OWN),
        own=(("boundary.outreach", 0.0), ("boundary.recruitment", "open")),
    ),
    Question("wholehearted", "trust", ("thin", "NPG")),
    Question("without", "fit", ("responsive", "NPG")),
    Question("competence", "competence", ("TPA", "NPG")),
    Question("staff-hours", "public_hours_per_capita", ("TPA", "NPG")),
    Question("welfare-state", "met_need_lowest", ("TPA", "NPG"), changes=(("money.case_budget", A_TENTH_LESS),)),
    Question("cheaper", "public_cost_nok_per_capita", ("TPA", "NPG")),
)

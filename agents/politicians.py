"""Members of the municipal council."""

from agents.engine.table import AREAS, Column
from agents.engine.view import View

POLITICIAN = (
    Column("priorities", "float64", 0, 1, "share", "Priority of each service area; they add to one", (AREAS,)),
    Column("openness", "float64", 0, 1, "share", "Openness to sharing power"),
    Column("presence", "float64", 0, 1, "share", "Share of arena meetings attended"),
    Column("platform", "float64", -1, 1, "left -1, right 1", "Weight of cost against service"),
    Column("support", "float64", 0, 1, "share", "Support among citizens"),
    Column("seniority", "uint16", 0, None, "months", "Months in the council"),
)


class Politician(View):
    """A politician as a Mesa agent."""

    columns = POLITICIAN
    table_name = "politicians"

    def description(self) -> str:
        """Return platform, openness and seniority in a few words."""
        return (
            f"platform {self.platform:+.2f} (left -1, right 1), openness {self.openness:.2f}, "
            f"{self.seniority} months in the council"
        )


Politician.expose()

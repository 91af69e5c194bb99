"""Professional teams of six full-time equivalents."""

from agents.engine.table import Column
from agents.engine.view import View

TEAM = (
    Column("area", "uint8", 0, 3, "number", "Service area"),
    Column("competence", "float64", 0, 1, "share", "Professional competence"),
    Column("relation", "float64", 0, 1, "share", "Relational skill"),
    Column("openness", "float64", 0, 1, "share", "Openness to citizens' knowledge"),
    Column("strain", "float64", 0, 1, "share", "Strain"),
    Column("motive", "float64", 0, 1, "share", "Professional motivation"),
    Column("experience", "float64", 0, None, "months", "Mean experience of the team"),
    Column("hours", "float64", 0, None, "hours per month", "Paid hours"),
    Column("renewals", "uint16", 0, None, "count", "Posts that changed hands"),
)


class Professional(View):
    """A professional team as a Mesa agent."""

    columns = TEAM
    table_name = "teams"

    def description(self) -> str:
        """Return area, competence and strain in a few words."""
        return f"team of area {self.area}, competence {self.competence:.2f}, strain {self.strain:.2f}"


Professional.expose()

"""Citizens: the columns that hold them, and the Mesa agent that shows one row."""

from agents.engine.table import DIMENSIONS, NONE, SLOTS, Column
from agents.engine.view import View

AGE_BANDS = ("0-17", "18-66", "67-79", "80+")
GROUPS = ("majority", "youth", "elderly", "minority")
NO_NEED, LATENT, WAITING = 0, 1, 2  # states of a need slot: empty, outside the service, applied and waiting
CHILD, ADULT, OLD, OLDEST = range(4)  # age bands
BANDS = len(AGE_BANDS)
FIFTHS = 5  # quintiles of resources
MAJORITY, YOUTH, ELDERLY, MINORITY = range(4)  # groups

CITIZEN = (
    Column(
        "identity",
        "uint32",
        0,
        None,
        "number",
        "Address of the citizen's chance; stays with the person, not the row",
    ),
    Column("age_band", "uint8", 0, 3, "band", "0-17, 18-66, 67-79, 80+"),
    Column("sex", "uint8", 0, 1, "code", "0 woman, 1 man"),
    Column("district", "uint16", 0, None, "number", "District of residence"),
    Column("group", "uint8", 0, 3, "code", "Latent profile: majority, youth, elderly, minority"),
    Column("quintile", "uint8", 0, 4, "fifth", "Fifth of the town by resources, lowest first"),
    Column("cell", "uint16", 0, None, "number", "Quintile x age band x district, for counting"),
    Column("skill", "float64", 0, 1, "share", "Civic skill (education)"),
    Column("income", "float64", 0, 1, "share", "Income level"),
    Column("resources", "float64", 0, 1, "share", "Resources, from skill and income"),
    Column("rank", "float64", 0, 1, "rank", "Rank by resources within the town"),
    Column("time", "float64", 0, 1, "share", "Free time"),
    Column("anchor", "float64", 0, 1, "trust", "Predisposition that trust returns to"),
    Column("trust", "float64", 0, 1, "trust", "Trust in the municipality"),
    Column("expectation", "float64", 0, 1, "fit", "Fit expected of a service"),
    Column("voice", "float64", 0, 1, "share", "Felt voice"),
    Column("efficacy", "float64", 0, 1, "share", "Self-efficacy: belief in being able to manage and contribute"),
    Column("ownership", "float64", 0, 1, "share", "Ownership of the town's work"),
    Column(
        "expected_following",
        "float64",
        0,
        1,
        "share",
        "Share of citizens' input that the citizen expects to be followed",
    ),
    Column(
        "felt_influence",
        "float64",
        0,
        1,
        "share",
        "How far services and answers moved toward the citizen's wish because the citizen spoke",
    ),
    Column("known_fit", "float32", 0, 1, "fit", "Fit of the last service received, by area", (4,)),
    Column(
        "known_unit",
        "uint8",
        0,
        NONE,
        "number",
        "Unit of the last service received, by area (255 none)",
        (4,),
        NONE,
    ),
    Column("encounters", "uint16", 0, None, "count", "Services received"),
    Column("fit_sum", "float32", 0, None, "fit", "Sum of the fit of these services"),
    Column("months_in_need", "uint16", 0, None, "months", "Months with an open need"),
    Column("hours_given", "float32", 0, None, "hours", "Hours given to services, paperwork and meetings"),
    Column("meetings", "uint16", 0, None, "count", "Arena meetings attended"),
    Column("heard", "uint16", 0, None, "count", "Times that the citizen was asked and followed"),
    Column("ignored", "uint16", 0, None, "count", "Times that the citizen was asked and not followed"),
    Column(
        "overruling_heard",
        "uint16",
        0,
        None,
        "month",
        "Month, 1 the first of the warm-up, of the last overruled proposal that the citizen heard of (0: none)",
    ),
    Column("hardships", "uint16", 0, None, "count", "Times left unserved: waits that doubled, needs that ended unmet"),
    Column("need_state", "uint8", 0, 2, "code", "0 empty, 1 outside the service, 2 applied and waiting", (SLOTS,)),
    Column("need_area", "uint8", 0, NONE, "number", "Service area of the need (255 none)", (SLOTS,), NONE),
    Column("need_span", "uint8", 0, 3, "sectors", "Sectors the need spans", (SLOTS,)),
    Column("need_unit", "uint8", 0, NONE, "number", "Unit applied to, within the area", (SLOTS,), NONE),
    Column("need_returns", "uint8", 0, 250, "count", "Times the need came back", (SLOTS,)),
    Column("need_waited", "uint16", 0, None, "months", "Months waited", (SLOTS,)),
    Column("need_severity", "float32", 0, 1, "share", "Severity", (SLOTS,)),
    Column("need_pressed", "float32", 0, None, "priority", "Priority gained by complaining", (SLOTS,)),
    Column(
        "need_vector",
        "float32",
        None,
        None,
        "need units",
        "Service that would meet the need, by dimension",
        (SLOTS, DIMENSIONS),
    ),
)


class Citizen(View):
    """A citizen as a Mesa agent; `citizen.trust` reads and writes the column."""

    columns = CITIZEN
    table_name = "citizens"

    def description(self) -> str:
        """Return age, sex, district, resources, trust and open needs in a few words."""
        return (
            f"{'man' if self.sex else 'woman'} of {AGE_BANDS[self.age_band]}, district {self.district}, "
            f"fifth {self.quintile + 1} of 5 by resources, trust {self.trust:.2f}, open needs {self.open_needs}"
        )

    @property
    def open_needs(self) -> int:
        """Needs now open, in or outside the service."""
        return int((self.need_state > 0).sum())


Citizen.expose()

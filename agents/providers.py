"""Columns of service units. The row of a unit is area * units per area + its number within the area."""

from agents.engine.table import DIMENSIONS, Column, tuple_of

PUBLIC, CONTRACTED, CIVIC = 0, 1, 2
LEAST_SLACK = 1e-9  # at the start: close to none, yet competition can wear down a share of it

UNIT = (
    Column("kind", "uint8", 0, 2, "code", "0 public, 1 contracted, 2 civic"),
    Column(
        "programme",
        "float64",
        None,
        None,
        "need units",
        "Service offered to a typical user (z)",
        (DIMENSIONS,),
    ),
    Column("solution", "int64", 0, 4095, "bits", "The unit's solution to the area's shared problem (s)"),
    Column("previous", "int64", 0, 4095, "bits", "Solution before the last change"),
    Column("seen_before", "float64", None, None, "quality", "Observed quality of the solution before the last change"),
    Column("on_trial", "uint8", 0, 1, "flag", "1 while the unit has not judged its last change"),
    Column("rights", "float64", 0, 3, "trials", "Trials that the unit and its arena may begin"),
    Column("arena_turn", "float64", -1, 1, "trials", "Part of the next trial saved up for the arena"),
    Column("trial_age", "int32", 0, None, "months", "Months that the change has been on trial"),
    Column("trial_cases", "float64", None, None, "cases", "Cases since the change, less those in `file_count`"),
    Column("indicator", "float64", 0, 1.5, "share", "Reported quality"),
    Column("quality", "float64", 0, 1, "fit", "Recent mean fit"),
    Column("share", "float64", 0, 1, "share", "Share of the area's hours"),
    Column("users", "float64", 0, None, "cases", "Recent applications"),
    Column("slack", "float64", 0, 1, "share", "Slack in case hours"),
    Column("saved", "float64", 0, 1, "share", "Share of standard hours saved by effort under yardsticks"),
    Column(
        "bank",
        "float64",
        None,
        None,
        "hours",
        "Hours left over for a case too large for one month; below 0 only in a sub-sample: hours used in advance",
    ),
    Column("wait", "float64", 0, None, "months", "Expected wait"),
    Column("load", "float64", 0, None, "share", "Hours of open cases over hours available"),
    Column("usual_load", "float64", 0, None, "share", "Load over recent months", start=1.0),
    Column("felt_load", "float64", 0, None, "share", "Load as staff feel it: the usual load that is let in", start=1.0),
    Column(
        "file_sum",
        "float64",
        None,
        None,
        "need units",
        "Sum of professionals' views since the last revision",
        (DIMENSIONS,),
    ),
    Column(
        "survey_sum",
        "float64",
        None,
        None,
        "need units",
        "Sum of users' views in surveys since the last revision",
        (DIMENSIONS,),
    ),
    Column(
        "arena_sum",
        "float64",
        None,
        None,
        "need units",
        "Sum of arena members' views since the last revision",
        (DIMENSIONS,),
    ),
    Column("file_count", "float64", 0, None, "cases", "Cases in `file_sum`"),
    Column("survey_count", "float64", 0, None, "answers", "Answers in `survey_sum`"),
    Column("arena_count", "float64", 0, None, "voices", "Voices in `arena_sum`"),
    Column("satisfaction_sum", "float64", 0, None, "satisfaction", "Sum of users' satisfaction, fading"),
    Column("satisfaction_count", "float64", 0, None, "cases", "Cases in `satisfaction_sum`, fading"),
)
Units = tuple_of("Units", UNIT, __name__)

"""Parameters of steering: arenas, revision of programmes, politics, and the inertia of roles."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table, laid out by hand: what a number is on its first line, then its help text.
# fmt: off


class ArenaParameters(Group):
    """Recruitment, deliberation and collective search (M13, M15, M16, M17, M24)."""

    join_base: float = number(-2.6, -8, 4, "logit", "M13, P22", DESIGN,
        "Base log odds of joining an arena when asked")
    join_skill: float = number(1.4, 0, 5, "logit", "M13", DESIGN,
        "How much the log odds of joining rise from the lowest to the highest civic skill (education)")
    join_time: float = number(0.6, 0, 5, "logit", "M13", DESIGN,
        "How much the log odds of joining rise from no to full free time")
    join_salience: float = number(0.8, 0, 5, "logit", "M13", DESIGN,
        "How much an open need of one's own in the area raises the log odds of joining")
    join_efficacy: float = number(0.8, 0, 5, "logit", "M13, P3", DESIGN,
        "How much the log odds of joining rise from no to full efficacy")
    join_input_followed: float = number(1.2, 0, 5, "logit", "M24", DESIGN,
        "How much the log odds of joining rise from expecting that no input is followed to expecting that all is")
    join_hours: float = number(0.15, 0, 1, "logit per meeting hour", "M13", DESIGN,
        "How much each hour of a meeting lowers the log odds of joining")
    join_pay: float = number(0.8, 0, 5, "logit at the wage", "M13", DESIGN,
        "How much pay at the wage raises the log odds of joining, most for those with low income")
    politicians: float = number(2, 0, 10, "persons", "M21", DESIGN,
        "Politicians at a meeting where rules have them fully present; their hours are public hours")
    support_hours: float = number(0.5, 0, 10, "hours per participant and meeting", "M14", DESIGN,
        "Public hours of supporting a participant at full support (training, interpreter, materials)")
    asked: int = whole(12, 1, 60, "persons per vacancy", "M13", DESIGN,
        "Most persons asked for one vacant seat before a meeting")
    leaving: float = number(0.05, 0, 0.5, "per meeting", "M14", DESIGN,
        "Base chance that a member drops out after a meeting (less when proposals are followed, and with trust in "
        "each other)")
    early_leaving: float = number(0.15, 0, 0.5, "per meeting", "M17, P32", DESIGN,
        "Extra chance of dropping out after one's first meeting")
    quorum: float = number(0.5, 0, 1, "share of seats", "P26", "design choice: as in elected bodies",
        "Share of an arena's seats that must be filled for it to decide anything")
    group_trust_start: float = number(0.5, 0, 1, "trust", "M17", DESIGN,
        "Trust that others do their part, among members who do not know each other yet")
    group_trust_rate: float = number(0.2, 0, 1, "share", "M17", DESIGN,
        "Share of the way to what a meeting achieved that members' trust in each other moves")
    facilitator_spread: float = number(0.2, 0, 0.5, "share", "P26, @borge2024", DESIGN,
        "Standard deviation of how well facilitators do their work, around 1")
    citizen_bits: float = number(0.25, 0, 1, "share", "M15", DESIGN,
        "Share of an area's shared problem that citizens of one group understand")
    professional_bits: float = number(0.60, 0, 1, "share", "M15", DESIGN,
        "Share of an area's shared problem that professionals understand")
    noise_known: float = number(0.05, 0, 1, "solution quality", "M15", DESIGN,
        "Error in judging a change that one understands (standard deviation)")
    noise_unknown: float = number(0.20, 0, 1, "solution quality", "M15", DESIGN,
        "Error in judging a change that one does not understand (standard deviation)")
    threshold: float = number(0.02, 0, 0.5, "solution quality", "M15", DESIGN,
        "Gain that a change must be expected to give to be proposed; a loss as large has it taken back")
    proposals: int = whole(1, 0, 10, "per meeting", "M15", DESIGN,
        "Changes that an arena considers at a meeting")
    conflict: float = number(1.0, 0, 5, "ratio", "M16", DESIGN,
        "How much members' unlikeness raises their error of judgement without facilitation")
    staff_hours: float = number(14, 0, 200, "hours per meeting", "P26", DESIGN,
        "Public hours that a meeting takes without facilitation")
    facilitator_hours: float = number(16, 0, 200, "hours per meeting", "M16, @borge2024", DESIGN,
        "Further public hours that a meeting takes at full facilitation")
    preparation: float = number(1.0, 0, 20, "hours per meeting", DESIGN, DESIGN,
        "Hours that a member spends on preparing for a meeting")
    meeting_voice: float = number(0.8, 0, 1, "voice", "M16", DESIGN,
        "Voice that a meeting gives each member at full facilitation (without it, the resourceful have most)")
    learning_exponent: float = number(0.15, 0, 0.6, "exponent", "M18",
        "design choice: about 10 % less for each doubling",
        "How fast meetings and tenders get cheaper: cost is divided by their number to the power of this")
    ownership_meeting: float = number(0.3, 0, 1, "share", "M20", DESIGN,
        "Share of the way to full ownership that a meeting brings at full citizen weight in design and full uptake")
    uptake_rate: float = number(0.15, 0, 1, "share", DESIGN, DESIGN,
        "Share of the way to what a meeting got adopted that an area's usual uptake moves")


class RevisionParameters(Group):
    """How programmes and solutions are revised; the same operators for all."""

    step: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of the way to the evidence that a programme moves at a revision")
    legacy: float = number(0.15, 0, 1, "share", "@kobro2018", DESIGN,
        "Share of a programme's move at a revision that fails because the old one lingers")
    evidence: float = number(10, 0, 500, "cases", DESIGN, DESIGN,
        "Number of cases since the last revision at which their evidence counts half")
    trials: float = number(1, 0, 10, "per unit and year", "M15", DESIGN,
        "Most changes of the shared solution that a unit tries in a year")
    realised_noise: float = number(0.15, 0, 1, "solution quality", "M15", DESIGN,
        "Error in seeing what a change did, with one case (falls with the root of the number of cases)")
    imitation: float = number(0.10, 0, 1, "probability", "@ks-konsulent", DESIGN,
        "Chance that a unit at a revision copies the solution of the unit that looks best")
    survey_response: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of users of average resources who answer surveys (more with more resources)")
    hours: float = number(25, 0, 1000, "hours per 1,000 citizens", DESIGN, DESIGN,
        "Public hours of revising programmes, beside those of making rules")


class PoliticsParameters(Group):
    """Council, budgets, elections (M21, P29)."""

    adopt_base: float = number(-0.4, -5, 5, "logit", "M21", DESIGN,
        "Base log odds that the council adopts an arena's proposal")
    adopt_presence: float = number(1.2, 0, 5, "logit", "M21", DESIGN,
        "How much politicians' full presence in arenas raises the log odds of adoption")
    adopt_closeness: float = number(1.0, 0, 5, "logit", "M21", DESIGN,
        "How much priority for an area, relative to its budget, raises the council's log odds of adoption")
    adopt_status: float = number(1.0, 0, 5, "logit", "M21", DESIGN,
        "How much power given to citizens lowers the log odds of adoption among politicians not open to it")
    adopt_cost: float = number(0.5, 0, 5, "logit", "M21", DESIGN,
        "How much a strained budget lowers the log odds of adoption, in a council of the political middle")
    contact_followed: float = number(0.30, 0, 0.5, "probability at openness 0.5", "M21", DESIGN,
        "Chance that a matter raised by a citizen is followed up, at openness 0.5 (doubled at full openness)")
    openness: float = number(0.5, 0, 1, "share", "M21", DESIGN,
        "Mean openness of newly elected politicians to sharing power")
    openness_rate: float = number(0.05, 0, 0.5, "per proposal", "M21", DESIGN,
        "How fast the openness of politicians who take part follows whether adopted proposals work")
    budget_speed: float = number(0.15, 0, 1, "share per year", DESIGN, DESIGN,
        "Share of the way to the aim that areas' budget shares move in a yearly budget")
    budget_floor: float = number(0.85, 0, 1, "share of the start",
        "design choice: the law obliges municipalities to offer certain services", DESIGN,
        "Least that an area keeps of its first budget share")
    term: int = whole(48, 12, 96, "months", "M21", "survey fact 24: municipal elections every fourth year",
        "Months between elections")
    turnout_skill: float = number(2.4, 0, 5, "logit", "M13",
        "calibrated to survey facts 24, 28 and 46: turnout by education",
        "How much the log odds of voting rise from the least to the most educated")
    turnout_trust: float = number(0.8, 0, 5, "logit", "survey fact 32", DESIGN,
        "How much the log odds of voting rise from no to full trust")
    turnout_age: float = number(0.8, 0, 5, "logit", "survey fact 26", "calibrated to survey fact 26: turnout by age",
        "How much higher the log odds of voting are at age 67-79 than at 18-66")
    retention: float = number(0.60, 0, 1, "probability", DESIGN, DESIGN,
        "Chance that a politician with support 0.5 keeps the seat at an election")
    seat_skill: float = number(1.5, 0, 5, "exponent", "P29", DESIGN,
        "How strongly newly elected politicians lean to the needs of the resourceful (0: to all alike)")


class RoleParameters(Group):
    """How soon politicians, leaders, professionals and citizens grow into new rules."""

    months: float = number(18, 1, 120, "months", "@ks-konsulent", DESIGN,
        "Months it takes roles to get two thirds of the way into new rules, without training")
    trained_months: float = number(9, 1, 120, "months", "@ks-konsulent", DESIGN,
        "Months it takes roles to get two thirds of the way into new rules, with full training")
    worst: float = number(0.5, 0, 1, "share", "@ks-konsulent", DESIGN,
        "Share of their effect that new rules have when practised by people not ready for them at all")
    steady_start: float = number(0, 0, 1, "0 or 1", DESIGN, DESIGN,
        "1: all roles are used to the paradigm's rules from the start; 0: they are used to the status quo")
    triage_memory: float = number(0.5, 0, 0.95, "share", "@borge2024", DESIGN,
        "Weight of earlier years' signs when triage sorts areas anew")
    triage_known: float = number(0.42, 0, 2, "signal", "@borge2024", DESIGN,
        "Signs below this make triage treat an area's knowledge as known")
    triage_unknown: float = number(0.58, 0, 2, "signal", "@borge2024", DESIGN,
        "Signs from this on make triage treat an area's knowledge as not yet existing")
    triage_error: float = number(0.2, 0, 1, "signal", "@borge2024", DESIGN,
        "Error in the signs by which triage sorts areas (standard deviation)")
    triage_hours: float = number(20, 0, 1000, "hours per 1,000 citizens and year", "@borge2024", DESIGN,
        "Public hours that each year's sorting of areas by triage costs")

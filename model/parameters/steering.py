"""Parameters of steering: arenas, revision of programmes, politics, and the inertia of roles."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table: the number, its bounds and sources on the first line, the help text below.
# fmt: off


class ArenaParameters(Group):
    """Recruitment, deliberation and collective search (M13, M15, M16, M17, M24)."""

    start_only = ("citizen_bits", "professional_bits")

    join_base: float = number(-2.6, -8, 4, "logit", "M13, P22", DESIGN,
        "Base log odds that a citizen joins an arena when asked")
    join_skill: float = number(1.4, 0, 5, "logit", "M13", DESIGN,
        "How much the log odds of joining rise from lowest to highest civic skill (education)")
    join_time: float = number(0.6, 0, 5, "logit", "M13", DESIGN,
        "How much the log odds of joining rise from no to full free time")
    join_salience: float = number(0.8, 0, 5, "logit", "M13", DESIGN,
        "How much a citizen's own open need in the area raises the log odds of joining")
    join_efficacy: float = number(0.8, 0, 5, "logit", "M13, P3", DESIGN,
        "How much the log odds of joining rise from no to full self-efficacy")
    join_input_followed: float = number(1.2, 0, 5, "logit", "M24", DESIGN,
        "How much the log odds of joining rise as the citizen expects more input to be followed, from none to all")
    join_hours: float = number(0.15, 0, 1, "logit per meeting hour", "M13", DESIGN,
        "How much each hour of a meeting lowers the log odds of joining")
    join_pay: float = number(0.8, 0, 5, "logit at the wage", "M13", DESIGN,
        "How much pay at the wage raises the log odds of joining, most for citizens with low income")
    politicians: float = number(2, 0, 10, "persons", "M21", DESIGN,
        "Politicians at a meeting when the rules require full presence; their hours are public hours")
    support_hours: float = number(0.5, 0, 10, "hours per participant and meeting", "M14", DESIGN,
        "Public hours to support one member at full support (training, interpreter, materials)")
    asked: int = whole(12, 1, 60, "persons per vacancy", "M13", DESIGN,
        "Most citizens asked to fill one vacant seat before a meeting")
    leaving: float = number(0.05, 0, 0.5, "per meeting", "M14", DESIGN,
        "Base chance that a member drops out after a meeting; lower when proposals are followed and members trust "
        "each other")
    early_leaving: float = number(0.15, 0, 0.5, "per meeting", "M17, P32", DESIGN,
        "Extra chance that a member drops out after the first meeting")
    quorum: float = number(0.5, 0, 1, "share of seats", "P26", "design choice: as in elected bodies",
        "Share of seats that must be filled before an arena can decide")
    group_trust_start: float = number(0.5, 0, 1, "trust", "M17", DESIGN,
        "Trust among new members that the others will do their part")
    group_trust_rate: float = number(0.2, 0, 1, "share", "M17", DESIGN,
        "How fast members' trust in each other approaches what a meeting achieves: share of the gap closed per "
        "meeting")
    facilitator_spread: float = number(0.2, 0, 0.5, "share", "P26, @borge2024", DESIGN,
        "How much facilitators differ in skill, around 1 (standard deviation)")
    citizen_bits: float = number(0.25, 0, 1, "share", "M15", DESIGN,
        "Share of an area's shared problem that citizens of one group understand")
    professional_bits: float = number(0.60, 0, 1, "share", "M15", DESIGN,
        "Share of an area's shared problem that professionals understand")
    noise_known: float = number(0.05, 0, 1, "solution quality", "M15", DESIGN,
        "Members' error when they judge a change that they understand (standard deviation)")
    noise_unknown: float = number(0.20, 0, 1, "solution quality", "M15", DESIGN,
        "Members' error when they judge a change that they do not understand (standard deviation)")
    threshold: float = number(0.02, 0, 0.5, "solution quality", "M15", DESIGN,
        "Gain that members must expect before they propose a change; an equal loss makes them reverse it")
    proposals: int = whole(1, 0, 10, "per meeting", "M15", DESIGN,
        "Most changes that an arena considers at a meeting")
    conflict: float = number(1.0, 0, 5, "ratio", "M16", DESIGN,
        "How much differences between members raise their errors of judgement without facilitation")
    staff_hours: float = number(14, 0, 200, "hours per meeting", "P26", DESIGN,
        "Public hours that a meeting takes without facilitation")
    facilitator_hours: float = number(16, 0, 200, "hours per meeting", "M16, @borge2024", DESIGN,
        "Extra public hours that a meeting takes at full facilitation")
    preparation: float = number(1.0, 0, 20, "hours per meeting", DESIGN, DESIGN,
        "Hours that a member spends preparing for a meeting")
    meeting_voice: float = number(0.8, 0, 1, "voice", "M16", DESIGN,
        "How much voice a meeting gives each member at full facilitation; without it, members with most resources "
        "get most")
    learning_exponent: float = number(0.15, 0, 0.6, "exponent", "M18",
        "design choice: about 10 % less for each doubling",
        "How fast meetings and tenders get cheaper with repetition (cost is divided by their number to this power)")
    ownership_meeting: float = number(0.3, 0, 1, "share", "M20", DESIGN,
        "How much a meeting adds to members' ownership when citizens decide design and all input is followed (share "
        "of gap)")
    following_rate: float = number(0.15, 0, 1, "share", DESIGN, DESIGN,
        "How fast an area's usual share of adopted proposals approaches the latest meeting's share (share of gap "
        "closed)")
    fatigue: float = number(0.02, 0, 0.2, "per meeting", "M14, @havlik",
        "design choice: the lower end of 0.02 to 0.1",
        "How much the chance of dropping out after a meeting rises with each meeting that a member attends beyond the "
        "first year")
    join_fatigue: float = number(0.1, 0, 1, "logit per meeting", "M14, @havlik", DESIGN,
        "How much each arena meeting that a citizen has ever attended lowers the log odds of joining")
    mapping_hours: float = number(0.5, 0, 10, "hours per child", "M30, @svelvik-barnetrakk",
        "design choice: a teacher and a planner for five hours with a class of twenty",
        "Public hours to register one young person's use of places, each year")


class RevisionParameters(Group):
    """Revision of programmes and solutions, the same for all paradigms."""

    step: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "How far a revision moves a programme toward the evidence: share of the gap closed")
    legacy: float = number(0.15, 0, 1, "share", "@kobro2018", DESIGN,
        "Share of a programme's move that a revision fails to make because old practice lingers")
    evidence: float = number(10, 0, 500, "cases", DESIGN, DESIGN,
        "Cases since the last revision at which their evidence counts half")
    trials: float = number(1, 0, 10, "per unit and year", "M15", DESIGN,
        "Changes to the shared solution that a unit and its arena try per year")
    trial_hours: float = number(10, 0, 100, "hours per 1,000 citizens", "M15",
        "design choice: two weeks of one post in a unit for 8,000 citizens",
        "Public hours to work out and assess a change, by the citizens that the unit serves; the same for units and "
        "arenas. A change taken back costs them again, times documentation")
    trial_months: int = whole(12, 0, 60, "months", "M15", "design choice: a year",
        "Months after which a unit judges a change on trial. 0: units try and judge changes when programmes are "
        "revised, and arenas try a change at every meeting")
    realised_noise: float = number(0.15, 0, 1, "solution quality", "M15", DESIGN,
        "Error in observing a change's effect from one case (falls with the square root of the number of cases)")
    imitation: float = number(0.10, 0, 1, "probability", "@ks-konsulent", DESIGN,
        "Chance that a unit that tries a change copies the solution of the unit that looks best")
    survey_response: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of users with average resources who answer surveys (more resources: more answer)")
    hours: float = number(25, 0, 1000, "hours per 1,000 citizens", DESIGN, DESIGN,
        "Public hours to revise programmes, without the hours to make rules")


class PoliticsParameters(Group):
    """Council, budgets and elections (M21, P29)."""

    adopt_base: float = number(-0.4, -5, 5, "logit", "M21", DESIGN,
        "Base log odds that the council adopts an arena's proposal")
    adopt_presence: float = number(1.2, 0, 5, "logit", "M21", DESIGN,
        "How much politicians' full presence in arenas raises the log odds of adoption")
    adopt_closeness: float = number(1.0, 0, 5, "logit", "M21", DESIGN,
        "How much high political priority for an area, relative to its budget, raises the log odds of adoption")
    adopt_status: float = number(1.0, 0, 5, "logit", "M21", DESIGN,
        "How much power for citizens lowers the log odds of adoption among politicians who do not want to share it")
    adopt_cost: float = number(0.5, 0, 5, "logit", "M21", DESIGN,
        "How much a strained budget lowers the log odds of adoption, in a politically balanced council")
    contact_followed: float = number(0.30, 0, 0.5, "probability at openness 0.5", "M21", DESIGN,
        "Chance that politicians follow up a matter that a citizen raises, at openness 0.5 (doubled at full "
        "openness)")
    openness: float = number(0.5, 0, 1, "share", "M21", DESIGN,
        "How willing newly elected politicians are to share power, on average")
    openness_rate: float = number(0.05, 0, 0.5, "per proposal", "M21", DESIGN,
        "How fast politicians who take part become more open when adopted proposals work, and less when they fail")
    budget_speed: float = number(0.15, 0, 1, "share per year", DESIGN, DESIGN,
        "How fast areas' budget shares approach the council's aim: share of the gap closed per yearly budget")
    budget_floor: float = number(0.85, 0, 1, "share of the start",
        "design choice: the law obliges municipalities to offer certain services", DESIGN,
        "Least share of its first budget share that an area keeps")
    term: int = whole(48, 12, 96, "months", "M21", "survey fact 24: municipal elections every fourth year",
        "Months between municipal elections")
    turnout_skill: float = number(2.39, 0, 5, "logit", "M13",
        "calibrated to survey facts 24, 28 and 46: turnout by education",
        "How much the log odds of voting rise from least to most education")
    turnout_trust: float = number(0.8, 0, 5, "logit", "survey fact 32", DESIGN,
        "How much the log odds of voting rise from no to full trust")
    turnout_age: float = number(0.82, 0, 5, "logit", "survey fact 26", "calibrated to survey fact 26: turnout by age",
        "How much higher the log odds of voting are at age 67-79 than at 18-66")
    retention: float = number(0.60, 0, 1, "probability", DESIGN, DESIGN,
        "Chance that a politician with support 0.5 keeps the seat at an election")
    seat_skill: float = number(1.5, 0, 5, "exponent", "P29", DESIGN,
        "How strongly newly elected politicians favour the needs of citizens with most resources (0: all needs "
        "equally)")
    initiative_organisers: float = number(10, 1, 1000, "persons", "M29", DESIGN,
        "Number of residents willing to organise, over about a year, at which ties with the same unmet need propose to "
        "run their unit")
    initiative_months: int = whole(12, 1, 60, "months", "M29", DESIGN,
        "Months from a permitted proposal to the unit run by residents, and from a refused proposal to the next one")


class RoleParameters(Group):
    """How fast politicians, leaders, professionals and citizens adapt to new rules; triage of areas."""

    start_only = ("steady_start", "fidelity", "fidelity_town")

    months: float = number(18, 1, 120, "months", "@ks-konsulent", DESIGN,
        "Months that roles need to adapt two thirds to new rules, without training")
    trained_months: float = number(9, 1, 120, "months", "@ks-konsulent", DESIGN,
        "Months that roles need to adapt two thirds to new rules, with full training")
    pace_politicians: float = number(1, 0.1, 10, "multiple", "@ks-konsulent", DESIGN,
        "Politicians' pace in adapting to new rules (2: in half the months, 0.5: in twice as many)")
    pace_leaders: float = number(1, 0.1, 10, "multiple", "@ks-konsulent", DESIGN,
        "Leaders' pace in adapting to new rules (2: in half the months, 0.5: in twice as many)")
    pace_professionals: float = number(1, 0.1, 10, "multiple", "@ks-konsulent", DESIGN,
        "Professionals' pace in adapting to new rules (2: in half the months, 0.5: in twice as many)")
    pace_citizens: float = number(1, 0.1, 10, "multiple", "@ks-konsulent", DESIGN,
        "Citizens' pace in adapting to new rules (2: in half the months, 0.5: in twice as many)")
    worst: float = number(0.5, 0, 1, "share", "@ks-konsulent", DESIGN,
        "Share of their effect that new rules have when the people who practise them have not adapted at all")
    steady_start: float = number(0, 0, 1, "0 or 1", DESIGN, DESIGN,
        "1: all roles start adapted to the paradigm's rules; 0: they start adapted to the status quo")
    fidelity: float = number(0.4, 0, 1, "log scale", "M40, @durlak2008",
        "design choice: with fidelity_town a mean of 0.64, within the 60-80 % of @durlak2008",
        "How much units fall short of the rules that staff carry out, by chance for each unit and rule (0: none falls "
        "short)")
    fidelity_town: float = number(0.2, 0, 1, "log scale", "M40, @durlak2008",
        "design choice: towns differ half as much as units",
        "How much the whole town falls short of the rules that staff carry out, by chance for each town")
    triage_memory: float = number(0.5, 0, 0.95, "share", "@borge2024", DESIGN,
        "Weight of earlier years' signals when the municipality sorts areas again")
    triage_known: float = number(0.42, 0, 2, "signal", "@borge2024", DESIGN,
        "Signal below which triage treats an area's knowledge as already known")
    triage_unknown: float = number(0.58, 0, 2, "signal", "@borge2024", DESIGN,
        "Signal from which triage treats an area's knowledge as not yet existing")
    triage_error: float = number(0.2, 0, 1, "signal", "@borge2024", DESIGN,
        "Error in the signals by which triage sorts areas (standard deviation)")
    triage_hours: float = number(20, 0, 1000, "hours per 1,000 citizens and year", "@borge2024", DESIGN,
        "Public hours that triage of the areas takes each year")

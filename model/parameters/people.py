"""Parameters of people: the town, needs, access to services, attitudes, and influence among ties."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table: the number, its bounds and sources on the first line, the help text below.
# fmt: off


class TownParameters(Group):
    """Size and make-up of the town."""

    start_only = (
        "citizens_per_team", "citizens_per_unit", "citizens_per_district", "degree", "homophily", "minority_share",
        "skill_income_correlation", "warm_up", "fixed_costs", "subsample",
    )

    citizens_per_team: int = whole(80, 20, 1000, "citizens", DESIGN,
        "design choice: six full-time posts (@npe) give 128 hours a year for each citizen",
        "Citizens per team of six full-time professionals; this sets the number of teams, not their hours")
    citizens_per_unit: int = whole(8000, 500, 100000, "citizens", DESIGN, DESIGN,
        "Citizens per service unit in an area; every area has at least three units")
    citizens_per_district: int = whole(2500, 100, 100000, "citizens", DESIGN, DESIGN,
        "Citizens per district; a town has 3 to 20 districts")
    degree: int = whole(8, 2, 24, "ties", "M22", DESIGN,
        "Average number of people that a citizen knows")
    homophily: float = number(0.75, 0, 1, "share", "M22", DESIGN,
        "Share of ties to people in the same district with similar resources; the other ties are random")
    minority_share: float = number(0.17, 0, 0.6, "share", "M1",
        "@dagsavisen2024: immigrants are just under 17 % of the population",
        "Share of citizens whose lives differ much from the majority's and who have fewer resources on average")
    skill_income_correlation: float = number(0.45, 0, 0.95, "correlation", DESIGN, DESIGN,
        "Correlation between citizens' education and income")
    warm_up: int = whole(24, 0, 60, "months", DESIGN, DESIGN,
        "Months under the status quo before the paradigm starts, the same for every paradigm")
    fixed_costs: float = number(1.0, 0, 5, "multiple", DESIGN, DESIGN,
        "Multiplies the costs that do not depend on the municipality's size (running the council)")
    subsample: float = number(1.0, 0, 1, "exponent", DESIGN, "design choice: in full",
        "How far a town with fewer citizens than its municipality works as the whole municipality (0: as a small one)")


class NeedParameters(Group):
    """Needs and their change over time; they do not depend on the paradigm."""

    start_only = ("group_distance", "legacy_gap", "codified", "professional", "lived", "wickedness")

    rate: float = number(0.05, 0, 0.3, "needs per citizen and month", DESIGN,
        "design choice: with money.case_budget, the load under the status quo is about 1",
        "New needs per citizen and month on average, with the age structure of the whole country")
    spread: float = number(0.50, 0.05, 1.5, "need units", "M1", DESIGN,
        "How much needs differ between people in the same group (standard deviation)")
    complexity: float = number(0.35, 0, 1, "log scale", DESIGN, DESIGN,
        "How much needs differ in complexity: 0 not at all; high values give many simple and a few very complex "
        "needs")
    group_distance: float = number(0.30, 0, 1, "need units", "M1", DESIGN,
        "How far the typical needs of young people, old people and minorities lie from the majority's")
    legacy_gap: float = number(0.22, 0, 1, "need units", DESIGN, DESIGN,
        "How far programmes lie from the majority's typical need at the start")
    turbulence: float = number(0.012, 0, 0.2, "need units per month", "@kobro2018", DESIGN,
        "How much typical needs change at random in a month (standard deviation)")
    cross_sector: float = number(0.25, 0, 1, "share", "@npm-lecture", DESIGN,
        "Share of needs that involve two or three sectors at once")
    ageing: float = number(0.0, -0.05, 0.1, "per year", "@ssb2026",
        "design choice: no growth unless a scenario sets it",
        "Yearly growth in needs for elder care (0.02 is 2 % a year)")
    codified: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Multiplies the weight of codified knowledge (rules, forms) in needs, in every area")
    professional: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Multiplies the weight of professional knowledge in needs, in every area")
    lived: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Multiplies the weight of lived knowledge (people's own lives) in needs, in every area")
    wickedness: float = number(1.0, 0, 3, "multiple", "M15", DESIGN,
        "Multiplies the interdependence of every area's shared problem: 0 makes it tame, above 1 more wicked")


class AccessParameters(Group):
    """Applying, waiting, complaining, leaving and giving up (M6, M7)."""

    intercept: float = number(-1.52, -6, 3, "logit", "M6",
        "calibrated to a take-up of about 0.6 (@ko2022: most programmes have 40-80 %)",
        "Log odds that a citizen applies in a month, before severity raises and burdens lower them")
    severity: float = number(1.0, 0, 5, "logit", "M6", DESIGN,
        "How much the severity of a need (0 to 1) raises the log odds of applying")
    learning_cost: float = number(1.5, 0, 6, "logit", "M6", DESIGN,
        "How much the cost of learning one's rights lowers the log odds of applying, most for people with few "
        "resources")
    compliance_cost: float = number(1.3, 0, 6, "logit", "M6, P19", DESIGN,
        "How much paperwork and distance lower the log odds of applying, most for people with few resources")
    stigma: float = number(1.2, 0, 6, "logit", "M6", DESIGN,
        "How much the stigma of services for few people lowers the log odds of applying, most at low trust")
    wait: float = number(0.10, 0, 1, "logit per month", "M6", DESIGN,
        "How much each month of expected wait lowers the log odds of applying")
    fading: float = number(0.09, 0, 1, "per month", DESIGN, DESIGN,
        "Monthly chance that a need ends without an application (self-help or resignation)")
    appeal: float = number(1.0, 0, 20, "odds ratio", "M7, M42", "design choice: the odds of a complaint",
        "Odds of appealing a decision below the statutory minimum, relative to the odds of a complaint while waiting "
        "(0: no right of appeal)")
    complain: float = number(-3.5, -10, 2, "logit", "M7", DESIGN,
        "Base log odds that a citizen complains, in a month of waiting or after a service")
    complain_shortfall: float = number(4.0, 0, 20, "logit per fit", "M7", DESIGN,
        "How much the log odds of complaining rise as a service's fit falls short of the citizen's expectation")
    leave: float = number(-6.0, -10, 2, "logit", "M7", DESIGN,
        "Base log odds that a waiting citizen leaves for private help in a month, against staying in the queue")
    give_up: float = number(-5.0, -10, 2, "logit", "M7, M12", DESIGN,
        "Base log odds that a waiting citizen gives up in a month, against staying in the queue")
    complaint_priority: float = number(0.3, 0, 2, "priority", "M7", DESIGN,
        "Priority in the queue that a complaint, or a matter followed up, gives a case (severity adds 0 to 1)")
    contact: float = number(0.0087, 0, 0.2, "per month", "M7",
        "calibrated to survey fact 20: 13.6 % a year raise a matter",
        "Monthly chance that an average citizen raises a matter with politicians or officials")
    contact_gradient: float = number(1.2, 0, 4, "log odds", "M13", "design choice; survey fact 21 gives the direction",
        "How much more often people with most resources raise a matter than people with least (log of the ratio)")
    categories_burden: float = number(0.30, 0, 1, "cost", "M6", DESIGN,
        "How much very many rule categories raise the cost of learning one's rights (12 categories: half as much)")
    plain_language_relief: float = number(0.40, 0, 1, "share", "M6", DESIGN,
        "Share of the cost of learning one's rights that full plain language removes")
    outreach_relief: float = number(0.40, 0, 1, "share", "M6", DESIGN,
        "Share of the cost of learning one's rights that full outreach removes")
    documentation_burden: float = number(0.55, 0, 1, "cost", "M6", DESIGN,
        "How much full documentation raises the cost of applying")
    distance_burden: float = number(0.35, 0, 1, "cost", "P19", DESIGN,
        "How much the longest distance to the municipal office raises the cost of applying")
    contact_expectation: float = number(0.8, 0, 4, "log rate", "M24", DESIGN,
        "How much more often citizens who expect all input to be followed raise a matter than citizens who expect "
        "none (log)")
    contact_need: float = number(0.5, 0, 4, "log rate", DESIGN, DESIGN,
        "How much more often citizens with an open need raise a matter than others (log of the ratio)")
    leave_income: float = number(2.5, 0, 10, "logit", "M7", DESIGN,
        "How much the log odds of leaving the queue for private help rise from lowest to highest income")
    leave_support: float = number(2.0, 0, 10, "logit", "M7", DESIGN,
        "How much full public support for exit raises the log odds of leaving the queue for private help")
    complain_resources: float = number(1.5, 0, 10, "logit", "M7", DESIGN,
        "How much the log odds of complaining rise from fewest to most resources")
    give_up_resources: float = number(1.5, 0, 10, "logit", "M7, M12", DESIGN,
        "How much the log odds of giving up in the queue rise from most to fewest resources")
    peer_learning: float = number(0.40, 0, 1, "share", "M28", "design choice: as much as full outreach",
        "Share of the cost of learning one's rights that meeting a peer removes")
    peer_stigma: float = number(0.0, -1, 1, "share", "M28", "design choice: 0, since the sign is unknown",
        "Share of stigma that meeting a peer removes; below 0 the peer adds to stigma")
    peer_hours: float = number(2, 0.1, 40, "hours per person and month", "M28", DESIGN,
        "Hours that a peer spends on each person in a month")


class TrustParameters(Group):
    """Satisfaction, procedural justice, trust, felt voice and self-efficacy (M3, M4, M5)."""

    start_only = ("start", "start_spread", "start_gradient")

    start: float = number(0.544, 0, 1, "trust", "M5", "calibrated to survey facts 3 and 8: mean trust",
        "Citizens' mean trust in the municipality at the start")
    start_spread: float = number(0.087, 0, 0.4, "trust", "M5",
        "calibrated to survey facts 1 and 10: shares with high and low trust",
        "How much trust varies at the start among citizens with equal resources (standard deviation)")
    start_gradient: float = number(0.119, 0, 0.6, "trust, lowest to highest resources", "M5",
        "calibrated to survey fact 6: 20 points by education",
        "How much higher trust is at the start among citizens with most resources than among citizens with least")
    satisfaction_base: float = number(0.10, -1, 1, "satisfaction", "M3", DESIGN,
        "Satisfaction of a citizen with trust 0.55 after a service that neither fits nor treats them fairly")
    fit_weight: float = number(0.65, 0, 1, "satisfaction per fit", "M3", DESIGN,
        "How much satisfaction rises when fit goes from 0 to 1")
    justice_weight: float = number(0.15, 0, 1, "satisfaction per justice", "M4, P8", DESIGN,
        "How much satisfaction rises when procedural justice goes from 0 to 1")
    halo: float = number(0.35, 0, 1, "satisfaction or felt voice per trust", "P10, P12", DESIGN,
        "How much satisfaction and felt voice rise when trust goes from 0 to 1 (halo effect)")
    exceeded: float = number(0.05, 0, 1, "satisfaction", "M3", DESIGN,
        "How much satisfaction rises per unit of fit above the citizen's expectation")
    disappointed: float = number(0.12, 0, 1, "satisfaction", "M3", DESIGN,
        "How much satisfaction falls per unit of fit below the citizen's expectation")
    satisfaction_noise: float = number(0.06, 0, 0.5, "satisfaction", "M3", DESIGN,
        "Random variation in satisfaction (standard deviation)")
    expectation_rate: float = number(0.20, 0, 1, "share", "M3", DESIGN,
        "How fast a citizen's expectation approaches the fit just received: share of the gap closed per service")
    expectation_published: float = number(0.30, 0, 1, "share", "M3", DESIGN,
        "How far a fully published indicator moves the expectation before a service: share of the gap closed")
    expectation_drift: float = number(0.005, -0.05, 0.1, "per year", "M3, @kobro2018", DESIGN,
        "Yearly rise in the fit that all citizens expect, whatever they receive")
    justice_base: float = number(0.55, 0, 1, "justice", "M4", DESIGN,
        "Procedural justice felt by a citizen whom staff do not ask")
    heard: float = number(0.35, 0, 1, "justice", "M4", DESIGN,
        "How much procedural justice a citizen gains when staff ask and follow the citizen in full")
    ignored: float = number(0.40, 0, 1, "justice", "M4, P7", DESIGN,
        "How much procedural justice a citizen loses when staff ask in full and then ignore the answer")
    justice_noise: float = number(0.06, 0, 0.5, "justice", "M4", DESIGN,
        "Random variation in felt procedural justice (standard deviation)")
    satisfaction_reference: float = number(0.408, 0, 1, "satisfaction", "M4",
        "calibrated to trust at rest under the status quo, by experiments.evidence.calibration.rest",
        "Satisfaction that leaves trust unchanged; more raises trust, less lowers it")
    justice_reference: float = number(0.515, 0, 1, "justice", "M4",
        "design choice: trust is about at rest under the status quo",
        "Procedural justice that leaves trust unchanged; more raises trust, less lowers it")
    outcome_weight: float = number(0.50, 0, 2, "weight", "M4", DESIGN,
        "How much the outcome of an encounter (satisfaction) counts in the change of trust")
    process_weight: float = number(0.40, 0, 2, "weight", "M4", DESIGN,
        "How much the process of an encounter (procedural justice) counts in the change of trust")
    process_when_bad: float = number(0.25, 0, 2, "weight", "M4", DESIGN,
        "Extra weight of the process per unit of satisfaction below the level that leaves trust unchanged")
    gain: float = number(0.20, 0, 0.5, "share of the way per case", "M5", DESIGN,
        "How much one unit of good experience raises trust: share of the gap to full trust closed")
    loss_aversion: float = number(2.0, 1, 5, "ratio", "M5, P9", DESIGN,
        "How many times more a bad experience moves trust than an equally good experience does")
    anchor_pull: float = number(0.005, 0, 0.2, "per month", "M5", DESIGN,
        "How fast trust returns to the citizen's predisposition: share of the gap closed per month")
    voice_lift: float = number(0.15, 0, 1, "trust", "P12", DESIGN,
        "How much the level that trust returns to rises when felt voice goes up by 1")
    voice_reference: float = number(0.33, 0, 1, "voice", "P30",
        "@kommunalrapport2019: one third agree that users are consulted",
        "Mean felt voice in the status quo; felt voice above it raises trust, below it lowers trust")
    voice_scale: float = number(1.46, 0, 4, "multiple", "P30",
        "calibrated to a mean felt voice of one third (@kommunalrapport2019)",
        "Felt voice of a citizen whom staff ask and follow in full, before the cap at 1")
    voice_rate: float = number(0.25, 0, 1, "share", DESIGN, DESIGN,
        "How fast felt voice approaches the latest experience: share of the gap closed per encounter or meeting")
    efficacy_rate: float = number(0.10, 0, 1, "share", DESIGN, DESIGN,
        "How fast self-efficacy approaches the latest experience: share of the gap closed per encounter")
    efficacy_voice: float = number(0.40, 0, 1, "efficacy", "@ks-konsulent", DESIGN,
        "How much an encounter raises the citizen's self-efficacy when staff ask and follow the citizen in full")
    following_movement: float = number(0.5, 0, 1, "weight", "P7, P8", DESIGN,
        "Weight of how far the service moved toward the citizen's wish, against how near it ended, in feeling "
        "followed")
    expected_following_case: float = number(0.10, 0, 1, "share", "M24", DESIGN,
        "How fast a citizen's expectation of being followed approaches the latest case at full dialogue (share of "
        "gap closed)")
    expected_following_contact: float = number(0.20, 0, 1, "share", "M24", DESIGN,
        "How fast a citizen's expectation of being followed approaches the answer to a matter raised (share of gap "
        "closed)")
    expected_following_meeting: float = number(0.30, 0, 1, "share", "M24", DESIGN,
        "How fast a member's expectation of being followed approaches the proposals' success after a meeting (share "
        "of gap closed)")
    asked_from: float = number(0.25, 0, 1, "voice", DESIGN, DESIGN,
        "Least dialogue at which a citizen counts as asked (then as heard or ignored); affects only these counts")
    followed_from: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Least feeling of being followed at which an asked citizen counts as heard, not ignored; affects only these "
        "counts")
    efficacy_base: float = number(0.28, 0, 1, "efficacy", "@ks-konsulent", DESIGN,
        "Self-efficacy after an encounter for a citizen without civic skill whom staff do not ask and who does "
        "nothing")
    efficacy_skill: float = number(0.30, 0, 1, "efficacy", DESIGN, DESIGN,
        "How much full civic skill raises the self-efficacy that an encounter leads to")
    efficacy_effort: float = number(0.15, 0, 1, "efficacy", "M14", DESIGN,
        "How much full own effort raises the self-efficacy that an encounter leads to")
    anchor_rate: float = number(0.005, 0, 0.1, "per month", "M5, @devine2023",
        "design choice: half of a gap closes in eleven years",
        "How fast a citizen's predisposition follows lived trust: share of the gap closed per month")
    neutrality: float = number(1.0, 0, 5, "justice per need unit", "M4, @tyler1989, @leventhal1980",
        "design choice: 0.4 need units cost as much as being asked and ignored",
        "How much procedural justice falls per need unit that a service deviates without a reason in the need")
    neutrality_reference: float = number(0.071, 0, 1, "need units", "M4",
        "design choice: horizontal inequity of the status quo, by experiments.evidence.calibration.rest",
        "Inconsistency of treatment that leaves procedural justice unchanged; more lowers it, less raises it")
    news_weight: float = number(0.25, 0, 1, "weight", "M31, @vandijk2023",
        "design choice: half of the voice of raising a matter",
        "How strongly citizens respond who only hear of the council's answer to an arena, relative to citizens with "
        "full voice")
    declared_belief: float = number(0.5, 0, 1, "share", "M32, @fernandez2020", DESIGN,
        "How far a citizen with full trust believes the influence that the municipality declares, where it exceeds "
        "what the citizen expects")


class SocialParameters(Group):
    """Influence among ties (M22)."""

    influence: float = number(0.03, 0, 0.5, "per month", "M22", DESIGN,
        "How fast a citizen's mood (trust minus predisposition) approaches the mean of ties: share of the gap "
        "closed per month")
    voice_hearsay: float = number(0.03, 0, 0.5, "per month", "M22", DESIGN,
        "How fast felt voice and the expectation of being followed approach ties' mean: share of the gap closed per "
        "month")
    ownership_share: float = number(0.02, 0, 0.5, "per meeting", "M20", DESIGN,
        "Ownership that a member's ties gain from a meeting, as a share of the member's own gain")
    ownership_fading: float = number(0.02, 0, 0.5, "per month", "M20", DESIGN,
        "Share of ownership that citizens lose in a month")
    news_passed_on: float = number(0.1, 0, 1, "probability", "M22, M31", DESIGN,
        "Chance that a citizen who hears of the council's answer passes it on to a given tie. Ties also feel this "
        "share of a promise broken to a member")
    helping: float = number(0.02, 0, 0.5, "share per month", "M27",
        "design choice: about what a meeting adds to self-efficacy when all proposals are followed",
        "How much self-efficacy and ownership a volunteer gains in a month whose hours are all used: share of the gap "
        "closed")

"""Parameters of people: who they are, what they need, how they apply, trust and influence one another."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table, laid out by hand: what a number is on its first line, then its help text.
# fmt: off


class TownParameters(Group):
    """Size and make-up of the town."""

    citizens_per_team: int = whole(80, 20, 1000, "citizens", DESIGN,
        "design choice: six full-time posts (@npe) give 128 hours a year for each citizen",
        "Citizens for each team of six full-time professionals (sets the number of teams, not their hours)")
    citizens_per_unit: int = whole(8000, 500, 100000, "citizens", DESIGN, DESIGN,
        "Citizens for each service unit of an area (at least three units in each)")
    citizens_per_district: int = whole(2500, 100, 100000, "citizens", DESIGN, DESIGN,
        "Citizens for each district (3 to 20 districts)")
    degree: int = whole(8, 2, 24, "ties", "M22", DESIGN,
        "Average number of social ties of a citizen")
    homophily: float = number(0.75, 0, 1, "share", "M22", DESIGN,
        "Share of ties to people of the same district and similar resources; the rest are random")
    minority_share: float = number(0.17, 0, 0.6, "share", "M1",
        "@dagsavisen2024: immigrants are just under 17 % of the population",
        "Share of citizens whose lives lie far from the majority's and who have fewer resources on average")
    skill_income_correlation: float = number(0.45, 0, 0.95, "correlation", DESIGN, DESIGN,
        "Correlation between citizens' education and income")
    warm_up: int = whole(24, 0, 60, "months", DESIGN, DESIGN,
        "Months under the status-quo rules before the paradigm starts, the same for every paradigm")
    fixed_costs: float = number(1.0, 0, 5, "multiple", DESIGN, DESIGN,
        "Factor on the costs that a municipality has whatever its size (running the council)")


class NeedParameters(Group):
    """Needs and how they change; they arrive whatever the paradigm does."""

    rate: float = number(0.05, 0, 0.3, "needs per citizen and month", DESIGN,
        "design choice: with money.case_budget, the load under the status quo is about 1",
        "New needs per citizen and month on average, at the age structure of the whole country")
    spread: float = number(0.50, 0.05, 1.5, "need units", "M1", DESIGN,
        "How much needs differ between persons of the same group (standard deviation)")
    complexity: float = number(0.35, 0, 1, "log scale", DESIGN, DESIGN,
        "How unevenly complex needs are: 0 all alike; high, many simple ones and a few very complex")
    group_distance: float = number(0.30, 0, 1, "need units", "M1", DESIGN,
        "How far the typical needs of the young, the old and minorities lie from the majority's")
    legacy_gap: float = number(0.22, 0, 1, "need units", DESIGN, DESIGN,
        "How far programmes lie from the majority's typical need at the start")
    turbulence: float = number(0.012, 0, 0.2, "need units per month", "@kobro2018", DESIGN,
        "How far typical needs wander at random in a month (standard deviation)")
    cross_sector: float = number(0.25, 0, 1, "share", "@npm-lecture", DESIGN,
        "Share of needs that call for two or three sectors at once")
    ageing: float = number(0.0, -0.05, 0.1, "per year", "@ssb2026",
        "design choice: no growth unless a scenario sets it",
        "Yearly growth of needs for elder care (0.02 is 2 % a year)")
    codified: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Factor on the weight of codified knowledge (rules, forms) in what needs call for, in every area")
    professional: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Factor on the weight of professional knowledge in what needs call for, in every area")
    lived: float = number(1.0, 0, 10, "multiple", "@borge2024", DESIGN,
        "Factor on the weight of lived knowledge (people's own lives) in what needs call for, in every area")
    wickedness: float = number(1.0, 0, 3, "multiple", "M15", DESIGN,
        "Factor on the interdependence of every area's shared problem: 0 tame, above 1 more wicked")


class AccessParameters(Group):
    """Who gets to the service, and who waits, presses, leaves or gives up (M6, M7)."""

    intercept: float = number(-1.63, -6, 3, "logit", "M6",
        "calibrated to a take-up of about 0.6 (@ko2022: most programmes have 40-80 %)",
        "Log odds of applying in a month before severity raises and burdens lower them")
    severity: float = number(1.0, 0, 5, "logit", "M6", DESIGN,
        "How much the severity of a need (0 to 1) raises the log odds of applying")
    learning_cost: float = number(1.5, 0, 6, "logit", "M6", DESIGN,
        "How much the cost of finding out one's rights deters from applying, most those with few resources")
    compliance_cost: float = number(1.3, 0, 6, "logit", "M6, P19", DESIGN,
        "How much papers and distance deter from applying, most those with few resources")
    stigma: float = number(1.2, 0, 6, "logit", "M6", DESIGN,
        "How much the stigma of services for the few deters from applying, most those who trust little")
    wait: float = number(0.10, 0, 1, "logit per month", "M6", DESIGN,
        "How much each month of expected wait lowers the log odds of applying")
    fading: float = number(0.09, 0, 1, "per month", DESIGN, DESIGN,
        "Monthly chance that a need not applied for ends by itself (self-help or resignation)")
    complain: float = number(-3.5, -10, 2, "logit", "M7", DESIGN,
        "Base log odds of complaining, in a month of waiting or about a service had")
    complain_shortfall: float = number(4.0, 0, 20, "logit per fit", "M7", DESIGN,
        "How much likelier a complaint about a service is, the further its fit falls short of what was expected")
    leave: float = number(-6.0, -10, 2, "logit", "M7", DESIGN,
        "Base log odds that one who waits leaves for private help in a month, against staying")
    give_up: float = number(-5.0, -10, 2, "logit", "M7, M12", DESIGN,
        "Base log odds that one who waits gives up in a month, against staying in the queue")
    complaint_priority: float = number(0.3, 0, 2, "priority", "M7", DESIGN,
        "Priority in the queue gained by a complaint or a matter followed up (severity counts 0 to 1)")
    contact: float = number(0.0088, 0, 0.2, "per month", "M7",
        "calibrated to survey fact 20: 13.6 % a year raise a matter",
        "Monthly chance that an average citizen raises a matter with politicians or officials")
    contact_gradient: float = number(1.2, 0, 4, "log odds", "M13", "design choice; survey fact 21 gives the direction",
        "How much more often the most resourceful raise a matter than the least (log of the ratio)")
    categories_burden: float = number(0.30, 0, 1, "cost", "M6", DESIGN,
        "How much very many rule categories raise the cost of finding out one's rights (12 categories: half of it)")
    plain_language_relief: float = number(0.40, 0, 1, "share", "M6", DESIGN,
        "Share of the cost of finding out one's rights that full plain language removes")
    outreach_relief: float = number(0.40, 0, 1, "share", "M6", DESIGN,
        "Share of the cost of finding out one's rights that full outreach removes")
    documentation_burden: float = number(0.55, 0, 1, "cost", "M6", DESIGN,
        "How much full documentation raises the cost of applying")
    distance_burden: float = number(0.35, 0, 1, "cost", "P19", DESIGN,
        "How much the longest way to the municipal office raises the cost of applying")
    contact_expectation: float = number(0.8, 0, 4, "log rate", "M24", DESIGN,
        "How much more often those who expect full uptake raise a matter than those who expect none (log of the ratio)")
    contact_need: float = number(0.5, 0, 4, "log rate", DESIGN, DESIGN,
        "How much more often citizens with an open need raise a matter than others (log of the ratio)")
    leave_income: float = number(2.5, 0, 10, "logit", "M7", DESIGN,
        "How much the log odds of leaving the queue for private help rise from the lowest to the highest income")
    leave_support: float = number(2.0, 0, 10, "logit", "M7", DESIGN,
        "How much full public support for exit raises the log odds of leaving the queue for private help")
    complain_resources: float = number(1.5, 0, 10, "logit", "M7", DESIGN,
        "How much the log odds of complaining rise from the fewest to the most resources")
    give_up_resources: float = number(1.5, 0, 10, "logit", "M7, M12", DESIGN,
        "How much the log odds of giving up in the queue rise from the most to the fewest resources")


class TrustParameters(Group):
    """Satisfaction, procedural justice, trust, perceived voice and efficacy (M3, M4, M5)."""

    start: float = number(0.524, 0, 1, "trust", "M5", "calibrated to survey facts 3 and 8: mean trust",
        "Mean trust in the municipality at the start")
    start_spread: float = number(0.07, 0, 0.4, "trust", "M5",
        "calibrated to survey facts 1 and 10: shares with high and low trust",
        "Standard deviation of trust at the start among citizens of equal resources")
    start_gradient: float = number(0.106, 0, 0.6, "trust, lowest to highest resources", "M5",
        "calibrated to survey fact 6: 20 points by education",
        "How much higher trust is at the start for those with most resources than for those with least")
    satisfaction_base: float = number(0.10, -1, 1, "satisfaction", "M3", DESIGN,
        "Satisfaction with a service of no fit and no fairness, for one of trust 0.55")
    fit_weight: float = number(0.65, 0, 1, "satisfaction per fit", "M3", DESIGN,
        "How much satisfaction rises when fit goes from 0 to 1")
    justice_weight: float = number(0.15, 0, 1, "satisfaction per justice", "M4, P8", DESIGN,
        "How much satisfaction rises when procedural justice goes from 0 to 1")
    halo: float = number(0.35, 0, 1, "satisfaction or felt voice per trust", "P10, P12", DESIGN,
        "How much trust colours satisfaction and felt voice: their rise when trust goes from 0 to 1")
    exceeded: float = number(0.05, 0, 1, "satisfaction", "M3", DESIGN,
        "Satisfaction gained per unit of fit above what was expected")
    disappointed: float = number(0.12, 0, 1, "satisfaction", "M3", DESIGN,
        "Satisfaction lost per unit of fit below what was expected")
    satisfaction_noise: float = number(0.06, 0, 0.5, "satisfaction", "M3", DESIGN,
        "Standard deviation of the part of satisfaction that is chance")
    expectation_rate: float = number(0.20, 0, 1, "share", "M3", DESIGN,
        "Share of the way to the fit just received that expectations move after each service")
    expectation_published: float = number(0.30, 0, 1, "share", "M3", DESIGN,
        "Share of the way to a fully published indicator of the unit that expectations move before a service")
    expectation_drift: float = number(0.005, -0.05, 0.1, "per year", "M3, @kobro2018", DESIGN,
        "Yearly rise of the fit everyone expects, whatever they receive")
    justice_base: float = number(0.55, 0, 1, "justice", "M4", DESIGN,
        "Procedural justice felt by one who is not asked")
    heard: float = number(0.35, 0, 1, "justice", "M4", DESIGN,
        "Procedural justice gained by one who is fully asked and fully followed")
    ignored: float = number(0.40, 0, 1, "justice", "M4, P7", DESIGN,
        "Procedural justice lost by one who is fully asked and then ignored")
    justice_noise: float = number(0.06, 0, 0.5, "justice", "M4", DESIGN,
        "Standard deviation of the part of felt justice that is chance")
    satisfaction_reference: float = number(0.475, 0, 1, "satisfaction", "M4",
        "calibrated to trust at rest under the status quo",
        "Satisfaction that leaves trust as it is; more raises trust, less lowers it")
    justice_reference: float = number(0.515, 0, 1, "justice", "M4",
        "design choice: trust is about at rest under the status quo",
        "Procedural justice that leaves trust as it is; more raises trust, less lowers it")
    outcome_weight: float = number(0.50, 0, 2, "weight", "M4", DESIGN,
        "Weight of the outcome (satisfaction) in what an encounter does to trust")
    process_weight: float = number(0.40, 0, 2, "weight", "M4", DESIGN,
        "Weight of the process (procedural justice) in what an encounter does to trust")
    process_when_bad: float = number(0.25, 0, 2, "weight", "M4", DESIGN,
        "Extra weight of the process per unit of satisfaction below the level that leaves trust as it is")
    gain: float = number(0.20, 0, 0.5, "share of the way per case", "M5", DESIGN,
        "Share of the way to full trust that one unit of good experience covers")
    loss_aversion: float = number(2.0, 1, 5, "ratio", "M5, P9", DESIGN,
        "How many times as much a bad experience moves trust as an equally good one")
    anchor_pull: float = number(0.005, 0, 0.2, "per month", "M5", DESIGN,
        "Share of the way back to one's own predisposition that trust moves in a month")
    voice_lift: float = number(0.15, 0, 1, "trust", "P12", DESIGN,
        "How much the level that trust returns to rises when felt voice rises by 1")
    voice_reference: float = number(0.33, 0, 1, "voice", "P30",
        "@kommunalrapport2019: one third agree that users are consulted",
        "Mean felt voice in the status quo; felt voice above it lifts trust, below it lowers trust")
    voice_scale: float = number(1.59, 0, 4, "multiple", "P30",
        "calibrated to a mean felt voice of one third (@kommunalrapport2019)",
        "Felt voice of one fully asked and fully followed, before the cap at 1; lack of either lowers it")
    voice_rate: float = number(0.25, 0, 1, "share", DESIGN, DESIGN,
        "Share of the way to the latest experience that felt voice moves after an encounter or meeting")
    efficacy_rate: float = number(0.10, 0, 1, "share", DESIGN, DESIGN,
        "Share of the way to the latest experience that efficacy moves after an encounter")
    efficacy_voice: float = number(0.40, 0, 1, "efficacy", "@ks-konsulent", DESIGN,
        "How much being fully asked and followed raises the efficacy that an encounter leads to")
    uptake_movement: float = number(0.5, 0, 1, "weight", "P7, P8", DESIGN,
        "Weight of how far the service moved toward the citizen's wish, against how near it ended, in felt uptake")
    expected_uptake_case: float = number(0.10, 0, 1, "share", "M24", DESIGN,
        "Share of the way to what a case followed that expected uptake moves, at full dialogue")
    expected_uptake_contact: float = number(0.20, 0, 1, "share", "M24", DESIGN,
        "Share of the way to the answer that expected uptake moves after a matter raised")
    expected_uptake_meeting: float = number(0.30, 0, 1, "share", "M24", DESIGN,
        "Share of the way to what was adopted that expected uptake moves after a meeting with proposals")
    asked_from: float = number(0.25, 0, 1, "voice", DESIGN, DESIGN,
        "Voice in a case from which a citizen counts as asked (counted as heard or ignored; changes nothing else)")
    followed_from: float = number(0.5, 0, 1, "uptake", DESIGN, DESIGN,
        "Felt uptake from which a citizen who was asked counts as heard, not ignored (changes nothing else)")
    efficacy_base: float = number(0.28, 0, 1, "efficacy", "@ks-konsulent", DESIGN,
        "Efficacy that an encounter leads to in citizens without skill who are not asked and do nothing themselves")
    efficacy_skill: float = number(0.30, 0, 1, "efficacy", DESIGN, DESIGN,
        "How much full civic skill raises the efficacy that an encounter leads to")
    efficacy_effort: float = number(0.15, 0, 1, "efficacy", "M14", DESIGN,
        "How much full own effort raises the efficacy that an encounter leads to")


class SocialParameters(Group):
    """Influence among ties (M22)."""

    influence: float = number(0.03, 0, 0.5, "per month", "M22", DESIGN,
        "Share of the way to the mean mood of one's ties (trust minus predisposition) moved in a month")
    voice_hearsay: float = number(0.03, 0, 0.5, "per month", "M22", DESIGN,
        "Share of the way to one's ties' mean felt voice and expected uptake moved in a month")
    ownership_share: float = number(0.02, 0, 0.5, "per meeting", "M20", DESIGN,
        "Ownership that a participant's ties gain from a meeting, as a share of the participant's own gain")
    ownership_fading: float = number(0.02, 0, 0.5, "per month", "M20", DESIGN,
        "Share of ownership that is lost in a month")

"""Parameters of services: areas, money and hours, the encounter, co-delivery, quasi-markets and staff."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table, laid out by hand: what a number is on its first line, then its help text.
# fmt: off


class AreaParameters(Group):
    """One service area: the knowledge its needs call for, how wicked its shared problem is, who needs it."""

    shared_as = "area"

    arrivals: float = number(0.25, 0, 1, "share of needs", DESIGN, DESIGN,
        "Share of all new needs that arise in this area (scaled so that the areas add up to 1)")
    hours: float = number(140, 1, 2000, "hours per case", DESIGN,
        "calibrated to survey fact 40: shares of municipal spending",
        "Public hours of a standard case, before slack, discretion, dialogue and coordination are added")
    codified: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of codified knowledge (rules, forms, literature) in what needs call for")
    professional: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of professional knowledge (trained expertise) in what needs call for")
    lived: float = number(0.34, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of lived knowledge (the citizen's own life) in what needs call for")
    interdependence: int = whole(4, 0, 11, "bits", "M15", DESIGN,
        "How many other parts of the area's shared problem each of its 12 parts depends on")
    solution_weight: float = number(0.3, 0, 1, "weight", "M15", DESIGN,
        "Weight in fit of the unit's answer to the area's shared problem (an exponent; 0: it plays no part)")
    measurability: float = number(0.5, 0.05, 0.95, "share", "M9, M10", DESIGN,
        "Share of the service's quality that can be measured")
    universality: float = number(0.7, 0, 1, "share", "M6", DESIGN,
        "How universal the service is: 1 for everyone, without stigma; 0 for the few, with full stigma")
    resource_gradient: float = number(0.3, 0, 2, "log rate", DESIGN, DESIGN,
        "How much more often the least resourceful need the service than the most (log of the ratio)")
    young: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 0-17, relative to the other ages")
    adult: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 18-66, relative to the other ages")
    old: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 67-79, relative to the other ages")
    oldest: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 80 and above, relative to the other ages")


class MoneyParameters(Group):
    """The public budget and what hours go to; the budget is fixed once, on the status-quo rules, for all."""

    case_budget: float = number(0.0425, 0.002, 0.3, "standard cases per citizen and month", DESIGN,
        "design choice: with needs.rate, the load under the status quo is about 1",
        "Public budget: how many standard cases it would pay for under the status-quo rules")
    trend: float = number(0.0, -0.05, 0.05, "per year", DESIGN, "design choice: no growth unless a scenario sets it",
        "Yearly growth of the public budget (0.01 is 1 % a year)")
    absence: float = number(0.28, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours that goes to absence, travel and internal meetings")
    documentation: float = number(0.16, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours that documentation takes when rules ask for it fully")
    monitoring: float = number(0.10, 0, 0.5, "share of paid hours", "M10", DESIGN,
        "Share of paid hours that monitoring takes at full target pressure where nothing can be measured")
    tendering: float = number(0.027, 0, 0.2, "share of contract value", "M10, P31",
        "@petersen2019: 2.7 % of the contract's value on average",
        "Tendering cost as a share of contract value; more where little is measurable, less with experience")
    contract_months: int = whole(48, 6, 120, "months", "M10", DESIGN,
        "Months between tenders")
    nok_per_hour: float = number(607, 100, 2000, "NOK", DESIGN,
        "calibrated to @ssb-kostra2020: running cost per inhabitant in 2020",
        "Cost of one public hour, everything included")
    wage: float = number(300, 0, 2000, "NOK per hour", DESIGN, DESIGN,
        "Wage by which citizens' hours may be priced, and with which pay for taking part is compared")
    citizen_price: float = number(0.5, 0, 1, "share of wage", "M26", DESIGN,
        "Price of a citizen's hour in cost per met need, as a share of the wage (0: free)")
    discretion: float = number(0.10, 0, 1, "share of case hours", DESIGN, DESIGN,
        "Extra public hours of a case at full discretion, as a share of its standard hours")
    dialogue: float = number(0.35, 0, 2, "share of case hours", DESIGN, DESIGN,
        "Extra public hours of a case at full dialogue, as a share of its standard hours")
    facilitation: float = number(0.05, 0, 1, "share of case hours", "M16", DESIGN,
        "Extra public hours of a case at full dialogue, fully facilitated, as a share of its standard hours")
    contract_saving: float = number(0.10, 0, 0.3, "share of case hours", "M10", DESIGN,
        "Hours a contracted unit saves on a case where everything can be measured (nothing where nothing can)")
    exit_support: float = number(0.5, 0, 2, "share of a standard case's cost", "M7", DESIGN,
        "Public cost of each who leaves the queue for private help, where rules support it fully")
    coordination: float = number(0.15, 0, 2, "share of case hours per further sector", "@npm-lecture", DESIGN,
        "Extra public hours of a case at full coordination, for each sector beyond the first")
    rule_making: float = number(0.4, 0, 10, "hours per category and 1,000 citizens", "M2", DESIGN,
        "Public hours that one rule category costs each time programmes are revised")
    outreach: float = number(0.03, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that full outreach takes")
    plain_language: float = number(0.008, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that full use of plain language takes")
    training: float = number(0.03, 0, 0.2, "share of paid hours", "@borge2024", DESIGN,
        "Share of paid hours that full training in the rules takes")
    support: float = number(0.08, 0, 1, "share of case hours", "M14, P5", DESIGN,
        "Extra public hours of a case at full support of citizens who deliver all that is left to them")
    complaint: float = number(2.0, 0, 40, "hours", "M7", DESIGN,
        "Public hours that one complaint or one matter raised takes")
    invitation: float = number(0.25, 0, 10, "hours", "M13", DESIGN,
        "Public hours of inviting one citizen to an arena")
    council: float = number(400, 0, 20000, "hours per month", DESIGN, DESIGN,
        "Hours of running the council whatever the size of the town (at most 3 % of the budget)")


class EncounterParameters(Group):
    """How a need is assessed and a service tailored (M1, M2)."""

    steepness: float = number(1.6, 0.5, 20, "per squared need unit", "M1",
        "design choice: fit and failure demand are of the right order",
        "How fast fit, and feeling followed, fall with the squared distance of a service from the need")
    documentation_precision: float = number(0.5, 0, 3, "share", DESIGN, DESIGN,
        "How much larger the error in codified matters is without any documentation than with full")
    bias_professional: float = number(0.15, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How much closer to the majority professionals place a very different person in professional matters")
    bias_lived: float = number(0.50, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How much closer to the majority professionals place a very different person in matters of own life")
    bias_relief: float = number(0.6, 0, 1, "share", "M1", DESIGN,
        "Share of professionals' group bias, and of citizens' misconceptions, that full dialogue removes")
    sd_codified: float = number(0.03, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about codified matters (standard deviation)")
    sd_professional: float = number(0.20, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about professional matters (standard deviation)")
    sd_lived: float = number(0.50, 0, 1.5, "need units", "M1", DESIGN,
        "Professionals' error about a citizen's own life without dialogue (standard deviation)")
    dialogue_precision: float = number(3.0, 0, 20, "ratio", "M1", DESIGN,
        "How full dialogue sharpens professionals' view of citizens' lives (variance is divided by 1 + this)")
    citizen_sd_expert: float = number(0.30, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about codified and professional matters (standard deviation)")
    citizen_sd_lived: float = number(0.12, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about their own life (standard deviation)")
    misconception: float = number(0.60, 0, 2, "need units", "M1", DESIGN,
        "Size of the misconception of codified and professional matters that citizens share")
    misconception_lived: float = number(0.05, 0, 1, "need units", "M1", DESIGN,
        "Size of the misconception of their own lives that citizens share")
    unaided_dialogue: float = number(0.35, 0, 1, "share", "M16", DESIGN,
        "Share of the effect of dialogue that is left without any facilitation")
    professional_lay_share: float = number(0.25, 0, 1, "share", "M1", DESIGN,
        "How much citizens' view counts in professional matters under full facilitation (1: as in own life)")
    discretion_noise: float = number(0.15, 0, 1, "need units", "M2", DESIGN,
        "How much what like cases are given differs by chance at full discretion (standard deviation)")
    categories_dimensions: int = whole(3, 1, 12, "dimensions", "M2", DESIGN,
        "Most dimensions that rule categories are spread over; more make each category coarser")
    trust_needed: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of tailoring to a citizen's own life that is lost without any trust")


class DeliveryParameters(Group):
    """Attention, failure demand, use, and citizens' own part in delivery (M11, M12, M14, M20, M23)."""

    attention: float = number(2.0, 0.2, 6, "1", "M11", DESIGN,
        "How soon attention saturates: the higher, the less quality falls when a case gets less time")
    least_attention: float = number(0.6, 0.1, 1, "share", "M11", DESIGN,
        "Least share of normal time that a case gets under load; what still does not fit waits")
    routine: float = number(12.0, 0, 40, "per load", "M11", DESIGN,
        "How sharply overload makes professionals see the group instead of the person (0: never)")
    felt_cases: float = number(10, 0, 200, "cases", "M11", DESIGN,
        "Cases over which staff feel their load: units with few cases a month judge by several months")
    cross_loss: float = number(0.6, 0, 1, "share", "@npm-lecture", DESIGN,
        "Share of tailoring lost on the other sectors' part of a need when there is no coordination")
    returning: float = number(0.8, 0, 1, "probability", "M12",
        "calibrated to a failure demand of about 30 % (P20), and at the end of the range searched",
        "Chance that a service without any fit comes back as failure demand")
    mastery: float = number(0.2, 0, 1, "share", "M12", DESIGN,
        "Share of returns that a citizen with full efficacy avoids")
    return_give_up: float = number(0.15, 0, 1, "probability", "M12", DESIGN,
        "Chance that one of average resources gives up instead of coming back after a service that missed")
    largest_share: float = number(0.30, 0, 0.8, "share of case hours", "M23", DESIGN,
        "Largest share of a case's standard hours that citizens can deliver")
    hours_cap: float = number(30, 0, 400, "hours per case", "M14", DESIGN,
        "Most hours that a person of average free time can give to one case")
    effort_cost: float = number(1.0, 0.01, 5, "utility", "M14", "design choice: about two thirds of full effort",
        "How much own effort costs one with ample resources and time (higher: less effort is given)")
    complementarity: float = number(0.6, -2, 0.9, "exponent", "M14, P3, P6", DESIGN,
        "How public and own effort combine: below result_worth they complement, above it they replace each other")
    result_worth: float = number(0.5, 0.1, 1, "exponent", "M14", DESIGN,
        "How the worth of a result rises with it: 1 evenly, less when further improvement matters less")
    own_weight: float = number(0.4, 0.05, 0.95, "weight", "M14", DESIGN,
        "Weight of the citizen's own effort, against public effort, in the result of a co-produced service")
    motive: float = number(0.10, 0, 1, "utility", "M14", DESIGN,
        "How much citizens value giving effort for its own sake")
    coordination_fixed: float = number(0.01, 0, 0.5, "share of case hours", DESIGN, DESIGN,
        "Fixed public cost of sharing a case's delivery with the citizen")
    coordination_share: float = number(0.30, 0, 1, "hours per citizen hour", DESIGN, DESIGN,
        "Public hours of coordination for every hour that citizens deliver")
    shortfall: float = number(0.35, 0, 1, "share of fit", "M23", DESIGN,
        "Share of fit lost on the part left to citizens when their effort fails to come")
    civic_share: float = number(0.8, 0, 1, "share", "@kobro2018", DESIGN,
        "Least share of what citizens can deliver that is left to them in a unit run by civil society")
    use_base: float = number(-0.5, -5, 5, "logit", "M20", DESIGN,
        "Base log odds that what was delivered is used")
    use_ownership: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full ownership raises the log odds of use")
    use_trust: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full trust raises the log odds of use")
    use_fit: float = number(2.0, 0, 5, "logit", "M20", DESIGN,
        "How much full fit raises the log odds of use")
    dialogue_hours: float = number(6, 0, 100, "hours per case", DESIGN, DESIGN,
        "Hours that full dialogue takes of the citizen")
    paper_hours: float = number(5, 0, 100, "hours per case", "M6", DESIGN,
        "Hours that applying takes of the citizen when documentation is asked for fully")
    ownership_effort: float = number(0.05, 0, 1, "share", "M20", DESIGN,
        "Share of the way to full ownership that full own effort in a case brings")
    wait_priority: float = number(0.1, 0, 1, "priority per month", DESIGN, DESIGN,
        "Priority in the queue gained by each month waited (severity counts 0 to 1)")


class MarketParameters(Group):
    """Choice of provider, indicators, gaming, slack (M8, M9, M10)."""

    sharpness: float = number(3.0, 0, 12, "per unit of quality", "M8", DESIGN,
        "How strongly users' choice of unit follows the quality they believe in (0: not at all)")
    home: float = number(0.5, 0, 3, "utility", "M8", DESIGN,
        "Extra appeal of the unit in one's own district when users choose")
    money_lag: float = number(0.25, 0.01, 1, "per month", "M8", DESIGN,
        "How fast a unit's hours follow its users when money does: share of the gap closed in a month")
    planning_lag: float = number(0.08, 0.01, 1, "per month", DESIGN, DESIGN,
        "How fast a unit's hours follow its users by planning alone: share of the gap closed in a month")
    slack: float = number(0.12, 0, 0.5, "share of case hours", "M10", DESIGN,
        "Slack at the start: extra hours of each case, as a share of its standard hours")
    slack_wear: float = number(0.03, 0, 0.2, "per year", "M10, P16", DESIGN,
        "Slack lost in a year under full competition where everything can be measured")
    unmeasured_loss: float = number(0.25, 0, 1, "share of tailoring", "M10, P16", DESIGN,
        "Share of tailoring lost when slack is gone, where nothing can be measured")
    gaming: float = number(0.20, 0, 1, "share of effort", "M9", DESIGN,
        "Share of effort that goes to looking good at full target pressure without audit")
    audit: float = number(0.4, 0, 1, "share", "M9", DESIGN,
        "Share of gaming (effort spent on looking good) that audit stops")
    inflation: float = number(0.8, 0, 2, "indicator per effort", "M9, P14", DESIGN,
        "How much effort spent on looking good lifts the reported indicator")
    indicator_noise: float = number(0.05, 0, 0.5, "indicator", "M8", DESIGN,
        "Standard deviation of chance in a month's indicator")
    own_experience: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of one's own last service in what one believes of a unit (the general impression weighs 1)")
    tie_experience: float = number(0.7, 0, 20, "weight", "M8", DESIGN,
        "Weight of one tie's last service in what one believes of a unit (three ties at most)")
    indicator_belief: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of a fully published indicator in what one believes of a unit")
    indicator_rate: float = number(0.25, 0, 1, "per month", DESIGN, DESIGN,
        "Share of the way to the month's reported quality that a unit's indicator moves")


class StaffParameters(Group):
    """Professionals: competence, strain, motive, turnover (M11, M18, M25)."""

    competence: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Mean professional competence at the start (newcomers have 0.1 less)")
    competence_spread: float = number(0.08, 0, 0.3, "share", DESIGN, DESIGN,
        "Standard deviation of competence and of relational skill between teams")
    relation: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Mean relational skill at the start (newcomers have 0.1 less)")
    learning: float = number(0.006, 0, 0.1, "per month", "M18", DESIGN,
        "Share of the way to the ceiling that competence moves in a month without training")
    relearning: float = number(0.015, 0, 0.2, "per month at full dialogue", "M18", DESIGN,
        "Share of the way to the ceiling that relational skill moves in a month with full dialogue")
    ceiling: float = number(0.90, 0.3, 1, "share", "M18", DESIGN,
        "Highest competence and relational skill that practice leads to")
    openness: float = number(0.60, 0, 1, "share", "@npm-lecture", DESIGN,
        "How open professionals are to citizens' knowledge at the start (0: it gets half the weight rules "
        "give)")
    openness_learning: float = number(0.02, 0, 0.2, "per month at full lay weight", "M18", DESIGN,
        "Share of the way to full openness that professionals move in a month of full lay weight (weight_delivery)")
    strain_rate: float = number(0.10, 0, 1, "per month", "M11", DESIGN,
        "Share of the way to what working conditions point to that strain moves in a month")
    strain_load: float = number(1.2, 0, 5, "per load above 0.8", "M11", DESIGN,
        "How much strain rises per unit of load above 0.8")
    control: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive lost in a year under full control (documentation and targets)")
    autonomy: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive gained in a year per unit of discretion above one half (below: lost)")
    benefit: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive gained in a year per unit of fit above one half (below: lost)")
    turnover: float = number(0.008, 0, 0.2, "per month", "M11",
        "design choice; survey fact 42, on sick leave, is only a sign",
        "Monthly chance that a post changes hands when strain is low")
    strain_turnover: float = number(3.0, 0, 20, "multiple", "M11", DESIGN,
        "How much turnover rises per unit of strain above 0.35, as a multiple of its base")
    strain_loss: float = number(0.3, 0, 1, "share", "M11", DESIGN,
        "Share of competence, relational skill and facilitation that is out of use at full strain")
    strain_control: float = number(0.25, 0, 1, "strain", "M25", DESIGN,
        "How much full control (documentation and targets) raises the strain that working conditions point to")
    strain_discretion: float = number(0.15, 0, 1, "strain", "M25", DESIGN,
        "How much full discretion lowers the strain that working conditions point to")

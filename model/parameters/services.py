"""Parameters of services: areas, money and hours, the encounter, co-delivery, quasi-markets and staff."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table: the number, its bounds and sources on the first line, the help text below.
# fmt: off


class AreaParameters(Group):
    """One service area: the knowledge in its needs, the wickedness of its shared problem, and who needs the service."""

    shared_as = "area"
    start_only = ("codified", "professional", "lived", "interdependence")

    arrivals: float = number(0.25, 0, 1, "share of needs", DESIGN, DESIGN,
        "Share of all new needs that arise in this area; the areas are scaled to add up to 1")
    hours: float = number(140, 1, 2000, "hours per case", DESIGN,
        "calibrated to survey fact 40: shares of municipal spending",
        "Public hours of a standard case, before slack, discretion, dialogue and coordination add to them")
    codified: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of codified knowledge (rules, forms, literature) in the area's needs")
    professional: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of professional knowledge (trained expertise) in the area's needs")
    lived: float = number(0.34, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of lived knowledge (the citizen's own life) in the area's needs")
    interdependence: int = whole(4, 0, 11, "bits", "M15", DESIGN,
        "How many other parts each of the 12 parts of the area's shared problem depends on")
    solution_weight: float = number(0.3, 0, 1, "weight", "M15", DESIGN,
        "How much the unit's solution to the area's shared problem counts in fit (exponent; 0: not at all)")
    measurability: float = number(0.5, 0.05, 0.95, "share", "M9, M10", DESIGN,
        "Share of the service's quality that can be measured")
    universality: float = number(0.7, 0, 1, "share", "M6", DESIGN,
        "How universal the service is: 1 serves everyone, without stigma; 0 serves few, with full stigma")
    resource_gradient: float = number(0.3, 0, 2, "log rate", DESIGN, DESIGN,
        "How much more often people with least resources need the service than people with most (log of the ratio)")
    young: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need for the service at age 0-17, relative to other ages")
    adult: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need for the service at age 18-66, relative to other ages")
    old: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need for the service at age 67-79, relative to other ages")
    oldest: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need for the service at age 80 and above, relative to other ages")
    dilution: float = number(0.5, 0, 1, "share of the overload", "M11",
        "design choice: in quarters, by how far the law gives a right to the service",
        "Share of an overload that the service meets by giving each case less time; the rest waits in a queue")


class MoneyParameters(Group):
    """The public budget and its use in hours; the budget is set once, under the status quo, for all paradigms."""

    case_budget: float = number(0.0425, 0.002, 0.3, "standard cases per citizen and month", DESIGN,
        "design choice: with needs.rate, the load under the status quo is about 1",
        "Public budget, as the number of standard cases it would pay for under the status quo")
    trend: float = number(0.0, -0.05, 0.05, "per year", DESIGN, "design choice: no growth unless a scenario sets it",
        "Yearly growth of the public budget (0.01 is 1 % a year)")
    absence: float = number(0.28, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours lost to absence, travel and internal meetings")
    documentation: float = number(0.16, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours that documentation takes when the rules require it in full")
    monitoring: float = number(0.10, 0, 0.5, "share of paid hours", "M10", DESIGN,
        "Share of paid hours that monitoring takes under full target pressure where nothing can be measured")
    tendering: float = number(0.027, 0, 0.2, "share of contract value", "M10, P31",
        "@petersen2019: 2.7 % of the contract's value on average",
        "Cost of a tender as a share of contract value; higher where little can be measured, lower with experience")
    contract_months: int = whole(48, 6, 120, "months", "M10", DESIGN,
        "Months between tenders")
    nok_per_hour: float = number(607, 100, 2000, "NOK", DESIGN,
        "calibrated to @ssb-kostra2020: running cost per inhabitant in 2020",
        "Full cost of one public hour, overheads included")
    wage: float = number(300, 0, 2000, "NOK per hour", DESIGN, DESIGN,
        "Wage used to price citizens' hours and to judge the pay for taking part")
    citizen_price: float = number(0.5, 0, 1, "share of wage", "M26", DESIGN,
        "Price of a citizen's hour in cost per met need, as a share of the wage (0: free)")
    discretion: float = number(0.10, 0, 1, "share of case hours", DESIGN, DESIGN,
        "Extra public hours per case at full discretion, as a share of standard hours")
    dialogue: float = number(0.35, 0, 2, "share of case hours", DESIGN, DESIGN,
        "Extra public hours per case at full dialogue, as a share of standard hours")
    facilitation: float = number(0.05, 0, 1, "share of case hours", "M16", DESIGN,
        "Extra public hours per case for full facilitation of full dialogue, as a share of standard hours")
    contract_saving: float = number(0.10, 0, 0.3, "share of case hours", "M10", DESIGN,
        "Share of hours that a contracted unit saves on a case where everything can be measured; none where nothing "
        "can")
    exit_support: float = number(0.5, 0, 2, "share of a standard case's cost", "M7", DESIGN,
        "Public cost per person who leaves the queue for private help, where the rules support this in full")
    coordination: float = number(0.15, 0, 2, "share of case hours per further sector", "@npm-lecture", DESIGN,
        "Extra public hours per case at full coordination, for each sector beyond the first")
    rule_making: float = number(0.4, 0, 10, "hours per category and 1,000 citizens", "M2", DESIGN,
        "Public hours spent on each rule category when programmes are revised")
    outreach: float = number(0.03, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that full outreach takes")
    plain_language: float = number(0.008, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that plain language takes when used in full")
    training: float = number(0.03, 0, 0.2, "share of paid hours", "@borge2024", DESIGN,
        "Share of paid hours that full training in the rules takes")
    support: float = number(0.08, 0, 1, "share of case hours", "M14, P5", DESIGN,
        "Extra public hours per case to support, in full, citizens who deliver everything left to them")
    complaint: float = number(2.0, 0, 40, "hours", "M7", DESIGN,
        "Public hours spent on one complaint, or on one matter that a citizen raises")
    invitation: float = number(0.25, 0, 10, "hours", "M13", DESIGN,
        "Public hours spent on inviting one citizen to an arena")
    council: float = number(400, 0, 20000, "hours per month", DESIGN, DESIGN,
        "Hours spent on running the council, whatever the town's size (at most 3 % of the budget)")


class EncounterParameters(Group):
    """Assessment of needs and tailoring of services (M1, M2)."""

    steepness: float = number(1.6, 0.5, 20, "per squared need unit", "M1",
        "design choice: fit and failure demand are of the right order",
        "How fast fit, and citizens' sense that input was followed, fall with the squared distance from service to "
        "need")
    documentation_precision: float = number(0.5, 0, 3, "share", DESIGN, DESIGN,
        "How much larger the error in codified matters is without documentation than with full documentation")
    bias_professional: float = number(0.15, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How far professionals misjudge a very different person toward the majority, in professional matters")
    bias_lived: float = number(0.50, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How far professionals misjudge a very different person toward the majority, in matters of that person's "
        "own life")
    bias_relief: float = number(0.6, 0, 1, "share", "M1", DESIGN,
        "Share of professionals' group bias and citizens' misconceptions that full dialogue removes")
    sd_codified: float = number(0.03, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about codified matters (standard deviation)")
    sd_professional: float = number(0.20, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about professional matters (standard deviation)")
    sd_lived: float = number(0.50, 0, 1.5, "need units", "M1", DESIGN,
        "Professionals' error about a citizen's own life, without dialogue (standard deviation)")
    dialogue_precision: float = number(3.0, 0, 20, "ratio", "M1", DESIGN,
        "How much full dialogue sharpens professionals' view of a citizen's life (variance is divided by 1 + this)")
    citizen_sd_expert: float = number(0.30, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about codified and professional matters (standard deviation)")
    citizen_sd_lived: float = number(0.12, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about their own lives (standard deviation)")
    misconception: float = number(0.60, 0, 2, "need units", "M1", DESIGN,
        "Size of citizens' shared misconception of codified and professional matters")
    misconception_lived: float = number(0.05, 0, 1, "need units", "M1", DESIGN,
        "Size of citizens' shared misconception of their own lives")
    unaided_dialogue: float = number(0.35, 0, 1, "share", "M16", DESIGN,
        "Share of dialogue's effect that remains without facilitation")
    professional_lay_share: float = number(0.25, 0, 1, "share", "M1", DESIGN,
        "How much citizens' view counts in professional matters at full facilitation (1: as much as in their own "
        "lives)")
    discretion_noise: float = number(0.15, 0, 1, "need units", "M2", DESIGN,
        "How much the service in like cases varies by chance at full discretion (standard deviation)")
    categories_dimensions: int = whole(3, 1, 12, "dimensions", "M2", DESIGN,
        "Most dimensions that rule categories cover; more dimensions make each category coarser")
    trust_needed: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of tailoring to a citizen's own life that is lost when the citizen has no trust")
    rule_ageing: float = number(1.0, 0, 10, "ratio", "M2, M41",
        "design choice: half is lost at the width of a category",
        "How much rules lose of their tailoring to codified needs as needs move away from the categories (0: none)")


class DeliveryParameters(Group):
    """Attention, failure demand, use, and citizens' part in delivery (M11, M12, M14, M20, M23)."""

    attention: float = number(2.0, 0.2, 6, "1", "M11", DESIGN,
        "How soon more time stops improving a case: the higher, the less quality falls when time is short")
    least_attention: float = number(0.6, 0.1, 1, "share", "M11", DESIGN,
        "Least share of normal time that a case gets under load; cases that still lack time wait")
    routine: float = number(12.0, 0, 40, "per load", "M11", DESIGN,
        "How sharply overload makes professionals treat the person as typical of a group (0: never)")
    felt_cases: float = number(10, 0, 200, "cases", "M11", DESIGN,
        "Number of cases over which staff judge their load; units with few cases a month average several months")
    felt_by_cases: float = number(0.0, 0, 1, "weight", "M11", "design choice: busy months count no more than others",
        "Whether staff judge their load by this month's number of cases (1) or by the usual number (0)")
    cross_loss: float = number(0.6, 0, 1, "share", "@npm-lecture", DESIGN,
        "Share of tailoring lost on the other sectors' part of a need without coordination")
    returning: float = number(0.8, 0, 1, "probability", "M12",
        "calibrated to a failure demand of about 30 % (P20), and at the end of the range searched",
        "Chance that a case comes back as failure demand when the service does not fit at all")
    mastery: float = number(0.2, 0, 1, "share", "M12", DESIGN,
        "Share of returning cases that a citizen with full self-efficacy avoids")
    return_give_up: float = number(0.15, 0, 1, "probability", "M12", DESIGN,
        "Chance that a citizen with average resources gives up, instead of coming back, after a service that missed")
    largest_share: float = number(0.30, 0, 0.8, "share of case hours", "M23", DESIGN,
        "Largest share of a case's standard hours that citizens can deliver themselves")
    hours_cap: float = number(30, 0, 400, "hours per case", "M14", DESIGN,
        "Most hours that a person with average free time can give to one case")
    effort_cost: float = number(1.0, 0.01, 5, "utility", "M14", "design choice: about two thirds of full effort",
        "What own effort costs a citizen with most resources and time; a higher cost means less effort")
    complementarity: float = number(0.6, -2, 0.9, "exponent", "M14, P3, P6", DESIGN,
        "Whether public and own effort add to each other (below result_worth) or replace each other (above it)")
    result_worth: float = number(0.5, 0.1, 1, "exponent", "M14", DESIGN,
        "How the value of a result grows: 1 evenly; lower values mean that further improvement matters less")
    own_weight: float = number(0.4, 0.05, 0.95, "weight", "M14", DESIGN,
        "Weight of the citizen's own effort, relative to public effort, in the result of a service they share")
    motive: float = number(0.10, 0, 1, "utility", "M14", DESIGN,
        "How much citizens value giving effort for its own sake")
    coordination_fixed: float = number(0.01, 0, 0.5, "share of case hours", DESIGN, DESIGN,
        "Fixed public cost of sharing the delivery of a case with the citizen")
    coordination_share: float = number(0.30, 0, 1, "hours per citizen hour", DESIGN, DESIGN,
        "Public hours of coordination per hour that citizens deliver")
    shortfall: float = number(0.35, 0, 1, "share of fit", "M23", DESIGN,
        "Share of fit lost on the citizens' part of a service when they do not deliver it")
    civic_share: float = number(0.8, 0, 1, "share", "@kobro2018", DESIGN,
        "Least share of citizens' possible delivery that a unit run by civil society leaves to them")
    use_base: float = number(-0.5, -5, 5, "logit", "M20", DESIGN,
        "Base log odds that a citizen uses the delivered service")
    use_ownership: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full ownership raises the log odds of use")
    use_trust: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full trust raises the log odds of use")
    use_fit: float = number(2.0, 0, 5, "logit", "M20", DESIGN,
        "How much full fit raises the log odds of use")
    dialogue_hours: float = number(6, 0, 100, "hours per case", DESIGN, DESIGN,
        "Citizen's hours that full dialogue takes")
    paper_hours: float = number(5, 0, 100, "hours per case", "M6", DESIGN,
        "Citizen's hours that an application takes when the rules require full documentation")
    ownership_effort: float = number(0.05, 0, 1, "share", "M20", DESIGN,
        "How much full own effort in a case adds to ownership: share of the gap to full ownership closed")
    wait_priority: float = number(0.1, 0, 1, "priority per month", DESIGN, DESIGN,
        "Priority in the queue that a case gains per month of waiting (severity adds 0 to 1)")
    volunteer_hours: float = number(4, 0, 40, "hours per month", "M27", "design choice: an hour a week",
        "Hours that a volunteer has for others in a month; more hours make fewer people join")


class MarketParameters(Group):
    """Choice of unit, indicators, gaming and slack (M8, M9, M10)."""

    start_only = ("slack",)

    sharpness: float = number(3.0, 0, 12, "per unit of quality", "M8", DESIGN,
        "How strongly users' choice of unit follows the quality that they believe a unit has (0: not at all)")
    home: float = number(0.5, 0, 3, "utility", "M8", DESIGN,
        "Extra appeal of the unit in the user's own district")
    money_lag: float = number(0.25, 0.01, 1, "per month", "M8", DESIGN,
        "How fast a unit's hours follow its users when money follows users: share of the gap closed per month")
    planning_lag: float = number(0.08, 0.01, 1, "per month", DESIGN, DESIGN,
        "How fast a unit's hours follow its users by planning alone: share of the gap closed per month")
    slack: float = number(0.12, 0, 0.5, "share of case hours", "M10", DESIGN,
        "Slack at the start: extra hours per case, as a share of standard hours")
    slack_wear: float = number(0.03, 0, 0.2, "per year", "M10, P16", DESIGN,
        "Slack lost per year under full competition where everything can be measured")
    unmeasured_loss: float = number(0.25, 0, 1, "share of tailoring", "M10, P16", DESIGN,
        "Share of tailoring lost when slack is gone, where nothing can be measured")
    gaming: float = number(0.20, 0, 1, "share of effort", "M9", DESIGN,
        "Share of effort that staff spend on looking good under full target pressure without audit")
    audit: float = number(0.4, 0, 1, "share", "M9", DESIGN,
        "Share of gaming (effort spent on looking good) that audit stops")
    inflation: float = number(0.8, 0, 2, "indicator per effort", "M9, P14", DESIGN,
        "How much effort spent on looking good raises the reported indicator")
    indicator_noise: float = number(0.05, 0, 0.5, "indicator", "M8", DESIGN,
        "Random variation in a month's indicator (standard deviation)")
    own_experience: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of the user's own last service in the user's view of a unit (the general impression weighs 1)")
    tie_experience: float = number(0.7, 0, 20, "weight", "M8", DESIGN,
        "Weight of one tie's last service in the user's view of a unit (at most three ties count)")
    indicator_belief: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of a fully published indicator in the user's view of a unit")
    indicator_rate: float = number(0.25, 0, 1, "per month", DESIGN, DESIGN,
        "How fast a unit's indicator approaches the month's reported quality: share of the gap closed per month")
    yardsticks: float = number(0.10, 0, 0.3, "share of case hours", "M10, @shleifer1985, @revelli2007",
        "design choice: with slack, about what best practice would save (@regjeringen-dea)",
        "Largest share of standard hours that effort under full rivalry saves where everything can be measured")
    skimming: float = number(0.3, 0, 2, "priority", "M9, @koning2013",
        "design choice: as much as one complaint gives",
        "Priority in the queue that a costly case (several sectors, or returned) loses in a unit under full rivalry "
        "and targets")


class StaffParameters(Group):
    """Professionals: competence, strain, motivation and turnover (M11, M18, M25)."""

    start_only = ("openness",)

    competence: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Professionals' mean competence at the start; newcomers have 0.1 less")
    competence_spread: float = number(0.08, 0, 0.3, "share", DESIGN, DESIGN,
        "How much competence and relational skill vary between teams (standard deviation)")
    relation: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Professionals' mean relational skill at the start; newcomers have 0.1 less")
    learning: float = number(0.006, 0, 0.1, "per month", "M18", DESIGN,
        "How fast competence approaches the ceiling without training: share of the gap closed per month")
    relearning: float = number(0.015, 0, 0.2, "per month at full dialogue", "M18", DESIGN,
        "How fast relational skill approaches the ceiling at full dialogue: share of the gap closed per month")
    ceiling: float = number(0.90, 0.3, 1, "share", "M18", DESIGN,
        "Highest competence and relational skill that professionals reach through practice")
    openness: float = number(0.60, 0, 1, "share", "@npm-lecture", DESIGN,
        "How open professionals are to citizens' knowledge at the start (0: they give it half the weight in the "
        "rules)")
    openness_learning: float = number(0.02, 0, 0.2, "per month at full lay weight", "M18", DESIGN,
        "How fast professionals become open when citizens have full weight in their cases: share of the gap closed "
        "per month")
    strain_rate: float = number(0.10, 0, 1, "per month", "M11", DESIGN,
        "How fast strain approaches the level that working conditions imply: share of the gap closed per month")
    strain_load: float = number(1.2, 0, 5, "per load above 0.8", "M11", DESIGN,
        "How much staff strain rises per unit of load above 0.8")
    control: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motivation lost per year under full control (documentation and target pressure)")
    autonomy: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motivation gained per year, per unit of discretion above one half (lost below it)")
    benefit: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motivation gained per year, per unit of fit above one half (lost below it)")
    turnover: float = number(0.008, 0, 0.2, "per month", "M11",
        "design choice; survey fact 42, on sick leave, is only a sign",
        "Monthly chance that a professional leaves and is replaced when strain is low")
    strain_turnover: float = number(3.0, 0, 20, "multiple", "M11", DESIGN,
        "How much turnover rises per unit of strain above 0.35, in multiples of turnover at low strain")
    strain_loss: float = number(0.3, 0, 1, "share", "M11", DESIGN,
        "Share of competence, relational skill and facilitation that staff cannot use at full strain")
    strain_control: float = number(0.25, 0, 1, "strain", "M25", DESIGN,
        "How much full control (documentation and target pressure) raises the strain that working conditions imply")
    strain_discretion: float = number(0.15, 0, 1, "strain", "M25", DESIGN,
        "How much full discretion lowers the strain that working conditions imply")

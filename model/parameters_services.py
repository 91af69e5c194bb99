"""Parameters of services: areas, money and hours, the encounter, co-delivery, quasi-markets and staff."""

from model.declare import DESIGN, Group, number, whole


class AreaParameters(Group):
    """One service area: which knowledge its needs call for, how wicked its shared problem is, who needs it."""

    arrivals: float = number(0.25, 0, 1, "share of needs", "EVIDENCE 4: spending shares", "Share of all new needs",
        "Andel av alle nye behov")  # fmt: skip
    hours: float = number(140, 1, 2000, "hours per case", "MODEL 2: mean about 140", "Public hours of a standard case",
        "Offentlige timer per standardsak")  # fmt: skip
    codified: float = number(0.33, 0, 1, "share", "seed 003", "Weight of codified knowledge (rules, forms, literature)",
        "Vekt pa kodifisert kunnskap (regler, skjema, litteratur)")  # fmt: skip
    professional: float = number(0.33, 0, 1, "share", "seed 003", "Weight of professional knowledge", "Vekt pa faglig kunnskap")
    lived: float = number(0.34, 0, 1, "share", "seed 003", "Weight of lived knowledge", "Vekt pa levd kunnskap")
    interdependence: int = whole(4, 0, 11, "bits", "M15: 0-1 tame, 2-4 complicated, 5 and above wicked",
        "Interdependence of the shared problem", "Sammenvevdhet i det felles problemet")  # fmt: skip
    solution_weight: float = number(0.3, 0, 1, "weight", "MODEL 2: .1-.6", "Weight of the shared solution in fit",
        "Vekt pa den felles losningen i treff")  # fmt: skip
    measurability: float = number(0.5, 0.05, 0.95, "share", "M9, M10", "Share of quality that can be measured",
        "Andel av kvaliteten som kan males")  # fmt: skip
    universality: float = number(0.7, 0, 1, "share", "M6", "How universal the service is (low: stigma)",
        "Hvor universell tjenesten er (lav: stigma)")  # fmt: skip
    resource_gradient: float = number(0.3, 0, 2, "log rate", DESIGN, "How much more those with few resources need it",
        "Hvor mye mer de med fa ressurser trenger den")  # fmt: skip
    young: float = number(1, 0, 50, "relative rate", DESIGN, "Relative need at age 0-17", "Relativt behov 0-17 ar")
    adult: float = number(1, 0, 50, "relative rate", DESIGN, "Relative need at age 18-66", "Relativt behov 18-66 ar")
    old: float = number(1, 0, 50, "relative rate", DESIGN, "Relative need at age 67-79", "Relativt behov 67-79 ar")
    oldest: float = number(1, 0, 50, "relative rate", DESIGN, "Relative need at age 80 and above", "Relativt behov 80 ar og over")


class MoneyParameters(Group):
    """The public budget and what hours go to; the budget is fixed once on the status-quo rules and the same for all."""

    case_budget: float = number(0.0425, 0.002, 0.3, "standard cases per citizen and month", "MODEL 4: joint point",
        "Public budget, in standard cases of the status quo", "Offentlig budsjett, i standardsaker med dagens regler")  # fmt: skip
    trend: float = number(0.0, -0.05, 0.05, "per year", "scenario input", "Yearly growth of the budget", "Arlig vekst i budsjettet")
    absence: float = number(0.28, 0, 0.6, "share of paid hours", "EVIDENCE 4: net client time 55-70 %",
        "Paid hours lost to absence, travel and internal meetings",
        "Betalte timer som gar til fravar, reise og interne moter")  # fmt: skip
    documentation: float = number(0.16, 0, 0.6, "share of paid hours", "EVIDENCE 5: overhead 6-14 %",
        "Paid hours that full documentation takes", "Betalte timer som full dokumentasjon tar")  # fmt: skip
    monitoring: float = number(0.10, 0, 0.5, "share of paid hours", "M10: 0.02-0.15",
        "Paid hours that full target pressure takes where nothing can be measured",
        "Betalte timer som fullt malpress tar der ingenting kan males")  # fmt: skip
    tendering: float = number(0.027, 0, 0.2, "share of contract value", "M10, P31: 2.7 %",
        "Cost of a tender, falling with experience", "Kostnad ved en konkurranse, fallende med erfaring")  # fmt: skip
    contract_months: int = whole(48, 6, 120, "months", DESIGN, "Months between tenders", "Maneder mellom konkurranser")
    nok_per_hour: float = number(500, 100, 2000, "NOK", "MODEL 2 (2020)", "Cost of a public hour, all in", "Kostnad per offentlig time, alt medregnet")
    wage: float = number(300, 0, 2000, "NOK per hour", DESIGN, "Wage at which citizens' hours may be priced",
        "Lonn som innbyggeres timer kan prises med")  # fmt: skip
    citizen_price: float = number(0.5, 0, 1, "share of wage", "M26: 0, .5, 1", "Price of citizens' hours in cost per met need",
        "Pris pa innbyggeres timer i kostnad per dekket behov")  # fmt: skip
    discretion: float = number(0.10, 0, 1, "share of case hours", "MODEL 4", "Hours that full discretion adds to a case",
        "Timer fullt skjonn legger til en sak")  # fmt: skip
    dialogue: float = number(0.40, 0, 2, "share of case hours", "MODEL 4", "Hours that full dialogue adds to a case",
        "Timer full dialog legger til en sak")  # fmt: skip
    coordination: float = number(0.15, 0, 2, "share of case hours per further sector", "seed 000",
        "Hours that full coordination adds to a cross-sector case", "Timer full samordning legger til en sak pa tvers")  # fmt: skip
    rule_making: float = number(0.4, 0, 10, "hours per category and 1,000 citizens", "M2", "Cost of one rule category at a revision",
        "Kostnad per regelkategori ved en revisjon")  # fmt: skip
    outreach: float = number(0.03, 0, 0.2, "share of paid hours", DESIGN, "Paid hours that full outreach takes", "Betalte timer full oppsokende innsats tar")
    plain_language: float = number(0.008, 0, 0.2, "share of paid hours", DESIGN, "Paid hours that plain language takes", "Betalte timer klarsprak tar")
    training: float = number(0.03, 0, 0.2, "share of paid hours", DESIGN, "Paid hours that full training takes", "Betalte timer full opplæring tar")
    support: float = number(0.08, 0, 1, "share of case hours", "M14, P5", "Hours that full support of co-producers adds to a case",
        "Timer full stotte til medprodusenter legger til en sak")  # fmt: skip
    complaint: float = number(2.0, 0, 40, "hours", DESIGN, "Public hours of a complaint or a matter raised", "Offentlige timer per klage eller sak")
    invitation: float = number(0.25, 0, 10, "hours", DESIGN, "Public hours of inviting one citizen", "Offentlige timer per invitert innbygger")
    council: float = number(900, 0, 20000, "hours per month", DESIGN, "Hours of running a council, whatever the size of the town",
        "Timer til drift av et kommunestyre, uansett storrelse")  # fmt: skip


class EncounterParameters(Group):
    """How a need is assessed and a service tailored (M1, M2)."""

    steepness: float = number(1.6, 0.5, 20, "per squared need unit", "MODEL 2", "How fast fit falls with distance", "Hvor fort treff faller med avstand")
    bias_professional: float = number(0.15, 0, 1, "share of the way to the majority", "M1", "Professionals' pull to the majority, professional matters",
        "Fagfolks drag mot flertallet, faglige forhold")  # fmt: skip
    bias_lived: float = number(0.50, 0, 1, "share of the way to the majority", "M1", "Professionals' pull to the majority, lived matters",
        "Fagfolks drag mot flertallet, levde forhold")  # fmt: skip
    bias_relief: float = number(0.6, 0, 1, "share", "MODEL 4", "Share of that pull which full dialogue removes", "Andel av draget full dialog fjerner")
    sd_codified: float = number(0.03, 0, 1, "need units", "M1", "Professionals' error on codified matters", "Fagfolks feil i kodifiserte forhold")
    sd_professional: float = number(0.20, 0, 1, "need units", "M1: 0.2-0.6", "Professionals' error on professional matters", "Fagfolks feil i faglige forhold")
    sd_lived: float = number(0.50, 0, 1.5, "need units", "M1", "Professionals' error on lived matters without dialogue", "Fagfolks feil i levde forhold uten dialog")
    dialogue_precision: float = number(3.0, 0, 20, "ratio", "MODEL 4", "How dialogue sharpens the view of lived matters", "Hvordan dialog skjerper synet pa levde forhold")
    citizen_sd_expert: float = number(0.30, 0, 1.5, "need units", "M1", "Citizens' error on codified and professional matters",
        "Innbyggeres feil i kodifiserte og faglige forhold")  # fmt: skip
    citizen_sd_lived: float = number(0.12, 0, 1.5, "need units", "M1", "Citizens' error on their own life", "Innbyggeres feil om eget liv")
    misconception: float = number(0.60, 0, 2, "need units", "MODEL 4", "Shared misconception of codified and professional matters",
        "Felles misforstaelse av kodifiserte og faglige forhold")  # fmt: skip
    misconception_lived: float = number(0.05, 0, 1, "need units", "MODEL 4", "Shared misconception of one's own life", "Felles misforstaelse om eget liv")
    unaided_dialogue: float = number(0.35, 0, 1, "share", "MODEL 4", "Effect of dialogue without any facilitation", "Effekt av dialog uten tilrettelegging")
    professional_lay_share: float = number(0.25, 0, 1, "share", "MODEL 4: a_d", "Facilitated weight of lay view on professional matters",
        "Tilrettelagt vekt pa lekmannssyn i faglige forhold")  # fmt: skip
    discretion_noise: float = number(0.15, 0, 1, "need units", "MODEL 4: horizontal inequity", "Spread that full discretion gives like cases",
        "Spredning fullt skjonn gir like saker")  # fmt: skip
    categories_dimensions: int = whole(3, 1, 12, "dimensions", "M2: k^(-2/d)", "Dimensions that rule categories can sort", "Dimensjoner regelkategorier kan sortere")
    trust_needed: float = number(0.5, 0, 1, "share", "MODEL 4", "Share of lived tailoring that depends on trust", "Andel av levd tilpasning som krever tillit")


class DeliveryParameters(Group):
    """Attention, failure demand, use, and citizens' own part in delivery (M11, M12, M14, M20, M23)."""

    attention: float = number(2.0, 0.2, 6, "1", "M11: k 1-3", "How soon attention saturates", "Hvor fort oppmerksomhet mettes")
    least_attention: float = number(0.6, 0.1, 1, "share", "MODEL 4", "Least share of normal time before cases wait", "Minste andel av normal tid for saker venter")
    routine: float = number(12.0, 0, 40, "per load", "M11", "How sharply load turns persons into groups (0 = never)", "Hvor skarpt press gjor personer til grupper (0 = aldri)")
    cross_loss: float = number(0.6, 0, 1, "share", "seed 000: Lonely Organizational Syndrome", "Tailoring lost on other sectors' part without coordination",
        "Tilpasning tapt pa andre sektorers del uten samordning")  # fmt: skip
    returning: float = number(0.8, 0, 1, "probability", "M12: 0.2-0.8", "Chance that a service without any fit comes back", "Sjanse for at tjeneste uten treff kommer tilbake")
    mastery: float = number(0.2, 0, 1, "share", "MODEL 4", "Share of returns that full efficacy avoids", "Andel gjengangere full mestringstro unngar")
    return_give_up: float = number(0.15, 0, 1, "probability", "M12", "Chance of giving up rather than returning", "Sjanse for a gi opp heller enn a komme tilbake")
    largest_share: float = number(0.30, 0, 0.8, "share of case hours", "MODEL 4", "Largest part of a case that citizens can deliver",
        "Storste del av en sak innbyggere kan utfore")  # fmt: skip
    hours_cap: float = number(30, 0, 400, "hours per case", DESIGN, "Most hours a person of average free time can give a case",
        "Flest timer en med middels fritid kan gi en sak")  # fmt: skip
    effort_cost: float = number(0.35, 0.01, 5, "utility", "M14", "Cost of effort, for one of full means", "Kostnad ved innsats, for en med fulle midler")
    complementarity: float = number(-1.0, -2, 0.9, "exponent", "M14; P6", "Below 0 public and own effort complement, near 1 they substitute",
        "Under 0 utfyller innsatsene hverandre, nar 1 erstatter de")  # fmt: skip
    own_weight: float = number(0.4, 0.05, 0.95, "weight", "M14: 1-w", "Weight of own effort in the result", "Vekt pa egen innsats i resultatet")
    motive: float = number(0.10, 0, 1, "utility", "M14", "Reward of taking part itself", "Belonning ved selve deltakelsen")
    coordination_fixed: float = number(0.01, 0, 0.5, "share of case hours", "MODEL 4: c0", "Fixed cost of sharing delivery", "Fast kostnad ved delt utforelse")
    coordination_share: float = number(0.30, 0, 1, "hours per citizen hour", "MODEL 4: c1", "Public hours per hour that citizens give", "Offentlige timer per time innbyggere gir")
    shortfall: float = number(0.35, 0, 1, "share of fit", "M23", "Fit lost when expected citizen effort fails to come", "Treff tapt nar ventet innsats uteblir")
    civic_share: float = number(0.8, 0, 1, "share", "seed 002: 3 x 3 matrix", "Least delivery share of citizens in a unit run by civil society",
        "Minste innbyggerandel av utføringen i en enhet drevet av sivilsamfunnet")  # fmt: skip
    use_base: float = number(-0.5, -5, 5, "logit", "M20", "Base tendency to use what was delivered", "Grunntilboyelighet til a bruke det som ble levert")
    use_ownership: float = number(1.0, 0, 5, "logit", "M20", "How ownership raises use", "Hvordan eierskap oker bruken")
    use_trust: float = number(1.0, 0, 5, "logit", "M20", "How trust raises use", "Hvordan tillit oker bruken")
    use_fit: float = number(2.0, 0, 5, "logit", "M20", "How fit raises use", "Hvordan treff oker bruken")
    dialogue_hours: float = number(6, 0, 100, "hours per case", DESIGN, "Citizen hours of full dialogue", "Innbyggertimer ved full dialog")
    paper_hours: float = number(5, 0, 100, "hours per case", "M6", "Citizen hours of full documentation", "Innbyggertimer ved full dokumentasjon")


class MarketParameters(Group):
    """Choice of provider, indicators, gaming, slack (M8, M9, M10)."""

    sharpness: float = number(3.0, 0, 12, "per unit of quality", "M8: 1-6", "How sharply users choose", "Hvor skarpt brukere velger")
    home: float = number(0.5, 0, 3, "utility", "M8", "Pull of the unit in one's own district", "Drag mot enheten i egen krets")
    money_lag: float = number(0.25, 0.01, 1, "per month", "MODEL 4", "How fast money follows users", "Hvor fort penger folger brukerne")
    planning_lag: float = number(0.08, 0.01, 1, "per month", DESIGN, "How fast plans follow demand where money does not", "Hvor fort planer folger ettersporsel")
    slack: float = number(0.12, 0, 0.5, "share of case hours", "MODEL 4", "Slack in case hours at the start", "Slakk i sakstimer ved start")
    slack_wear: float = number(0.03, 0, 0.2, "per year", "MODEL 4; P16", "Slack that full competition wears off in a year", "Slakk full konkurranse fjerner per ar")
    unmeasured_loss: float = number(0.25, 0, 1, "share of tailoring", "MODEL 4; P16", "Tailoring lost where nothing is measured when slack is gone",
        "Tilpasning tapt der ingenting males nar slakken er borte")  # fmt: skip
    gaming: float = number(0.20, 0, 1, "share of effort", "M9: g0", "Effort spent on looking good at full targets", "Innsats brukt pa a se bra ut ved fulle mal")
    audit: float = number(0.4, 0, 1, "share", "M9", "Share of gaming that audit stops", "Andel av juks revisjon stopper")
    inflation: float = number(0.8, 0, 2, "indicator per effort", "M9: psi; P14", "How gaming lifts the indicator", "Hvordan juks lofter indikatoren")
    indicator_noise: float = number(0.05, 0, 0.5, "indicator", "M8", "Noise in the indicator", "Stoy i indikatoren")


class StaffParameters(Group):
    """Professionals: competence, strain, motive, turnover (M11, M18, M25)."""

    competence: float = number(0.75, 0, 1, "share", DESIGN, "Mean competence", "Gjennomsnittlig kompetanse")
    competence_spread: float = number(0.08, 0, 0.3, "share", DESIGN, "Spread of competence", "Spredning i kompetanse")
    relation: float = number(0.75, 0, 1, "share", DESIGN, "Mean relational skill", "Gjennomsnittlig relasjonsevne")
    learning: float = number(0.006, 0, 0.1, "per month", "M18", "How fast competence grows to its ceiling", "Hvor fort kompetansen vokser mot taket")
    relearning: float = number(0.015, 0, 0.2, "per month at full dialogue", "M18", "How fast relational skill grows with dialogue", "Hvor fort relasjonsevnen vokser med dialog")
    ceiling: float = number(0.90, 0.3, 1, "share", DESIGN, "Ceiling of competence and relational skill", "Tak for kompetanse og relasjonsevne")
    strain_rate: float = number(0.10, 0, 1, "per month", "M11", "How fast strain follows its causes", "Hvor fort belastning folger arsakene")
    strain_load: float = number(1.2, 0, 5, "per load above 0.8", "M11", "How load strains", "Hvordan press sliter")
    control: float = number(0.05, 0, 0.3, "per year", "M25: 0-0.1", "Motive lost to full control", "Motivasjon tapt ved full kontroll")
    autonomy: float = number(0.05, 0, 0.3, "per year", "M25: 0-0.1", "Motive gained by full autonomy", "Motivasjon vunnet ved full autonomi")
    benefit: float = number(0.05, 0, 0.3, "per year", "M25: 0-0.1", "Motive gained by visible benefit", "Motivasjon vunnet ved synlig nytte")
    turnover: float = number(0.008, 0, 0.2, "per month", "survey fact 42 (sick leave as a sign); design choice", "Base hazard that a team renews a post",
        "Grunnsannsynlighet for utskifting i et team")  # fmt: skip
    strain_turnover: float = number(3.0, 0, 20, "multiple", "M11", "How strain raises turnover", "Hvordan belastning oker utskifting")
    strain_loss: float = number(0.3, 0, 1, "share", "M11", "Competence lost at full strain", "Kompetanse tapt ved full belastning")

"""Parameters of people: who they are, what they need, how they apply, trust and influence one another."""

from model.declare import DESIGN, Group, number, whole


class TownParameters(Group):
    """Size and make-up of the town."""

    citizens_per_team: int = whole(80, 20, 1000, "citizens", "MODEL 2: 6 full-time equivalents at 128 h a year each citizen",
        "Citizens for each professional team of six", "Innbyggere per fagteam pa seks")  # fmt: skip
    citizens_per_unit: int = whole(8000, 500, 100000, "citizens", DESIGN,
        "Citizens for each service unit of an area (at least three units)",
        "Innbyggere per tjenesteenhet i et omrade (minst tre enheter)")  # fmt: skip
    citizens_per_district: int = whole(2500, 100, 100000, "citizens", DESIGN,
        "Citizens for each district (3 to 20 districts)", "Innbyggere per krets (3 til 20 kretser)")  # fmt: skip
    degree: int = whole(8, 2, 24, "ties", "M22: 6-12", "Ties of a citizen on average", "Band per innbygger i snitt")
    homophily: float = number(0.75, 0, 1, "share", "M22: 0.6-0.9",
        "Share of ties within the same district and like resources",
        "Andel band innen samme krets og like ressurser")  # fmt: skip
    minority_share: float = number(0.17, 0, 0.6, "share", "EVIDENCE 4: immigrant share just under 17 % (2024)",
        "Share of citizens whose lives lie far from the majority's",
        "Andel innbyggere med liv langt fra flertallets")  # fmt: skip
    skill_income_correlation: float = number(0.45, 0, 0.95, "correlation", DESIGN,
        "Correlation between education and income", "Korrelasjon mellom utdanning og inntekt")  # fmt: skip
    warm_up: int = whole(12, 0, 60, "months", "MODEL 3: same start for all",
        "Months under the status-quo rules before the paradigm starts",
        "Maneder under dagens regler for paradigmet starter")  # fmt: skip
    fixed_costs: float = number(1.0, 0, 5, "multiple", DESIGN,
        "Scale of costs that every municipality has whatever its size (council)",
        "Skala for kostnader alle kommuner har uansett storrelse (kommunestyre)")  # fmt: skip


class NeedParameters(Group):
    """Needs and how they change; they arrive whatever the paradigm does."""

    rate: float = number(0.05, 0, 0.3, "needs per citizen and month", "MODEL 4: joint point",
        "New needs per citizen and month", "Nye behov per innbygger og maned")  # fmt: skip
    spread: float = number(0.50, 0.05, 1.5, "need units", DESIGN,
        "How much needs differ between persons", "Hvor ulike behovene er mellom personer")  # fmt: skip
    complexity: float = number(0.35, 0, 1, "log scale", DESIGN,
        "How unevenly far from the typical persons' needs lie", "Hvor ujevnt langt fra det typiske folks behov ligger")  # fmt: skip
    group_distance: float = number(0.30, 0, 1, "need units", DESIGN,
        "How far groups' typical needs lie from the majority's",
        "Hvor langt gruppers typiske behov ligger fra flertallets")  # fmt: skip
    legacy_gap: float = number(0.22, 0, 1, "need units", DESIGN,
        "How far programmes lie from today's typical need at the start",
        "Hvor langt tilbudene ligger fra dagens typiske behov ved start")  # fmt: skip
    turbulence: float = number(0.012, 0, 0.2, "need units per month", "seed 002: home and away, stable and dynamic",
        "How fast typical needs wander", "Hvor fort typiske behov flytter seg")  # fmt: skip
    cross_sector: float = number(0.25, 0, 1, "share", "seed 000: needs with one, two, three sectors",
        "Share of needs that span more than one service area",
        "Andel behov som gar over flere tjenesteomrader")  # fmt: skip
    ageing: float = number(0.0, -0.05, 0.1, "per year", "projection.csv (scenario input)",
        "Yearly growth of elder-care needs", "Arlig vekst i behov for eldreomsorg")  # fmt: skip
    codified: float = number(1.0, 0, 10, "multiple", "seed 003: which knowledge do I need when?",
        "Multiplies the codified share of every area", "Ganger den kodifiserte andelen i alle omrader")  # fmt: skip
    professional: float = number(1.0, 0, 10, "multiple", "seed 003",
        "Multiplies the professional share of every area", "Ganger den faglige andelen i alle omrader")  # fmt: skip
    lived: float = number(1.0, 0, 10, "multiple", "seed 003",
        "Multiplies the lived share of every area", "Ganger den levde andelen i alle omrader")  # fmt: skip
    wickedness: float = number(1.0, 0, 3, "multiple", "M15",
        "Multiplies the interdependence of every area's shared problem (0 = tame)",
        "Ganger sammenvevdheten i hvert omrades felles problem (0 = tamt)")  # fmt: skip


class AccessParameters(Group):
    """Who gets to the service, and who waits, presses, leaves or gives up (M6, M7)."""

    intercept: float = number(-1.45, -6, 3, "logit", "calibrated: base hazard .14",
        "Base tendency to apply in a month", "Grunntilboyelighet til a soke en maned")  # fmt: skip
    severity: float = number(1.0, 0, 5, "logit", "M6", "How severity drives applying", "Hvordan alvor driver soknad")
    learning_cost: float = number(1.5, 0, 6, "logit", "M6", "Weight of finding out (falls with resources)",
        "Vekt pa a finne ut (faller med ressurser)")  # fmt: skip
    compliance_cost: float = number(1.3, 0, 6, "logit", "M6, P19", "Weight of papers and distance (falls with resources)",
        "Vekt pa papirer og avstand (faller med ressurser)")  # fmt: skip
    stigma: float = number(1.2, 0, 6, "logit", "M6", "Weight of stigma, for those who trust little",
        "Vekt pa stigma, for dem med lav tillit")  # fmt: skip
    wait: float = number(0.10, 0, 1, "logit per month", "M6: congestion", "How an expected wait deters",
        "Hvordan forventet ventetid avskrekker")  # fmt: skip
    fading: float = number(0.09, 0, 1, "per month", "MODEL 4", "Hazard that an unserved need ends by itself",
        "Sannsynlighet for at et behov utenfor tjenesten tar slutt selv")  # fmt: skip
    complain: float = number(-3.5, -10, 2, "logit", "M7", "Base tendency of those waiting to complain",
        "Grunntilboyelighet til a klage")  # fmt: skip
    leave: float = number(-6.0, -10, 2, "logit", "M7", "Base tendency of those waiting to leave for private help",
        "Grunntilboyelighet til a ga til privat hjelp")  # fmt: skip
    give_up: float = number(-5.0, -10, 2, "logit", "M7, M12", "Base tendency of those waiting to give up",
        "Grunntilboyelighet til a gi opp")  # fmt: skip
    press: float = number(0.3, 0, 2, "priority", "M7", "Priority gained by one complaint",
        "Prioritet som vinnes ved en klage")  # fmt: skip
    contact: float = number(0.0117, 0, 0.2, "per month", "survey fact 20: 13.6 % a year raise a matter",
        "Monthly chance of raising a matter with politicians or officials",
        "Manedlig sjanse for a ta opp en sak med politikere eller ansatte")  # fmt: skip
    contact_gradient: float = number(1.2, 0, 4, "log odds", "survey fact 21, M13", "How resources drive raising a matter",
        "Hvordan ressurser driver det a ta opp en sak")  # fmt: skip


class TrustParameters(Group):
    """Satisfaction, procedural justice, trust, perceived voice and efficacy (M3, M4, M5)."""

    start: float = number(0.55, 0, 1, "trust", "survey facts 3, 8", "Mean trust at the start", "Gjennomsnittlig tillit ved start")
    start_spread: float = number(0.15, 0, 0.4, "trust", DESIGN, "Spread of trust at the start", "Spredning i tillit ved start")
    start_gradient: float = number(0.15, 0, 0.6, "trust, lowest to highest resources", "survey fact 6 (sign)",
        "Trust gap by resources at the start", "Tillitsforskjell etter ressurser ved start")  # fmt: skip
    satisfaction_base: float = number(0.10, -1, 1, "satisfaction", "MODEL 4", "Satisfaction at no fit and no justice",
        "Tilfredshet uten treff og rettferd")  # fmt: skip
    fit_weight: float = number(0.65, 0, 1, "satisfaction per fit", "M3: direct effect of performance",
        "How fit makes satisfied", "Hvordan treff gir tilfredshet")  # fmt: skip
    justice_weight: float = number(0.15, 0, 1, "satisfaction per justice", "M4, P8", "How fair treatment makes satisfied",
        "Hvordan rettferdig behandling gir tilfredshet")  # fmt: skip
    halo: float = number(0.35, 0, 1, "satisfaction per trust", "P10", "How trust colours satisfaction",
        "Hvordan tillit farger tilfredshet")  # fmt: skip
    exceeded: float = number(0.05, 0, 1, "satisfaction", "M3", "Gain when expectations are exceeded",
        "Gevinst nar forventningen overgas")  # fmt: skip
    disappointed: float = number(0.12, 0, 1, "satisfaction", "M3", "Loss when expectations are disappointed",
        "Tap nar forventningen skuffes")  # fmt: skip
    satisfaction_noise: float = number(0.06, 0, 0.5, "satisfaction", "MODEL 4", "Chance in satisfaction", "Tilfeldighet i tilfredshet")
    expectation_rate: float = number(0.20, 0, 1, "share", "M3: 0.1-0.3", "How fast expectations follow experience",
        "Hvor fort forventninger folger erfaring")  # fmt: skip
    expectation_drift: float = number(0.005, -0.05, 0.1, "per year", "M3; seed 002: the expectation society",
        "Yearly rise of expectations", "Arlig okning i forventninger")  # fmt: skip
    justice_base: float = number(0.55, 0, 1, "justice", "MODEL 4", "Justice felt by one who is not asked",
        "Rettferd for en som ikke blir spurt")  # fmt: skip
    heard: float = number(0.35, 0, 1, "justice", "M4", "Gain of a voice that is taken up", "Gevinst av en stemme som blir fulgt")
    ignored: float = number(0.40, 0, 1, "justice", "M4, P7", "Loss of a voice that is ignored", "Tap ved en stemme som blir oversett")
    justice_noise: float = number(0.06, 0, 0.5, "justice", DESIGN, "Chance in felt justice", "Tilfeldighet i opplevd rettferd")
    satisfaction_reference: float = number(0.500, 0, 1, "satisfaction", "calibrated once", "Satisfaction that leaves trust as it is",
        "Tilfredshet som lar tilliten sta")  # fmt: skip
    justice_reference: float = number(0.49, 0, 1, "justice", "calibrated once", "Justice that leaves trust as it is",
        "Rettferd som lar tilliten sta")  # fmt: skip
    outcome_weight: float = number(0.50, 0, 2, "weight", "M4: 0.3-0.6", "Weight of outcome in trust", "Utfallets vekt i tilliten")
    process_weight: float = number(0.40, 0, 2, "weight", "M4: 0.3-0.6", "Weight of process in trust", "Prosessens vekt i tilliten")
    process_when_bad: float = number(0.25, 0, 2, "weight", "M4: 0-0.5", "Extra weight of process when the outcome is bad",
        "Ekstra vekt pa prosess nar utfallet er darlig")  # fmt: skip
    gain: float = number(0.20, 0, 0.5, "per encounter", "MODEL 4", "How good experience raises trust",
        "Hvordan gode erfaringer oker tillit")  # fmt: skip
    loss_aversion: float = number(2.0, 1, 5, "ratio", "M5: 1.5-3; P9", "How much more bad experience moves trust than good",
        "Hvor mye mer darlige erfaringer endrer tillit enn gode")  # fmt: skip
    anchor_pull: float = number(0.005, 0, 0.2, "per month", "M5", "Pull back to one's own predisposition",
        "Drag tilbake til egen grunnholdning")  # fmt: skip
    voice_lift: float = number(0.15, 0, 1, "trust", "P12", "How felt voice shifts the level trust returns to",
        "Hvordan opplevd stemme flytter nivaet tilliten vender tilbake til")  # fmt: skip
    voice_reference: float = number(0.33, 0, 1, "voice", "P30: one third", "Felt voice of the status quo", "Opplevd stemme i dag")
    voice_scale: float = number(2.4, 0, 4, "multiple", "calibrated once to P30", "Felt voice of one asked and followed alike",
        "Opplevd stemme for en som blir bade spurt og fulgt")  # fmt: skip
    voice_rate: float = number(0.25, 0, 1, "share", "MODEL 4", "How fast felt voice follows experience",
        "Hvor fort opplevd stemme folger erfaring")  # fmt: skip
    efficacy_rate: float = number(0.10, 0, 1, "share", DESIGN, "How fast efficacy follows experience",
        "Hvor fort mestringstro folger erfaring")  # fmt: skip
    efficacy_voice: float = number(0.40, 0, 1, "efficacy", "seed 004: learned helplessness", "How being heard builds efficacy",
        "Hvordan det a bli hort bygger mestringstro")  # fmt: skip


class SocialParameters(Group):
    """Influence among ties (M22)."""

    influence: float = number(0.03, 0, 0.5, "per month", "M22: 0.02-0.1", "Pull of ties' mood on one's own",
        "Hvor mye bekjentes stemning drar")  # fmt: skip
    voice_hearsay: float = number(0.03, 0, 0.5, "per month", "M22", "Pull of ties on felt voice and expected uptake",
        "Hvor mye bekjente drar i opplevd stemme")  # fmt: skip
    ownership_share: float = number(0.02, 0, 0.5, "per meeting", "M20: kappa", "Ownership that ties of a participant gain",
        "Eierskap som bekjente av en deltaker far")  # fmt: skip
    ownership_fading: float = number(0.02, 0, 0.5, "per month", DESIGN, "How fast ownership fades", "Hvor fort eierskap falmer")

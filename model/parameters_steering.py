"""Parameters of steering: arenas, revision of programmes, politics, and the inertia of roles."""

from model.declare import DESIGN, Group, number, whole


class ArenaParameters(Group):
    """Recruitment, deliberation and collective search (M13, M15, M16, M17, M24)."""

    join_base: float = number(-2.6, -8, 4, "logit", "P22: a few per cent respond", "Base tendency to join when asked", "Grunntilboyelighet til a bli med nar spurt")
    join_skill: float = number(1.4, 0, 5, "logit", "M13: 0.8-2.0", "How civic skill drives joining", "Hvordan borgerferdighet driver deltakelse")
    join_time: float = number(0.6, 0, 5, "logit", "M13: 0.3-0.8", "How free time drives joining", "Hvordan fritid driver deltakelse")
    join_salience: float = number(0.8, 0, 5, "logit", "M13: 0.5-1.5", "How an open need in the area drives joining", "Hvordan eget behov driver deltakelse")
    join_efficacy: float = number(0.8, 0, 5, "logit", "M13: 0.5-1.5; P3", "How efficacy drives joining", "Hvordan mestringstro driver deltakelse")
    join_uptake: float = number(1.2, 0, 5, "logit", "M24", "How expected uptake drives joining", "Hvordan forventet gjennomslag driver deltakelse")
    join_hours: float = number(0.15, 0, 1, "logit per meeting hour", "M13", "How meeting hours deter", "Hvordan motetimer avskrekker")
    join_pay: float = number(0.8, 0, 5, "logit at the wage", "M13", "How pay helps, most for those with little income", "Hvordan betaling hjelper, mest ved lav inntekt")
    asked: int = whole(12, 1, 60, "persons per vacancy", DESIGN, "Most persons asked for one vacancy in a month", "Flest spurt per ledig plass i en maned")
    leaving: float = number(0.05, 0, 0.5, "per meeting", "M14: fatigue", "Base hazard of dropping out after a meeting", "Grunnsannsynlighet for frafall etter et mote")
    early_leaving: float = number(0.15, 0, 0.5, "per meeting", "P32: front-loaded", "Extra hazard at the first meeting", "Ekstra sannsynlighet etter forste mote")
    citizen_bits: float = number(0.25, 0, 1, "share", "MODEL 4", "Share of the problem a citizen understands", "Andel av problemet en innbygger forstar")
    professional_bits: float = number(0.60, 0, 1, "share", "MODEL 4", "Share of the problem professionals understand", "Andel av problemet fagfolk forstar")
    noise_known: float = number(0.05, 0, 1, "solution quality", "MODEL 4", "Error in judging a change one understands", "Feil i vurdering av forstatt endring")
    noise_unknown: float = number(0.20, 0, 1, "solution quality", "MODEL 4", "Error in judging a change one does not understand", "Feil i vurdering av uforstatt endring")
    threshold: float = number(0.02, 0, 0.5, "solution quality", DESIGN, "Gain expected before a change is proposed", "Ventet gevinst for en endring foreslas")
    proposals: int = whole(1, 0, 10, "per meeting", DESIGN, "Changes an arena takes up at a meeting", "Endringer en arena tar opp i et mote")
    conflict: float = number(1.0, 0, 5, "ratio", "M16", "How unlike members raise error without facilitation", "Hvordan ulikhet oker feil uten tilrettelegging")
    staff_hours: float = number(14, 0, 200, "hours per meeting", "P26: heavy workload", "Public hours of a meeting without facilitation", "Offentlige timer per mote uten tilrettelegging")
    facilitator_hours: float = number(16, 0, 200, "hours per meeting", "seed 003", "Public hours that full facilitation adds", "Offentlige timer full tilrettelegging legger til")
    preparation: float = number(1.0, 0, 20, "hours per meeting", DESIGN, "Citizens' preparation for a meeting", "Innbyggeres forberedelse til et mote")
    meeting_voice: float = number(0.8, 0, 1, "voice", DESIGN, "Voice that a meeting gives a member", "Stemmen et mote gir et medlem")
    learning_exponent: float = number(0.15, 0, 0.6, "exponent", "M18: progress ratio 0.80-0.95", "How process cost falls with repetition", "Hvordan prosesskostnad faller med ovelse")


class RevisionParameters(Group):
    """How programmes and solutions are revised; the same operators for all (MODEL 4)."""

    step: float = number(0.5, 0, 1, "share", "MODEL 4", "How far a programme moves to the evidence", "Hvor langt et tilbud flyttes mot kunnskapen")
    legacy: float = number(0.15, 0, 1, "share", "seed 002: what will you scrap?", "Part of a programme that lingers at a revision", "Del av et tilbud som henger igjen")
    evidence: float = number(10, 0, 500, "cases", DESIGN, "Cases at which evidence counts half", "Saker der kunnskapen teller halvt")
    trials: float = number(1, 0, 10, "per unit and year", DESIGN, "Most changes of solution a unit tries in a year", "Flest endringer av løsning en enhet prøver på et år")  # fmt: skip
    realised_noise: float = number(0.15, 0, 1, "solution quality", "MODEL 4", "Error in seeing what a change did, for one case; falls with cases",
        "Feil i a se hva en endring gjorde, for en sak")  # fmt: skip
    imitation: float = number(0.10, 0, 1, "probability", "seed 004: diffusion", "Chance at a revision of copying the unit that looks best", "Sjanse for a kopiere enheten som ser best ut")
    survey_response: float = number(0.5, 0, 1, "share", DESIGN, "Users who answer a survey, for one of full resources", "Brukere som svarer pa undersokelser")
    hours: float = number(25, 0, 1000, "hours per 1,000 citizens", DESIGN, "Hours of a revision", "Timer per revisjon")


class PoliticsParameters(Group):
    """Council, budgets, elections (M21, P29)."""

    adopt_base: float = number(-0.4, -5, 5, "logit", "M21: p0", "Base tendency to adopt a proposal", "Grunntilboyelighet til a vedta et forslag")
    adopt_presence: float = number(1.2, 0, 5, "logit", "M21: p1", "How presence in the arena helps", "Hvordan tilstedevarelse i arenaen hjelper")
    adopt_closeness: float = number(1.0, 0, 5, "logit", "M21: p2", "How closeness to priorities helps", "Hvordan narhet til prioriteringer hjelper")
    adopt_status: float = number(1.0, 0, 5, "logit", "M21: p3", "How loss of control hurts, for those little open", "Hvordan tap av kontroll skader")
    adopt_cost: float = number(0.5, 0, 5, "logit", "M21: p4", "How a strained budget hurts", "Hvordan et presset budsjett skader")
    contact_uptake: float = number(0.30, 0, 1, "probability at full openness", DESIGN, "Chance that a matter raised is taken up", "Sjanse for at en sak folges opp")
    openness: float = number(0.5, 0, 1, "share", DESIGN, "Mean openness to sharing power", "Gjennomsnittlig apenhet for a dele makt")
    openness_rate: float = number(0.05, 0, 0.5, "per proposal", "MODEL 4", "How fast openness follows results", "Hvor fort apenhet folger resultater")
    budget_speed: float = number(0.15, 0, 1, "share per year", DESIGN, "How fast budgets move to their aim", "Hvor fort budsjetter flyttes")
    budget_floor: float = number(0.85, 0, 1, "share of the start", "statutory minimum", "Floor of an area's budget share", "Gulv for et omrades budsjettandel")
    term: int = whole(48, 12, 96, "months", "four-year terms", "Months between elections", "Maneder mellom valg")
    turnout_skill: float = number(1.6, 0, 5, "logit", "survey fact 27", "How education drives voting", "Hvordan utdanning driver stemmegivning")
    turnout_trust: float = number(0.8, 0, 5, "logit", "survey fact 32", "How trust drives voting", "Hvordan tillit driver stemmegivning")
    turnout_age: float = number(0.9, 0, 5, "logit", "survey fact 26", "How much more those of 67-79 vote than adults on average",
        "Hvor mye mer 67-79 ar stemmer enn voksne")  # fmt: skip
    retention: float = number(0.60, 0, 1, "probability", DESIGN, "Chance that a seat is kept at middling support", "Sjanse for a beholde plassen ved middels stotte")
    seat_skill: float = number(1.5, 0, 5, "exponent", "P29", "How elected seats lean to needs of the resourceful", "Hvordan folkevalgte heller mot ressurssterkes behov")


class RoleParameters(Group):
    """How soon politicians, leaders, professionals and citizens grow into new rules (seed 004)."""

    months: float = number(18, 1, 120, "months", "MODEL 4", "Months to grow into new rules", "Maneder for a vokse inn i nye regler")
    trained_months: float = number(9, 1, 120, "months", "MODEL 4", "The same with full training", "Det samme med full opplæring")
    worst: float = number(0.5, 0, 1, "share", "MODEL 4", "Effect of new rules on one not ready at all", "Effekt av nye regler for en som ikke er klar")
    steady_start: float = number(0, 0, 1, "0 or 1", "MODEL 4", "1: all are habituated to the paradigm from the start",
        "1: alle er vant til paradigmet fra start")  # fmt: skip
    triage_error: float = number(0.2, 0, 1, "signal", "MODEL 5", "Error of the signals by which triage sorts areas", "Feil i signalene triage sorterer etter")
    triage_hours: float = number(20, 0, 1000, "hours per area and 1,000 citizens", DESIGN, "Yearly cost of sorting", "Arlig kostnad ved sortering")

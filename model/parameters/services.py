"""Parameters of services: areas, money and hours, the encounter, co-delivery, quasi-markets and staff."""

from model.parameters.declare import DESIGN, Group, number, whole

# A table, laid out by hand: what a number is on its first line, then English, then Norwegian.
# fmt: off


class AreaParameters(Group):
    """One service area: the knowledge its needs call for, how wicked its shared problem is, who needs it."""

    arrivals: float = number(0.25, 0, 1, "share of needs", DESIGN, DESIGN,
        "Share of all new needs that arise in this area (scaled so that the areas add up to 1)",
        "Andel av alle nye behov som oppstår i området (skalert slik at områdene til sammen gir 1)")
    hours: float = number(140, 1, 2000, "hours per case", DESIGN,
        "calibrated to survey fact 40: shares of municipal spending",
        "Public hours of a standard case, before slack, discretion, dialogue and coordination are added",
        "Offentlige timer i en standardsak, før slakk, skjønn, dialog og samordning legges til")
    codified: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of codified knowledge (rules, forms, literature) in what needs call for",
        "Vekten av kodifisert kunnskap (regler, skjemaer, litteratur) i det behovene krever")
    professional: float = number(0.33, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of professional knowledge (trained expertise) in what needs call for",
        "Vekten av faglig kunnskap (utdannet ekspertise) i det behovene krever")
    lived: float = number(0.34, 0, 1, "share", "@borge2024", DESIGN,
        "Weight of lived knowledge (the citizen's own life) in what needs call for",
        "Vekten av levd kunnskap (innbyggerens eget liv) i det behovene krever")
    interdependence: int = whole(4, 0, 11, "bits", "M15", DESIGN,
        "How many other parts of the area's shared problem each of its 12 parts depends on",
        "Hvor mange andre deler av områdets felles problem hver av de 12 delene avhenger av")
    solution_weight: float = number(0.3, 0, 1, "weight", "M15", DESIGN,
        "Weight in fit of the unit's answer to the area's shared problem (an exponent; 0: it plays no part)",
        "Vekt i treffet for enhetens svar på områdets felles problem (eksponent; 0: spiller ingen rolle)")
    measurability: float = number(0.5, 0.05, 0.95, "share", "M9, M10", DESIGN,
        "Share of the service's quality that can be measured",
        "Andel av tjenestens kvalitet som kan måles")
    universality: float = number(0.7, 0, 1, "share", "M6", DESIGN,
        "How universal the service is: 1 for everyone, without stigma; 0 for the few, with full stigma",
        "Hvor universell tjenesten er: 1 for alle, uten stigma; 0 for de få, med fullt stigma")
    resource_gradient: float = number(0.3, 0, 2, "log rate", DESIGN, DESIGN,
        "How much more often the least resourceful need the service than the most (log of the ratio)",
        "Hvor mye oftere de minst ressurssterke trenger tjenesten enn de mest (logaritmen av forholdet)")
    young: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 0-17, relative to the other ages",
        "Behovet for tjenesten ved 0-17 år, relativt til de andre aldrene")
    adult: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 18-66, relative to the other ages",
        "Behovet for tjenesten ved 18-66 år, relativt til de andre aldrene")
    old: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 67-79, relative to the other ages",
        "Behovet for tjenesten ved 67-79 år, relativt til de andre aldrene")
    oldest: float = number(1, 0, 50, "relative rate", DESIGN, DESIGN,
        "Need of the service at age 80 and above, relative to the other ages",
        "Behovet for tjenesten ved 80 år og over, relativt til de andre aldrene")


class MoneyParameters(Group):
    """The public budget and what hours go to; the budget is fixed once, on the status-quo rules, for all."""

    case_budget: float = number(0.0425, 0.002, 0.3, "standard cases per citizen and month", DESIGN,
        "design choice: with needs.rate, the load under the status quo is about 1",
        "Public budget: how many standard cases it would pay for under the status-quo rules",
        "Offentlig budsjett: hvor mange standardsaker det ville betalt for med dagens styring")
    trend: float = number(0.0, -0.05, 0.05, "per year", DESIGN, "design choice: no growth unless a scenario sets it",
        "Yearly growth of the public budget (0.01 is 1 % a year)",
        "Årlig vekst i det offentlige budsjettet (0,01 er 1 % per år)")
    absence: float = number(0.28, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours that goes to absence, travel and internal meetings",
        "Andel av betalte timer som går til fravær, reiser og interne møter")
    documentation: float = number(0.16, 0, 0.6, "share of paid hours", DESIGN, DESIGN,
        "Share of paid hours that documentation takes when rules ask for it fully",
        "Andel av betalte timer som dokumentasjon tar når reglene krever den fullt ut")
    monitoring: float = number(0.10, 0, 0.5, "share of paid hours", "M10", DESIGN,
        "Share of paid hours that monitoring takes at full target pressure where nothing can be measured",
        "Andel av betalte timer som kontroll tar ved fullt målpress der ingenting kan måles")
    tendering: float = number(0.027, 0, 0.2, "share of contract value", "M10, P31",
        "@petersen2019: 2.7 % of the contract's value on average",
        "Tendering cost as a share of contract value; more where little is measurable, less with experience",
        "Anbudskostnad som andel av kontraktsverdien; mer der lite kan måles, mindre med erfaring")
    contract_months: int = whole(48, 6, 120, "months", "M10", DESIGN,
        "Months between tenders",
        "Måneder mellom anbudsrundene")
    nok_per_hour: float = number(607, 100, 2000, "NOK", DESIGN,
        "calibrated to @ssb-kostra2020: running cost per inhabitant in 2020",
        "Cost of one public hour, everything included",
        "Kostnad for én offentlig time, alt medregnet")
    wage: float = number(300, 0, 2000, "NOK per hour", DESIGN, DESIGN,
        "Wage by which citizens' hours may be priced, and with which pay for taking part is compared",
        "Lønn som innbyggertimer kan prises med, og som betaling for deltakelse måles mot")
    citizen_price: float = number(0.5, 0, 1, "share of wage", "M26", DESIGN,
        "Price of a citizen's hour in cost per met need, as a share of the wage (0: free)",
        "Prisen på en innbyggertime i kostnad per dekket behov, som andel av lønnen (0: gratis)")
    discretion: float = number(0.10, 0, 1, "share of case hours", DESIGN, DESIGN,
        "Extra public hours of a case at full discretion, as a share of its standard hours",
        "Ekstra offentlige timer per sak ved fullt skjønn, som andel av standardtimene")
    dialogue: float = number(0.35, 0, 2, "share of case hours", DESIGN, DESIGN,
        "Extra public hours of a case at full dialogue, as a share of its standard hours",
        "Ekstra offentlige timer per sak ved full dialog, som andel av standardtimene")
    facilitation: float = number(0.05, 0, 1, "share of case hours", "M16", DESIGN,
        "Extra public hours of a case at full dialogue, fully facilitated, as a share of its standard hours",
        "Ekstra offentlige timer per sak ved full dialog med full fasilitering, som andel av standardtimene")
    contract_saving: float = number(0.10, 0, 0.3, "share of case hours", "M10", DESIGN,
        "Hours a contracted unit saves on a case where everything can be measured (nothing where nothing can)",
        "Timer en konkurranseutsatt enhet sparer på en sak der alt kan måles (ingen der ingenting kan måles)")
    exit_support: float = number(0.5, 0, 2, "share of a standard case's cost", "M7", DESIGN,
        "Public cost of each who leaves the queue for private help, where rules support it fully",
        "Offentlig kostnad for hver som forlater køen for privat hjelp, der reglene støtter det fullt ut")
    coordination: float = number(0.15, 0, 2, "share of case hours per further sector", "@npm-lecture", DESIGN,
        "Extra public hours of a case at full coordination, for each sector beyond the first",
        "Ekstra offentlige timer per sak ved full samordning, for hver sektor ut over den første")
    rule_making: float = number(0.4, 0, 10, "hours per category and 1,000 citizens", "M2", DESIGN,
        "Public hours that one rule category costs each time programmes are revised",
        "Offentlige timer som én regelkategori koster hver gang tilbudene gjennomgås")
    outreach: float = number(0.03, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that full outreach takes",
        "Andel av betalte timer som fullt oppsøkende arbeid tar")
    plain_language: float = number(0.008, 0, 0.2, "share of paid hours", "M6", DESIGN,
        "Share of paid hours that full use of plain language takes",
        "Andel av betalte timer som full bruk av klarspråk tar")
    training: float = number(0.03, 0, 0.2, "share of paid hours", "@borge2024", DESIGN,
        "Share of paid hours that full training in the rules takes",
        "Andel av betalte timer som full opplæring i reglene tar")
    support: float = number(0.08, 0, 1, "share of case hours", "M14, P5", DESIGN,
        "Extra public hours of a case at full support of citizens who deliver all that is left to them",
        "Ekstra offentlige timer per sak ved full støtte til innbyggere som utfører alt som overlates dem")
    complaint: float = number(2.0, 0, 40, "hours", "M7", DESIGN,
        "Public hours that one complaint or one matter raised takes",
        "Offentlige timer som én klage eller én sak som tas opp, krever")
    invitation: float = number(0.25, 0, 10, "hours", "M13", DESIGN,
        "Public hours of inviting one citizen to an arena",
        "Offentlige timer til å invitere én innbygger til en arena")
    council: float = number(400, 0, 20000, "hours per month", DESIGN, DESIGN,
        "Hours of running the council whatever the size of the town (at most 3 % of the budget)",
        "Timer til drift av kommunestyret uansett kommunens størrelse (høyst 3 % av budsjettet)")


class EncounterParameters(Group):
    """How a need is assessed and a service tailored (M1, M2)."""

    steepness: float = number(1.6, 0.5, 20, "per squared need unit", "M1",
        "design choice: fit and failure demand are of the right order",
        "How fast fit, and feeling followed, fall with the squared distance of a service from the need",
        "Hvor fort treff og opplevd gjennomslag faller med kvadrert avstand fra behovet til det som leveres")
    documentation_precision: float = number(0.5, 0, 3, "share", DESIGN, DESIGN,
        "How much larger the error in codified matters is without any documentation than with full",
        "Hvor mye større feilen i kodifiserte forhold er helt uten dokumentasjon enn med full")
    bias_professional: float = number(0.15, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How much closer to the majority professionals place a very different person in professional matters",
        "Hvor mye nærmere flertallet fagfolk plasserer en svært annerledes person i faglige forhold")
    bias_lived: float = number(0.50, 0, 1, "share of the way to the majority", "M1", DESIGN,
        "How much closer to the majority professionals place a very different person in matters of own life",
        "Hvor mye nærmere flertallet fagfolk plasserer en svært annerledes person i det som er eget liv")
    bias_relief: float = number(0.6, 0, 1, "share", "M1", DESIGN,
        "Share of professionals' group bias, and of citizens' misconceptions, that full dialogue removes",
        "Andel av fagfolks skjevhet mot flertallet og innbyggeres misforståelser som full dialog fjerner")
    sd_codified: float = number(0.03, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about codified matters (standard deviation)",
        "Fagfolks feil om kodifiserte forhold (standardavvik)")
    sd_professional: float = number(0.20, 0, 1, "need units", "M1", DESIGN,
        "Professionals' error about professional matters (standard deviation)",
        "Fagfolks feil om faglige forhold (standardavvik)")
    sd_lived: float = number(0.50, 0, 1.5, "need units", "M1", DESIGN,
        "Professionals' error about a citizen's own life without dialogue (standard deviation)",
        "Fagfolks feil om innbyggerens eget liv uten dialog (standardavvik)")
    dialogue_precision: float = number(3.0, 0, 20, "ratio", "M1", DESIGN,
        "How full dialogue sharpens professionals' view of citizens' lives (variance is divided by 1 + this)",
        "Hvor mye full dialog skjerper fagfolks syn på innbyggernes liv (variansen deles på 1 + dette)")
    citizen_sd_expert: float = number(0.30, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about codified and professional matters (standard deviation)",
        "Innbyggeres feil om kodifiserte og faglige forhold (standardavvik)")
    citizen_sd_lived: float = number(0.12, 0, 1.5, "need units", "M1", DESIGN,
        "Citizens' error about their own life (standard deviation)",
        "Innbyggeres feil om eget liv (standardavvik)")
    misconception: float = number(0.60, 0, 2, "need units", "M1", DESIGN,
        "Size of the misconception of codified and professional matters that citizens share",
        "Størrelsen på misforståelsen om kodifiserte og faglige forhold som innbyggere deler")
    misconception_lived: float = number(0.05, 0, 1, "need units", "M1", DESIGN,
        "Size of the misconception of their own lives that citizens share",
        "Størrelsen på misforståelsen om eget liv som innbyggere deler")
    unaided_dialogue: float = number(0.35, 0, 1, "share", "M16", DESIGN,
        "Share of the effect of dialogue that is left without any facilitation",
        "Andel av dialogens virkning som er igjen helt uten tilrettelegging")
    professional_lay_share: float = number(0.25, 0, 1, "share", "M1", DESIGN,
        "How much citizens' view counts in professional matters under full facilitation (1: as in own life)",
        "Hvor mye innbyggernes syn teller i faglige forhold ved full tilrettelegging (1: som i eget liv)")
    discretion_noise: float = number(0.15, 0, 1, "need units", "M2", DESIGN,
        "How much what like cases are given differs by chance at full discretion (standard deviation)",
        "Hvor mye det like saker får, varierer tilfeldig ved fullt skjønn (standardavvik)")
    categories_dimensions: int = whole(3, 1, 12, "dimensions", "M2", DESIGN,
        "Most dimensions that rule categories are spread over; more make each category coarser",
        "Flest dimensjoner regelkategoriene spres over; flere gjør hver kategori grovere")
    trust_needed: float = number(0.5, 0, 1, "share", DESIGN, DESIGN,
        "Share of tailoring to a citizen's own life that is lost without any trust",
        "Andel av tilpasningen til innbyggerens eget liv som går tapt helt uten tillit")


class DeliveryParameters(Group):
    """Attention, failure demand, use, and citizens' own part in delivery (M11, M12, M14, M20, M23)."""

    attention: float = number(2.0, 0.2, 6, "1", "M11", DESIGN,
        "How soon attention saturates: the higher, the less quality falls when a case gets less time",
        "Hvor fort oppmerksomheten mettes: jo høyere, jo mindre faller kvaliteten når en sak får mindre tid")
    least_attention: float = number(0.6, 0.1, 1, "share", "M11", DESIGN,
        "Least share of normal time that a case gets under load; what still does not fit waits",
        "Minste andel av normal tid en sak får under press; det som likevel ikke får plass, venter")
    routine: float = number(12.0, 0, 40, "per load", "M11", DESIGN,
        "How sharply overload makes professionals see the group instead of the person (0: never)",
        "Hvor skarpt overbelastning får fagfolk til å se gruppen i stedet for personen (0: aldri)")
    felt_cases: float = number(10, 0, 200, "cases", "M11", DESIGN,
        "Cases over which staff feel their load: units with few cases a month judge by several months",
        "Saker arbeidspresset merkes over: enheter med få saker i måneden dømmer ut fra flere måneder")
    cross_loss: float = number(0.6, 0, 1, "share", "@npm-lecture", DESIGN,
        "Share of tailoring lost on the other sectors' part of a need when there is no coordination",
        "Andel av tilpasningen som går tapt på andre sektorers del av behovet uten samordning")
    returning: float = number(0.8, 0, 1, "probability", "M12",
        "calibrated to a failure demand of about 30 % (P20), and at the end of the range searched",
        "Chance that a service without any fit comes back as failure demand",
        "Sjanse for at en tjeneste helt uten treff kommer tilbake som feiletterspørsel")
    mastery: float = number(0.2, 0, 1, "share", "M12", DESIGN,
        "Share of returns that a citizen with full efficacy avoids",
        "Andel av feiletterspørselen en innbygger med full mestringstro unngår")
    return_give_up: float = number(0.15, 0, 1, "probability", "M12", DESIGN,
        "Chance that one of average resources gives up instead of coming back after a service that missed",
        "Sjanse for at en med middels ressurser gir opp heller enn å komme tilbake når tjenesten bommet")
    largest_share: float = number(0.30, 0, 0.8, "share of case hours", "M23", DESIGN,
        "Largest share of a case's standard hours that citizens can deliver",
        "Største andel av en saks standardtimer som innbyggere kan utføre")
    hours_cap: float = number(30, 0, 400, "hours per case", "M14", DESIGN,
        "Most hours that a person of average free time can give to one case",
        "Flest timer en med middels fritid kan gi til én sak")
    effort_cost: float = number(1.0, 0.01, 5, "utility", "M14", "design choice: about two thirds of full effort",
        "How much own effort costs one with ample resources and time (higher: less effort is given)",
        "Hvor mye egen innsats koster for en med rikelig ressurser og tid (høyere: mindre innsats)")
    complementarity: float = number(0.6, -2, 0.9, "exponent", "M14, P3, P6", DESIGN,
        "How public and own effort combine: below result_worth they complement, above it they replace each other",
        "Hvordan offentlig og egen innsats virker sammen: under result_worth utfyller, over erstatter de hverandre")
    result_worth: float = number(0.5, 0.1, 1, "exponent", "M14", DESIGN,
        "How the worth of a result rises with it: 1 evenly, less when further improvement matters less",
        "Hvordan verdien av et resultat øker: 1 jevnt, mindre når videre forbedring betyr mindre")
    own_weight: float = number(0.4, 0.05, 0.95, "weight", "M14", DESIGN,
        "Weight of the citizen's own effort, against public effort, in the result of a co-produced service",
        "Vekten av innbyggerens egen innsats, mot den offentlige, i resultatet av en samprodusert tjeneste")
    motive: float = number(0.10, 0, 1, "utility", "M14", DESIGN,
        "How much citizens value giving effort for its own sake",
        "Hvor mye innbyggere verdsetter å yte innsats for innsatsens egen skyld")
    coordination_fixed: float = number(0.01, 0, 0.5, "share of case hours", DESIGN, DESIGN,
        "Fixed public cost of sharing a case's delivery with the citizen",
        "Fast offentlig kostnad ved å dele utføringen av en sak med innbyggeren")
    coordination_share: float = number(0.30, 0, 1, "hours per citizen hour", DESIGN, DESIGN,
        "Public hours of coordination for every hour that citizens deliver",
        "Offentlige timer til samordning for hver time innbyggere utfører")
    shortfall: float = number(0.35, 0, 1, "share of fit", "M23", DESIGN,
        "Share of fit lost on the part left to citizens when their effort fails to come",
        "Andel av treffet som går tapt på delen overlatt til innbyggere, når innsatsen deres uteblir")
    civic_share: float = number(0.8, 0, 1, "share", "@kobro2018", DESIGN,
        "Least share of what citizens can deliver that is left to them in a unit run by civil society",
        "Minste andel av det innbyggere kan utføre, som overlates dem i en enhet drevet av sivilsamfunnet")
    use_base: float = number(-0.5, -5, 5, "logit", "M20", DESIGN,
        "Base log odds that what was delivered is used",
        "Grunntilbøyelighet (logit) til å bruke det som ble levert")
    use_ownership: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full ownership raises the log odds of use",
        "Hvor mye fullt eierskap øker tilbøyeligheten til bruk")
    use_trust: float = number(1.0, 0, 5, "logit", "M20", DESIGN,
        "How much full trust raises the log odds of use",
        "Hvor mye full tillit øker tilbøyeligheten til bruk")
    use_fit: float = number(2.0, 0, 5, "logit", "M20", DESIGN,
        "How much full fit raises the log odds of use",
        "Hvor mye fullt treff øker tilbøyeligheten til bruk")
    dialogue_hours: float = number(6, 0, 100, "hours per case", DESIGN, DESIGN,
        "Hours that full dialogue takes of the citizen",
        "Timer full dialog tar av innbyggeren")
    paper_hours: float = number(5, 0, 100, "hours per case", "M6", DESIGN,
        "Hours that applying takes of the citizen when documentation is asked for fully",
        "Timer en søknad tar av innbyggeren når dokumentasjon kreves fullt ut")
    ownership_effort: float = number(0.05, 0, 1, "share", "M20", DESIGN,
        "Share of the way to full ownership that full own effort in a case brings",
        "Hvor stor del av veien til fullt eierskap full egen innsats i en sak gir")
    wait_priority: float = number(0.1, 0, 1, "priority per month", DESIGN, DESIGN,
        "Priority in the queue gained by each month waited (severity counts 0 to 1)",
        "Prioritet i køen vunnet for hver måned med venting (alvorlighet teller 0 til 1)")


class MarketParameters(Group):
    """Choice of provider, indicators, gaming, slack (M8, M9, M10)."""

    sharpness: float = number(3.0, 0, 12, "per unit of quality", "M8", DESIGN,
        "How strongly users' choice of unit follows the quality they believe in (0: not at all)",
        "Hvor sterkt brukervalget følger kvaliteten brukerne tror en enhet har (0: ikke i det hele tatt)")
    home: float = number(0.5, 0, 3, "utility", "M8", DESIGN,
        "Extra appeal of the unit in one's own district when users choose",
        "Ekstra tiltrekning fra enheten i egen krets når brukere velger")
    money_lag: float = number(0.25, 0.01, 1, "per month", "M8", DESIGN,
        "How fast a unit's hours follow its users when money does: share of the gap closed in a month",
        "Hvor fort en enhets timer følger brukerne når pengene gjør det: andel av gapet lukket på en måned")
    planning_lag: float = number(0.08, 0.01, 1, "per month", DESIGN, DESIGN,
        "How fast a unit's hours follow its users by planning alone: share of the gap closed in a month",
        "Hvor fort en enhets timer følger brukerne bare ved planlegging: andel av gapet lukket på en måned")
    slack: float = number(0.12, 0, 0.5, "share of case hours", "M10", DESIGN,
        "Slack at the start: extra hours of each case, as a share of its standard hours",
        "Slakk ved start: ekstra timer i hver sak, som andel av standardtimene")
    slack_wear: float = number(0.03, 0, 0.2, "per year", "M10, P16", DESIGN,
        "Slack lost in a year under full competition where everything can be measured",
        "Slakk som går tapt på et år under full konkurranse der alt kan måles")
    unmeasured_loss: float = number(0.25, 0, 1, "share of tailoring", "M10, P16", DESIGN,
        "Share of tailoring lost when slack is gone, where nothing can be measured",
        "Andel av tilpasningen som går tapt når slakken er borte, der ingenting kan måles")
    gaming: float = number(0.20, 0, 1, "share of effort", "M9", DESIGN,
        "Share of effort that goes to looking good at full target pressure without audit",
        "Andel av innsatsen som går til å se bra ut ved fullt målpress uten kontroll")
    audit: float = number(0.4, 0, 1, "share", "M9", DESIGN,
        "Share of gaming (effort spent on looking good) that audit stops",
        "Andel av tallpyntingen (innsats brukt på å se bra ut) som kontroll stopper")
    inflation: float = number(0.8, 0, 2, "indicator per effort", "M9, P14", DESIGN,
        "How much effort spent on looking good lifts the reported indicator",
        "Hvor mye innsats brukt på å se bra ut løfter den rapporterte indikatoren")
    indicator_noise: float = number(0.05, 0, 0.5, "indicator", "M8", DESIGN,
        "Standard deviation of chance in a month's indicator",
        "Standardavvik for tilfeldige utslag i en måneds indikator")
    own_experience: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of one's own last service in what one believes of a unit (the general impression weighs 1)",
        "Vekten av siste egne tjeneste i det man tror om en enhet (det allmenne inntrykket veier 1)")
    tie_experience: float = number(0.7, 0, 20, "weight", "M8", DESIGN,
        "Weight of one tie's last service in what one believes of a unit (three ties at most)",
        "Vekten av en bekjents siste tjeneste i det man tror om en enhet (høyst tre bekjente)")
    indicator_belief: float = number(2.0, 0, 20, "weight", "M8", DESIGN,
        "Weight of a fully published indicator in what one believes of a unit",
        "Vekten av en fullt offentliggjort indikator i det man tror om en enhet")
    indicator_rate: float = number(0.25, 0, 1, "per month", DESIGN, DESIGN,
        "Share of the way to the month's reported quality that a unit's indicator moves",
        "Hvor stor del av veien mot månedens rapporterte kvalitet en enhets indikator flytter seg")


class StaffParameters(Group):
    """Professionals: competence, strain, motive, turnover (M11, M18, M25)."""

    competence: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Mean professional competence at the start (newcomers have 0.1 less)",
        "Gjennomsnittlig fagkompetanse ved start (nyansatte har 0,1 mindre)")
    competence_spread: float = number(0.08, 0, 0.3, "share", DESIGN, DESIGN,
        "Standard deviation of competence and of relational skill between teams",
        "Standardavvik i kompetanse og i relasjonsevne mellom team")
    relation: float = number(0.75, 0, 1, "share", DESIGN, DESIGN,
        "Mean relational skill at the start (newcomers have 0.1 less)",
        "Gjennomsnittlig relasjonsevne ved start (nyansatte har 0,1 mindre)")
    learning: float = number(0.006, 0, 0.1, "per month", "M18", DESIGN,
        "Share of the way to the ceiling that competence moves in a month without training",
        "Hvor stor del av veien mot taket kompetansen flytter seg på en måned uten opplæring")
    relearning: float = number(0.015, 0, 0.2, "per month at full dialogue", "M18", DESIGN,
        "Share of the way to the ceiling that relational skill moves in a month with full dialogue",
        "Hvor stor del av veien mot taket relasjonsevnen flytter seg på en måned med full dialog")
    ceiling: float = number(0.90, 0.3, 1, "share", "M18", DESIGN,
        "Highest competence and relational skill that practice leads to",
        "Høyeste kompetanse og relasjonsevne øvelse fører til")
    openness: float = number(0.60, 0, 1, "share", "@npm-lecture", DESIGN,
        "How open professionals are to citizens' knowledge at the start (0: it gets half the weight rules "
        "give)",
        "Hvor åpne fagfolk er for innbyggernes kunnskap ved start (0: den får halve vekten reglene gir)")
    openness_learning: float = number(0.02, 0, 0.2, "per month at full lay weight", "M18", DESIGN,
        "Share of the way to full openness that professionals move in a month of full lay weight (weight_delivery)",
        "Hvor stor del av veien til full åpenhet fagfolk går på en måned når innbyggere har full vekt i "
        "saken")
    strain_rate: float = number(0.10, 0, 1, "per month", "M11", DESIGN,
        "Share of the way to what working conditions point to that strain moves in a month",
        "Hvor stor del av veien mot det arbeidsforholdene tilsier, belastningen flytter seg på en måned")
    strain_load: float = number(1.2, 0, 5, "per load above 0.8", "M11", DESIGN,
        "How much strain rises per unit of load above 0.8",
        "Hvor mye belastningen øker per enhet arbeidspress over 0,8")
    control: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive lost in a year under full control (documentation and targets)",
        "Motivasjon tapt på et år under full kontroll (dokumentasjon og resultatmål)")
    autonomy: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive gained in a year per unit of discretion above one half (below: lost)",
        "Motivasjon vunnet på et år per enhet skjønn over en halv (under: tapt)")
    benefit: float = number(0.05, 0, 0.3, "per year", "M25", DESIGN,
        "Professional motive gained in a year per unit of fit above one half (below: lost)",
        "Motivasjon vunnet på et år per enhet treff over en halv (under: tapt)")
    turnover: float = number(0.008, 0, 0.2, "per month", "M11",
        "design choice; survey fact 42, on sick leave, is only a sign",
        "Monthly chance that a post changes hands when strain is low",
        "Månedlig sjanse for at en ansatt byttes ut når belastningen er lav")
    strain_turnover: float = number(3.0, 0, 20, "multiple", "M11", DESIGN,
        "How much turnover rises per unit of strain above 0.35, as a multiple of its base",
        "Hvor mye gjennomtrekken øker per enhet belastning over 0,35, i antall ganger grunnivået")
    strain_loss: float = number(0.3, 0, 1, "share", "M11", DESIGN,
        "Share of competence, relational skill and facilitation that is out of use at full strain",
        "Andel av kompetanse, relasjonsevne og tilrettelegging som ikke kommer til nytte ved full belastning")
    strain_control: float = number(0.25, 0, 1, "strain", "M25", DESIGN,
        "How much full control (documentation and targets) raises the strain that working conditions point to",
        "Hvor mye full kontroll (dokumentasjon og resultatmål) øker belastningen arbeidsforholdene tilsier")
    strain_discretion: float = number(0.15, 0, 1, "strain", "M25", DESIGN,
        "How much full discretion lowers the strain that working conditions point to",
        "Hvor mye fullt skjønn senker belastningen arbeidsforholdene tilsier")

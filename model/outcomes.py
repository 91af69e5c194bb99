"""What is measured: every outcome declared once. Computed in `measures.py`; never one index.

`better` says which way most people would call better; for many outcomes there is no such way.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Outcome:
    """An outcome's column name, unit, short label and meaning in two languages. Unit "share" runs 0-1."""

    name: str
    unit: str
    label_en: str
    label_nb: str
    help_en: str
    help_nb: str
    better: Literal["higher", "lower", "neither"] = "neither"
    headline: bool = False


OUTCOMES: tuple[Outcome, ...] = (
    # --- service fit
    Outcome("fit", "share", "Service fit", "Treff", "Mean fit of services delivered", "Gjennomsnittlig treff i leverte tjenester", "higher", True),
    Outcome("fit_p10", "share", "Fit, lowest tenth", "Treff, laveste tidel", "Fit that one service in ten falls below", "Treffet én av ti tjenester ligger under", "higher"),
    Outcome("below_floor", "share", "Below statutory floor", "Under lovens gulv", "Share of services below the statutory floor", "Andel tjenester under lovens minstekrav", "lower"),
    Outcome("fit_in_use", "share", "Fit in use", "Treff i bruk", "Fit times the chance that the service is used", "Treff ganger sjansen for at tjenesten brukes", "higher"),
    Outcome("met_need", "share", "Needs met", "Dekte behov", "Needs met as a share of needs that arose", "Dekte behov som andel av behov som oppsto", "higher", True),
    Outcome("take_up", "share", "Take-up", "Bruk av rettigheter", "Share of needs that ended which were ever applied for", "Andel avsluttede behov som det ble søkt hjelp for", "higher", True),
    Outcome("failure_demand", "share", "Failure demand", "Feiletterspørsel", "Share of cases that are returns", "Andel saker som er gjengangere", "lower", True),
    Outcome("satisfaction", "share", "Satisfaction", "Tilfredshet", "Mean satisfaction after a service", "Gjennomsnittlig tilfredshet etter en tjeneste", "higher"),
    Outcome("wait", "months", "Expected wait", "Ventetid", "Cases left waiting over cases served", "Saker som venter, delt på saker utført", "lower"),
    # --- resource use
    Outcome("public_hours_per_capita", "hours/month", "Public hours", "Offentlige timer", "Public hours used per inhabitant", "Offentlige timer brukt per innbygger", "lower", True),
    Outcome("citizen_hours_per_capita", "hours/month", "Citizen hours", "Innbyggertimer", "Hours citizens give to services, papers, dialogue and meetings, per inhabitant", "Timer innbyggere gir til tjenester, papirer, dialog og møter, per innbygger", "lower", True),
    Outcome("public_cost_nok_per_capita", "NOK/month", "Public cost", "Offentlig kostnad", "Public cost per inhabitant", "Offentlig kostnad per innbygger", "lower"),
    Outcome("cost_per_met_need_nok", "NOK", "Cost per met need", "Kostnad per dekket behov", "Public cost and citizens' hours at the set price, per met need", "Offentlig kostnad og innbyggertimer til valgt pris, per dekket behov", "lower", True),
    Outcome("cost_per_met_need_public_nok", "NOK", "Cost per met need, public only", "Kostnad per dekket behov, bare offentlig", "The same with citizens' hours at no price", "Det samme med innbyggertimer uten pris", "lower"),
    Outcome("cost_per_met_need_wage_nok", "NOK", "Cost per met need, hours at wage", "Kostnad per dekket behov, timer til full lønn", "The same with citizens' hours at full wage", "Det samme med innbyggertimer til full lønn", "lower"),
    Outcome("hours_delivery", "hours/month", "Hours: delivery", "Timer: utføring", "Public hours of delivery per inhabitant", "Offentlige timer til utføring per innbygger"),
    Outcome("hours_dialogue", "hours/month", "Hours: dialogue", "Timer: dialog", "Public hours of dialogue per inhabitant", "Offentlige timer til dialog per innbygger"),
    Outcome("hours_administration", "hours/month", "Hours: administration", "Timer: administrasjon", "Public hours of documentation, monitoring and complaints per inhabitant", "Offentlige timer til dokumentasjon, kontroll og klager per innbygger", "lower"),
    Outcome("hours_transaction", "hours/month", "Hours: tenders", "Timer: anbud", "Public hours of tendering per inhabitant", "Offentlige timer til anbud per innbygger", "lower"),
    Outcome("hours_process", "hours/month", "Hours: process", "Timer: prosess", "Public hours of arenas, recruitment and revisions per inhabitant", "Offentlige timer til arenaer, rekruttering og revisjon per innbygger"),
    Outcome("hours_returns", "hours/month", "Hours: returns", "Timer: gjengangere", "Public hours of cases that came back, per inhabitant", "Offentlige timer til saker som kom tilbake, per innbygger", "lower"),
    # --- trust
    Outcome("trust", "share", "Trust", "Tillit", "Mean trust in the municipality", "Gjennomsnittlig tillit til kommunen", "higher", True),
    Outcome("trust_spread", "share", "Spread of trust", "Spredning i tillit", "Standard deviation of trust", "Standardavvik i tillit"),
    Outcome("trust_low", "share", "Low trust", "Lav tillit", "Share of citizens with low trust", "Andel innbyggere med lav tillit", "lower"),
    Outcome("trust_gap", "difference", "Trust gap", "Tillitsgap", "Trust of the fifth with most resources minus that with least", "Tillit i femdelen med mest ressurser minus femdelen med minst", "lower", True),
    Outcome("trust_voice_gap", "difference", "Trust gap by voice", "Tillitsgap etter stemme", "Trust of those who feel heard minus those who do not", "Tillit blant dem som føler seg hørt minus dem som ikke gjør det"),
    Outcome("polarisation", "share", "Polarisation", "Polarisering", "Four times share of low times share of high trust: 1 when the town is split in two camps", "Fire ganger andel lav ganger andel høy tillit: 1 når byen er delt i to leire", "lower"),
    Outcome("felt_voice", "share", "Felt voice", "Opplevd stemme", "Mean feeling of having a say", "Gjennomsnittlig følelse av å bli hørt", "higher"),
    Outcome("justice", "share", "Procedural justice", "Prosedyrerettferd", "Mean felt fairness in encounters", "Gjennomsnittlig opplevd rettferd i møter", "higher"),
    Outcome("efficacy", "share", "Efficacy", "Mestringstro", "Mean belief in own mastery", "Gjennomsnittlig mestringstro", "higher"),
    Outcome("ownership", "share", "Ownership", "Eierskap", "Mean ownership of what the town does", "Gjennomsnittlig eierskap til det byen gjør", "higher"),
    # --- inequality
    Outcome("met_need_gap", "difference", "Gap in needs met", "Gap i dekte behov", "Needs met in the fifth with most resources minus that with least", "Dekte behov i femdelen med mest ressurser minus femdelen med minst", "lower", True),
    Outcome("met_need_concentration", "index", "Concentration of needs met", "Konsentrasjon av dekte behov", "Concentration index over resources, -1 to 1; above 0 favours those with most", "Konsentrasjonsindeks over ressurser, -1 til 1; over 0 er til fordel for dem med mest", "lower"),
    Outcome("take_up_gap", "difference", "Take-up gap", "Gap i bruk", "Take-up of the fifth with most resources minus that with least", "Bruk i femdelen med mest ressurser minus femdelen med minst", "lower"),
    Outcome("citizen_hours_concentration", "index", "Concentration of citizen hours", "Konsentrasjon av innbyggertimer", "Who gives the hours: above 0 those with most resources", "Hvem som gir timene: over 0 de med mest ressurser"),
    Outcome("influence_concentration", "index", "Concentration of influence", "Konsentrasjon av innflytelse", "Who is followed: above 0 those with most resources", "Hvem som får gjennomslag: over 0 de med mest ressurser", "lower"),
    Outcome("trust_concentration", "index", "Concentration of trust", "Konsentrasjon av tillit", "Who trusts: above 0 those with most resources", "Hvem som har tillit: over 0 de med mest ressurser", "lower"),
    Outcome("horizontal_inequity", "need units", "Horizontal inequity", "Ulik behandling av like", "Spread of delivery between like cases", "Spredning i levering mellom like saker", "lower"),
    # --- democracy and innovation
    Outcome("participation_parity", "share", "Participation parity", "Lik deltakelse", "Share of acts by the two fifths with least resources over their share of citizens, at most 1", "Andel handlinger fra de to femdelene med minst ressurser, delt på andelen innbyggere, høyst 1", "higher", True),
    Outcome("uptake", "share", "Uptake", "Gjennomslag", "Share of what citizens raised or proposed that was followed", "Andel av det innbyggere tok opp eller foreslo som ble fulgt", "higher", True),
    Outcome("power_shared", "share", "Power shared", "Delt makt", "Citizens' realised weight in cases and in decisions on design", "Innbyggernes faktiske vekt i saker og i valg av utforming"),
    Outcome("turnout", "share", "Turnout", "Valgdeltakelse", "Turnout of the last municipal election", "Deltakelse i siste kommunevalg", "higher"),
    Outcome("overruled", "share", "Decisions overruled", "Avslåtte forslag", "Share of arenas' proposals the council turned down, since the paradigm began", "Andel av arenaenes forslag kommunestyret avslo, siden paradigmet startet", "lower"),
    Outcome("innovation", "per unit and year", "Innovation", "Innovasjon", "Changes new to the area, useful and used, per unit and year since the paradigm began", "Endringer som er nye i området, nyttige og brukt, per enhet og år siden paradigmet startet", "higher", True),
    Outcome("solution_quality", "share", "Quality of shared solutions", "Kvalitet på felles løsninger", "Quality of units' answers to the areas' shared problems", "Kvalitet på enhetenes svar på områdenes felles problemer", "higher"),
    Outcome("indicator_gap", "difference", "Reported minus real", "Rapportert minus reelt", "Reported minus real quality of units", "Rapportert minus reell kvalitet i enhetene", "lower"),
    # --- workforce and politics
    Outcome("load", "share", "Load", "Arbeidspress", "Hours of open cases over hours at hand", "Timer i åpne saker delt på timer til rådighet", "lower", True),
    Outcome("strain", "share", "Staff strain", "Belastning", "Mean strain of professionals", "Gjennomsnittlig belastning blant fagfolk", "lower", True),
    Outcome("turnover", "per year", "Staff turnover", "Utskifting", "Posts renewed, yearly rate", "Fornyede stillinger, årlig rate", "lower"),
    Outcome("competence", "share", "Competence", "Kompetanse", "Mean competence of professionals", "Gjennomsnittlig kompetanse blant fagfolk", "higher"),
    Outcome("political_support", "share", "Support of the council", "Oppslutning om kommunestyret", "Mean support of the members of the council", "Gjennomsnittlig oppslutning om kommunestyrets medlemmer", "higher"),
    Outcome("readiness", "share", "Readiness of roles", "Rolleberedskap", "How far roles have grown into the rules", "Hvor langt roller har vokst inn i reglene"),
)  # fmt: skip
NAMES = tuple(outcome.name for outcome in OUTCOMES)

GROUP_OUTCOMES = ("fit", "met_need", "take_up", "failure_demand", "below_floor", "citizen_hours_per_capita", "trust", "trust_low",
                  "felt_voice", "efficacy", "uptake", "acts_per_capita")  # fmt: skip

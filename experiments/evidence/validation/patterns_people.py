"""Patterns of people: who participates and gives effort, effects of being consulted, sources of trust."""

# A table with a layout of its own.
# fmt: off

from __future__ import annotations

import numpy as np

from experiments.evidence.validation.arms import ARMS
from experiments.evidence.validation.declare import ArmResults, Pattern, above, below, change, of, shown, within


def _less(first: str, second: str, arm: str):  # noqa: ANN202
    return lambda arms: arms[arm][first].to_numpy(float) - arms[arm][second].to_numpy(float)


def _share_of_skill(arms: ArmResults) -> np.ndarray:
    """Return the slope on income as a share of the mean slope on skill."""
    rows = arms["open"]
    return (rows["came_slope_income"] / rows["came_slope_skill"].mean()).to_numpy(float)


def _mean_share(key: str, base: str, arm: str):  # noqa: ANN202
    return lambda arms: ((arms[arm][key] - arms[base][key]) / arms[base][key].mean()).to_numpy(float)


def _arms(*names: str):  # noqa: ANN202
    return tuple(ARMS[name] for name in names)


PEOPLE = (
    Pattern(
        "P1", ("Participation rises with education and income", "Deltakelse øker med utdanning og inntekt"),
        "survey fact 36", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above(("share that attends arenas after an open call: highest fifth by education minus lowest",
                   "andel som møter i arenaer etter åpen invitasjon: femdelen med mest utdanning minus minst"),
                  of("open", "came_by_skill")),
            above(("the same by income", "det samme etter inntekt"), of("open", "came_by_income")),
        ),
        remark=("The source is about volunteering, the model about meetings in arenas.",
                "Kilden gjelder frivillig arbeid, modellen møter i arenaer."),
    ),
    Pattern(
        "P2", ("For activities that take time, skills matter and income hardly does",
               "For aktiviteter som tar tid, betyr ferdigheter mye og inntekt lite"),
        "M13", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above(("attending arenas: slope on skill, controlled for income and free time (standard units)",
                   "møter i arenaer: stigning med ferdighet, kontrollert for inntekt og fritid (standardenheter)"),
                  of("open", "came_slope_skill")),
            within(("slope on income as a share of the slope on skill: at most a quarter",
                    "stigning med inntekt som andel av stigningen med ferdighet: høyst en firedel"),
                   _share_of_skill, -0.25, 0.25),
        ),
    ),
    Pattern(
        "P3", ("Self-efficacy matters most for co-production; women, the elderly and the informed do more; good outcomes lower it",
               "Mestringstro betyr mest for samproduksjon; kvinner, eldre og informerte gjør mer; gode resultater senker den"),
        "@parrado2013", "imposed in part", "imposed for efficacy and outcomes; the rest emergent", "emergent", _arms("NPG"),
        (
            above(("slope of own effort on self-efficacy minus the largest other slope (standard units)",
                   "egen innsats: stigning med mestringstro minus den største av de andre (standardenheter)"),
                  of("NPG", "effort_efficacy_lead")),
            above(("slope for women", "stigning for kvinner"), of("NPG", "effort_woman"),
                  ("The model does not use sex, neither for effort nor elsewhere.",
                   "Modellen bruker ikke kjønn, verken for innsats eller ellers.")),
            above(("slope for age 67 and above", "stigning for alder 67 år og over"), of("NPG", "effort_elderly")),
            above(("slope on felt voice (information and consultation)",
                   "stigning med om man føler seg hørt (informasjon og høring)"), of("NPG", "effort_voice"),
                  ("Consultation affects effort only through self-efficacy and expected uptake. Controlled for "
                   "self-efficacy, little is left.",
                   "Å bli spurt påvirker innsatsen bare gjennom mestringstro og forventet gjennomslag. Kontrollert "
                   "for mestringstro er lite igjen.")),
            below(("slope on the fit of services received (good outcomes)",
                   "stigning med hvor godt tjenestene har passet (gode resultater)"), of("NPG", "effort_fit"),
                  ("By the model's rule, higher expectations lower own effort. The effect is too small to show: 0.003 "
                   "for expectations a tenth higher. Citizens with better services give slightly more effort, also "
                   "controlled for income, resources, free time and expected uptake. The reason is unknown.",
                   "Etter modellens regel senker høyere forventninger egen innsats. Virkningen er for liten til å "
                   "vises: 0,003 for en tidel høyere forventning. Innbyggere med bedre tjenester yter litt mer, også "
                   "kontrollert for inntekt, ressurser, fritid og forventet gjennomslag. Årsaken er ukjent.")),
        ),
        remark=("Effort is what citizens would give by the model's rule, at three severities of need.",
                "Innsatsen er det innbyggerne ville gitt etter modellens regel, ved tre alvorlighetsgrader."),
    ),
    Pattern(
        "P4", ("Information letters hardly raise co-production", "Informasjonsbrev øker samproduksjonen lite"),
        "@thomsen2015", "imposed", "imposed (no such lever)", "imposed",
        _arms("little information", "much information"),
        (
            within(("change in co-delivered hours per case, plain language from 0.4 to 1 (share): at most a tenth",
                    "endring i egne timer per sak, klarspråk fra 0,4 til 1 (andel): høyst en tidel"),
                   _mean_share("delivered", "little information", "much information"), -0.1, 0.1),
        ),
        remark=("This follows from the model's structure: information affects who applies, not how much effort they give.",
                "Dette følger av hvordan modellen er bygd: informasjon påvirker hvem som søker, ikke innsatsen deres."),
    ),
    Pattern(
        "P5", ("Support raises effort, also among the neediest, narrows the gap and costs less than later remedies",
               "Støtte øker innsatsen, også hos dem med minst, minsker forskjellen og koster mindre enn å reparere senere"),
        "@jakobsen2013", "imposed", "imposed", "imposed", _arms("little support", "much support"),
        (
            above(("co-delivered hours per case in the fifth with least resources, support from 0.1 to 0.9",
                   "egne timer per sak i femdelen med minst ressurser, støtte fra 0,1 til 0,9"),
                  change("delivered_lowest", "little support", "much support")),
            below(("the gap to the fifth with most resources", "forskjellen til femdelen med mest ressurser"),
                  change("delivered_gap", "little support", "much support")),
            below(("public cost per met need (NOK)", "offentlig kostnad per dekket behov (kr)"),
                  change("cost_per_met_need_public_nok", "little support", "much support")),
        ),
        remark=("The source compares with remedies years later, the model with returns within three years.",
                "Kilden sammenligner med tiltak år senere, modellen med saker som kommer tilbake innen tre år."),
    ),
    Pattern(
        "P6", ("More public effort may lower own effort, or raise it where the two are complements",
               "Mer offentlig innsats kan senke egen innsats, eller øke den der de to utfyller hverandre"),
        "@andersen2015", "imposed", "imposed (M14)", "imposed",
        _arms("complements, poor", "complements, rich", "substitutes, poor", "substitutes, rich"),
        (
            above(("change in own effort by the rule when public effort rises, as complements",
                   "endring i egen innsats etter regelen når den offentlige øker, som utfyllende"),
                  of("complements, rich", "effort_answer")),
            below(("the same as substitutes", "det samme som erstattende"), of("substitutes, rich", "effort_answer")),
            above(("change in the co-delivered share of standard hours, budget 50 % larger, as complements",
                   "endring i egen andel av standardtimene, budsjett 50 % større, som utfyllende"),
                  change("delivered_share", "complements, poor", "complements, rich")),
            below(("the same as substitutes", "det samme som erstattende"),
                  change("delivered_share", "substitutes, poor", "substitutes, rich"),
                  ("A budget 50 % larger has two effects. Citizens expect slightly more, which lowers effort. Their "
                   "self-efficacy rises, which raises effort nearly three times as much.",
                   "Et 50 % større budsjett virker på to måter. Innbyggerne forventer litt mer, og det senker "
                   "innsatsen. De får større mestringstro, og det øker innsatsen nesten tre ganger så mye.")),
        ),
        remark=("In the rule, public effort is how well a citizen expects services to fit.",
                "I regelen er offentlig innsats hvor godt en innbygger venter at tjenestene passer."),
    ),
    Pattern(
        "P7", ("Co-production need not raise trust: consultation without influence lowers it",
               "Samproduksjon øker ikke alltid tilliten: Den faller hos dem som blir spurt uten å få innflytelse"),
        "@fledderus2015", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("asked, not followed"),
        (
            below(("change in trust of participants in arenas relative to others, over half a year in which citizens have "
                   "no influence",
                   "endring i tilliten hos deltakere i arenaer sammenlignet med andre, over et halvt år der "
                   "innbyggerne ikke har innflytelse"),
                  of("asked, not followed", "participants_moved")),
        ),
        remark=("The sources give no size that can be compared. The fall was not significant with ten seeds, so all "
                "patterns now use twenty. With seeds 101 to 120 it is barely significant.",
                "Kildene gir ingen størrelse som kan sammenlignes. Fallet var ikke signifikant med ti gjentakelser, så alle "
                "mønstre bruker nå tjue. Med gjentakelse 101 til 120 er det så vidt signifikant."),
    ),
    Pattern(
        "P8", ("Participation raises satisfaction and legitimacy even if decisions hardly change",
               "Deltakelse øker tilfredshet og legitimitet selv om avgjørelsene knapt endres"),
        "M20", "imposed in part", "imposed for justice; the rest emergent", "imposed",
        _arms("fixed, not asked", "fixed, asked"),
        (
            above(("felt justice, NPG minus responsive, with fixed programmes and solutions",
                   "opplevd rettferdighet, NPG minus imøtekommende, med låste tilbud og løsninger"),
                  change("justice", "fixed, not asked", "fixed, asked"),
                  ("Dialogue takes hours and strains staff, who then have less time for dialogue and follow-up. Citizens "
                   "whose input is followed and citizens whose input is ignored about balance. With more money, "
                   "felt justice rises.",
                   "Dialog tar tid og sliter på de ansatte, som da får mindre tid til samtale og oppfølging. De som "
                   "får gjennomslag, og de som blir oversett, veier omtrent like mye. Med mer penger øker opplevd "
                   "rettferdighet.")),
            above(("satisfaction", "tilfredshet"), change("satisfaction", "fixed, not asked", "fixed, asked")),
            above(("trust (legitimacy)", "tillit (legitimitet)"), change("trust", "fixed, not asked", "fixed, asked")),
        ),
        remark=("The result for felt justice depends on the seeds: with seeds 101 to 120 it passes.",
                "Resultatet for opplevd rettferdighet avhenger av gjentakelsene: Med gjentakelse 101 til 120 er det bestått."),
    ),
    Pattern(
        "P9", ("Bad experiences affect trust more than good ones", "Dårlige erfaringer påvirker tilliten mer enn gode"),
        "M5", "imposed", "imposed (the ratio)", "imposed", _arms("status quo"),
        (
            above(("change of trust per unit of satisfaction below the neutral level, minus the change above it",
                   "endring i tillit per enhet tilfredshet under nøytralt nivå, minus endringen over"),
                  of("status quo", "bad_minus_good")),
            shown(("ratio of the two", "forholdet mellom de to"), of("status quo", "bad_over_good")),
        ),
    ),
    Pattern(
        "P10", ("Satisfied users trust more, but general trust explains more",
                "Fornøyde brukere har mer tillit, men generell tillit forklarer mer"),
        "@christensen2005", "imposed", "imposed (the halo)", "imposed", _arms("status quo"),
        (
            above(("correlation of trust with satisfaction", "korrelasjon mellom tillit og tilfredshet"),
                  of("status quo", "r_satisfaction")),
            above(("correlation with own predisposition, minus the correlation with satisfaction",
                   "korrelasjon med egen grunnholdning, minus korrelasjonen med tilfredshet"),
                  _less("r_anchor", "r_satisfaction", "status quo")),
        ),
    ),
    Pattern(
        "P11", ("Responsiveness and openness drive trust in local government",
                "Lydhørhet og åpenhet øker tilliten til lokale myndigheter"),
        "survey fact 7", "imposed", "imposed (sign: M4, P12)", "imposed", _arms("status quo"),
        (
            above(("slope of trust on felt voice, controlled for resources and age (standard units)",
                   "tillit: stigning med om man føler seg hørt, kontrollert for ressurser og alder (standardenheter)"),
                  of("status quo", "trust_slope_voice")),
            above(("that minus the slope on the fit of services received",
                   "denne minus stigningen med hvor godt tjenestene har passet"),
                  _less("trust_slope_voice", "trust_slope_fit", "status quo")),
        ),
    ),
    Pattern(
        "P12", ("Trust is 50 points lower among citizens who do not feel heard", "Tilliten er 50 poeng lavere blant dem som ikke "
                                                                                     "føler seg hørt"),
        "survey fact 5", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("status quo"),
        (
            above(("share with trust: citizens who feel heard minus the others",
                   "andel med tillit: de som føler seg hørt, minus de andre"),
                  of("status quo", "trusting_by_voice")),
            within(("its size: 40 to 60 points", "størrelsen: 40 til 60 poeng"),
                   of("status quo", "trusting_by_voice"), 0.4, 0.6,
                   ("In the model trust raises felt voice and felt voice raises trust, but both effects are weak. Much of "
                    "the difference between citizens with and without trust has nothing to do with being heard.",
                    "I modellen øker tillit følelsen av å bli hørt, og den øker tilliten, men begge virkningene er "
                    "svake. Mye av forskjellen mellom dem med og uten tillit har ikke med å bli hørt å gjøre.")),
        ),
        remark=("The survey is about the national government.", "Undersøkelsen gjelder regjeringen."),
    ),
    Pattern(
        "P22", ("Response to a lottery differs between groups; quotas correct the panel",
                "Hvem som svarer ved loddtrekning, varierer mellom grupper; kvoter retter opp panelet"),
        "@flanigan2021", "imposed", "imposed", "imposed", _arms("open", "sortition", "stratified"),
        (
            below(("participants from the two fifths with least resources, relative to their share of citizens, minus 1: by lot",
                   "deltakere fra de to femdelene med minst ressurser, i forhold til deres andel, minus 1: loddtrekning"),
                  lambda arms: arms["sortition"]["parity"].to_numpy(float) - 1.0),
            above(("the same, by lot minus open call", "det samme, loddtrekning minus åpen invitasjon"),
                  change("parity", "open", "sortition")),
            above(("the same, by quotas minus by lot", "det samme, kvoter minus loddtrekning"),
                  change("parity", "sortition", "stratified")),
        ),
        remark=("The response rate (\N{LEFT DOUBLE QUOTATION MARK}a few per cent\N{RIGHT DOUBLE QUOTATION MARK}) is not "
                "verified and not judged.",
                "Svarandelen («noen få prosent») er ikke etterprøvd og ikke vurdert."),
    ),
    Pattern(
        "P23", ("Targeted invitations reach people who otherwise stay away",
                "Målrettet invitasjon når dem som ellers ikke deltar"),
        "@bergh2020", "imposed", "imposed", "imposed", _arms("open", "targeted"),
        (
            above(("parity of participants, targeted minus open call",
                   "likhet i deltakelse, målrettet minus åpen invitasjon"), change("parity", "open", "targeted")),
        ),
        remark=("The source is about turnout and the model about arenas, so sizes cannot be compared.",
                "Kilden gjelder valgdeltakelse og modellen arenaer, så størrelsene kan ikke sammenlignes."),
    ),
    Pattern(
        "P29", ("Councils favour citizens with more resources", "Kommunestyrer prioriterer som de ressurssterke"),
        "@dagensperspektiv2020", "imposed", "imposed (lean to the resourceful)", "emergent", _arms("status quo", "no lean"),
        (
            below(("council's priority of work and income, where citizens with least resources have most needs, minus "
                   "that of a council that favours nobody",
                   "kommunestyrets prioritering av arbeid og inntekt, der de med minst ressurser har flest behov, "
                   "minus prioriteringen i et styre som ikke favoriserer noen"),
                  change("priority_work", "no lean", "status quo")),
        ),
        remark=("Politicians have neither age nor education in the model; the bias is built in.",
                "Politikerne har verken alder eller utdanning i modellen; skjevheten er bygd inn."),
    ),
    Pattern(
        "P30", ("One third feel consulted", "En tredel føler seg spurt"),
        "@kommunalrapport2019", "imposed", "imposed", "imposed", _arms("status quo"),
        (shown(("felt voice", "føler seg hørt"), of("status quo", "felt_voice")),),
        unverified=("The source's page is no longer available, so its number cannot be verified.",
                    "Kildens nettside finnes ikke lenger, så tallet kan ikke etterprøves."),
    ),
    Pattern(
        "P32", ("Participants who leave do so early", "Deltakere som slutter, slutter tidlig"),
        "@lederliv-familiaritet", "imposed", "imposed (early leaving; cost by M18)", "emergent", _arms("NPG"),
        (
            above(("share that leaves after a first meeting, minus the share after a later one",
                   "andel som slutter etter første møte, minus andelen etter et senere"),
                  _less("leave_first", "leave_later", "NPG")),
        ),
        remark=("The speed at which unit cost falls is not verified and not judged.",
                "Hvor fort enhetskostnaden faller, er ikke etterprøvd og ikke vurdert."),
    ),
)

"""Patterns of people: who takes part and gives effort, what being asked does, what trust follows."""

# A table, laid out by hand.
# fmt: off

from __future__ import annotations

import numpy as np

from experiments.evidence.validation.arms import ARMS
from experiments.evidence.validation.declare import Found, Pattern, above, below, change, of, shown, within


def _less(first: str, second: str, arm: str):  # noqa: ANN202
    return lambda found: found[arm][first].to_numpy(float) - found[arm][second].to_numpy(float)


def _share_of_skill(found: Found) -> np.ndarray:
    """Return the slope on income as a share of the mean slope on skill."""
    rows = found["open"]
    return (rows["came_slope_income"] / rows["came_slope_skill"].mean()).to_numpy(float)


def _mean_share(key: str, base: str, arm: str):  # noqa: ANN202
    return lambda found: ((found[arm][key] - found[base][key]) / found[base][key].mean()).to_numpy(float)


def _arms(*names: str):  # noqa: ANN202
    return tuple(ARMS[name] for name in names)


PEOPLE = (
    Pattern(
        "P1", ("Taking part rises with education and income", "Deltakelse øker med utdanning og inntekt"),
        "survey fact 36", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above(("share that comes to arenas by open call: highest fifth by education minus lowest",
                   "andel som møter i arenaer ved åpen invitasjon: femdelen med mest utdanning minus minst"),
                  of("open", "came_by_skill")),
            above(("the same by income", "det samme etter inntekt"), of("open", "came_by_income")),
        ),
        remark=("Volunteering in the source; meetings in arenas here.", "Frivillig arbeid i kilden; arenamøter her."),
    ),
    Pattern(
        "P2", ("For acts that take time, skills matter and income hardly",
               "For det som tar tid, teller ferdigheter og inntekt knapt"),
        "M13", "imposed", "imposed (M13)", "imposed", _arms("open"),
        (
            above(("coming to arenas: slope on skill, income and free time held fast (standard units)",
                   "møter i arenaer: stigning etter ferdighet, inntekt og fritid holdt fast (standardenheter)"),
                  of("open", "came_slope_skill")),
            within(("slope on income as a share of that on skill: a quarter at most",
                    "stigning etter inntekt som andel av den etter ferdighet: høyst en firedel"),
                   _share_of_skill, -0.25, 0.25),
        ),
    ),
    Pattern(
        "P3", ("Who co-produces: efficacy first; women, the elderly, the informed; good outcomes lower it a little",
               "Hvem samproduserer: mestringstro først; kvinner, eldre, informerte; gode resultater senker det litt"),
        "@parrado2013", "imposed in part", "imposed for efficacy and outcomes; the rest emergent", "emergent",
        _arms("NPG"),
        (
            above(("slope of own effort on efficacy minus the largest other one (standard units)",
                   "egen innsats: stigning etter mestringstro minus den største andre (standardenheter)"),
                  of("NPG", "effort_efficacy_lead")),
            above(("slope on being a woman", "stigning etter å være kvinne"), of("NPG", "effort_woman"),
                  ("Sex plays no part in the model, in effort or anywhere.",
                   "Kjønn spiller ingen rolle i modellen, verken for innsats eller ellers.")),
            above(("slope on age 67 and above", "stigning etter alder 67 og over"), of("NPG", "effort_elderly")),
            above(("slope on felt voice (information and consultation)",
                   "stigning etter opplevd medvirkning (informasjon og høring)"), of("NPG", "effort_voice"),
                  ("Being asked moves effort only through efficacy and expected uptake; beside efficacy little "
                   "is left.",
                   "Å bli spurt endrer innsatsen bare gjennom mestringstro og ventet gjennomslag; ved siden av "
                   "mestringstro er lite igjen.")),
            below(("slope on the fit of services had (good outcomes)",
                   "stigning etter treffet i tjenester man har fått (gode resultater)"), of("NPG", "effort_fit"),
                  ("By the rule, expecting more of a service lowers own effort, but so little (0.003 for a tenth more) "
                   "that it does not show. That those served well give slightly more stays when income, resources, "
                   "free time and expected uptake are held fast too; why was not found.",
                   "Etter regelen senker høyere forventninger egen innsats, men så lite (0,003 for en tidel mer) at "
                   "det ikke vises. At de som får god tjeneste, yter litt mer, består også når inntekt, ressurser, "
                   "fritid og ventet gjennomslag holdes fast; hvorfor er ikke funnet.")),
        ),
        remark=("Effort that citizens would give by the model's rule, at three severities.",
                "Innsats innbyggerne ville gitt etter modellens regel, ved tre alvorlighetsgrader."),
    ),
    Pattern(
        "P4", ("Letters of information hardly raise co-production", "Informasjonsbrev øker knapt samproduksjon"),
        "@thomsen2015", "imposed", "imposed (no such lever)", "imposed",
        _arms("little told", "much told"),
        (
            within(("change in hours co-delivered a case, plain language from 0.4 to 1 (share): a tenth at most",
                    "endring i samleverte timer per sak, klarspråk fra 0,4 til 1 (andel): høyst en tidel"),
                   _mean_share("delivered", "little told", "much told"), -0.1, 0.1),
        ),
        remark=("By construction: information moves who applies, not how much effort they give.",
                "Følger av oppbygningen: informasjon endrer hvem som søker, ikke innsatsen deres."),
    ),
    Pattern(
        "P5", ("Support raises effort, also of the neediest, narrows the gap, and is cheaper than later remedy",
               "Støtte øker innsatsen, også hos dem med minst, minsker gapet og er billigere enn å reparere siden"),
        "@jakobsen2013", "imposed", "imposed", "imposed", _arms("little support", "much support"),
        (
            above(("hours co-delivered a case in the fifth with least resources, support from 0.1 to 0.9",
                   "samleverte timer per sak i femdelen med minst ressurser, støtte fra 0,1 til 0,9"),
                  change("delivered_lowest", "little support", "much support")),
            below(("the gap to the fifth with most", "gapet til femdelen med mest"),
                  change("delivered_gap", "little support", "much support")),
            below(("public cost per met need (NOK)", "offentlig kostnad per dekket behov (kr)"),
                  change("cost_per_met_need_public_nok", "little support", "much support")),
        ),
        remark=("The source compares with remedy years later; here with returns within three years.",
                "Kilden sammenligner med å reparere år senere; her med gjengangere innen tre år."),
    ),
    Pattern(
        "P6", ("More public effort may lower own effort, or raise it where it complements",
               "Mer offentlig innsats kan senke egen innsats, eller heve den der de utfyller hverandre"),
        "@andersen2015", "imposed", "imposed (M14)", "imposed",
        _arms("complements, poor", "complements, rich", "substitutes, poor", "substitutes, rich"),
        (
            above(("own effort when public effort rises, by the rule, as complements",
                   "egen innsats når den offentlige øker, etter regelen, som utfyllende"),
                  of("complements, rich", "effort_answer")),
            below(("the same as substitutes", "det samme som erstattende"), of("substitutes, rich", "effort_answer")),
            above(("co-delivered share of standard hours, budget half as large again, as complements",
                   "samlevert andel av standardtimene, budsjett en halv gang større, som utfyllende"),
                  change("delivered_share", "complements, poor", "complements, rich")),
            below(("the same as substitutes", "det samme som erstattende"),
                  change("delivered_share", "substitutes, poor", "substitutes, rich"),
                  ("Half as much money again makes citizens expect a little more, which lowers their effort, and makes "
                   "them more efficacious, which raises it nearly three times as much.",
                   "En halv gang mer penger får innbyggerne til å vente seg litt mer, og det senker innsatsen, og gir "
                   "dem mer mestringstro, og det hever den nesten tre ganger så mye.")),
        ),
        remark=("Public effort, in the rule, is the fit that a citizen expects of services.",
                "Offentlig innsats er, i regelen, treffet en innbygger venter seg av tjenester."),
    ),
    Pattern(
        "P7", ("Co-production need not raise trust: asked and not followed, it falls",
               "Samproduksjon trenger ikke øke tilliten: blir man spurt og ikke fulgt, faller den"),
        "@fledderus2015", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("asked, not followed"),
        (
            below(("trust of those who came to arenas after half a year, against others',"
                   " where citizens have no weight",
                   "tilliten etter et halvt år hos dem som har møtt i arenaer, mot andres,"
                   " der innbyggere ikke har vekt"),
                  of("asked, not followed", "participants_moved")),
        ),
        remark=("The sources tell no size that carries over. Ten seeds could not tell the fall from none; since then "
                "all patterns are judged by twenty, and twenty others (101 to 120) tell it too, if hardly.",
                "Kildene gir ingen størrelse som kan overføres. Ti frø kunne ikke skille fallet fra intet; siden da "
                "bedømmes alle mønstre med tjue, og tjue andre (101 til 120) skiller det også, så vidt."),
    ),
    Pattern(
        "P8", ("Taking part raises satisfaction and legitimacy even if decisions hardly change",
               "Å delta hever tilfredshet og legitimitet selv om avgjørelsene knapt endres"),
        "M20", "imposed in part", "imposed for justice; the rest emergent", "imposed",
        _arms("fixed, not asked", "fixed, asked"),
        (
            above(("felt justice, NPG minus responsive, programmes and solutions fixed",
                   "opplevd rettferd, NPG minus imøtekommende, tilbud og løsninger låst"),
                  change("justice", "fixed, not asked", "fixed, asked"),
                  ("Dialogue takes hours and the load wears staff, who then have less time to talk and to follow; so "
                   "those who are followed and those who are asked and not followed about balance. With the money for "
                   "it, justice rises.",
                   "Dialog tar tid og presset sliter på de ansatte, som da får mindre tid til å snakke og følge opp; "
                   "så de som blir fulgt, og de som blir spurt og ikke fulgt, går omtrent opp i opp. Med penger til "
                   "det øker rettferden.")),
            above(("satisfaction", "tilfredshet"), change("satisfaction", "fixed, not asked", "fixed, asked")),
            above(("trust (legitimacy)", "tillit (legitimitet)"), change("trust", "fixed, not asked", "fixed, asked")),
        ),
        remark=("Whether justice passes turns with the seeds: with 101 to 120 it does.",
                "Om rettferden består, avhenger av frøene: Med 101 til 120 gjør den det."),
    ),
    Pattern(
        "P9", ("Bad experience moves trust more than good", "Dårlig erfaring endrer tilliten mer enn god"),
        "M5", "imposed", "imposed (the ratio)", "imposed", _arms("status quo"),
        (
            above(("change of trust per unit of satisfaction below the neutral level, minus that above it",
                   "tillitsendring per enhet tilfredshet under det nøytrale, minus den over"),
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
            above(("correlation with the own predisposition, minus that",
                   "korrelasjon med egen grunnholdning, minus denne"),
                  _less("r_anchor", "r_satisfaction", "status quo")),
        ),
    ),
    Pattern(
        "P11", ("Responsiveness and openness drive trust in local government",
                "Lydhørhet og åpenhet driver tilliten til lokale myndigheter"),
        "survey fact 7", "imposed", "imposed (sign: M4, P12)", "imposed", _arms("status quo"),
        (
            above(("slope of trust on felt voice, resources and age held fast (standard units)",
                   "tillitens stigning etter opplevd medvirkning, ressurser og alder holdt fast (standardenheter)"),
                  of("status quo", "trust_slope_voice")),
            above(("that minus the slope on the fit of services had",
                   "denne minus stigningen etter treffet i tjenester man har fått"),
                  _less("trust_slope_voice", "trust_slope_fit", "status quo")),
        ),
    ),
    Pattern(
        "P12", ("Those without felt voice trust 50 points less", "De som ikke føler seg hørt, har 50 poeng "
                                                                 "mindre tillit"),
        "survey fact 5", "imposed in part", "sign imposed, size emergent", "sign imposed, size emergent",
        _arms("status quo"),
        (
            above(("share trusting: those with felt voice minus those without",
                   "andel med tillit: de som føler seg hørt, minus de andre"),
                  of("status quo", "trusting_by_voice")),
            within(("its size: 40 to 60 points", "størrelsen: 40 til 60 poeng"),
                   of("status quo", "trusting_by_voice"), 0.4, 0.6,
                   ("Trust colours felt voice here and felt voice lifts trust, so both ways are open, but each is "
                    "weak, and much of what parts those who trust from others has nothing to do with being heard.",
                    "Tillit farger opplevd medvirkning her, og opplevd medvirkning løfter tilliten, så begge veier er "
                    "åpne, men begge er svake, og mye av det som skiller dem med tillit fra andre, har ikke med å bli "
                    "hørt å gjøre.")),
        ),
        remark=("The survey is on the national government.", "Undersøkelsen gjelder regjeringen."),
    ),
    Pattern(
        "P22", ("Who responds to a lottery differs between groups; quotas mend the panel",
                "Hvem som svarer ved loddtrekning, varierer; kvoter retter opp panelet"),
        "@flanigan2021", "imposed", "imposed", "imposed", _arms("open", "sortition", "stratified"),
        (
            below(("participants from the two fifths with least, over their share of citizens, minus 1: by lot",
                   "deltakere fra de to femdelene med minst, delt på deres andel, minus 1: loddtrekning"),
                  lambda found: found["sortition"]["parity"].to_numpy(float) - 1.0),
            above(("the same number, by lot minus open call", "samme tall, loddtrekning minus åpen invitasjon"),
                  change("parity", "open", "sortition")),
            above(("with quotas minus by lot", "med kvoter minus loddtrekning"),
                  change("parity", "sortition", "stratified")),
        ),
        remark=("How many respond (\N{LEFT DOUBLE QUOTATION MARK}a few per cent\N{RIGHT DOUBLE QUOTATION MARK}) is not "
                "verified and not judged.",
                "Hvor mange som svarer («noen få prosent»), er ikke etterprøvd og ikke vurdert."),
    ),
    Pattern(
        "P23", ("Targeted invitation brings in those who otherwise stay away",
                "Målrettet invitasjon får med dem som ellers blir borte"),
        "@bergh2020", "imposed", "imposed", "imposed", _arms("open", "targeted"),
        (
            above(("parity of participants, targeted minus open call",
                   "lik deltakelse, målrettet minus åpen invitasjon"), change("parity", "open", "targeted")),
        ),
        remark=("Turnout in the source; arenas here, so its size does not carry over.",
                "Valgdeltakelse i kilden; arenaer her, så størrelsen kan ikke overføres."),
    ),
    Pattern(
        "P29", ("Councils lean to the resourceful", "Kommunestyrer heller mot de ressurssterke"),
        "@dagensperspektiv2020", "imposed", "imposed (lean to the resourceful)", "emergent",
        _arms("status quo", "no lean"),
        (
            below(("council's priority of work and income, where the least resourceful have most needs,"
                   " against a council that leans to nobody",
                   "kommunestyrets prioritering av arbeid og inntekt, der de med minst har flest behov,"
                   " mot et styre som ikke heller mot noen"),
                  change("priority_work", "no lean", "status quo")),
        ),
        remark=("Politicians have neither age nor education here; the lean is built in.",
                "Politikerne har verken alder eller utdanning her; hellingen er bygd inn."),
    ),
    Pattern(
        "P30", ("One third feel consulted", "En tredel føler seg spurt"),
        "@kommunalrapport2019", "imposed", "imposed", "imposed", _arms("status quo"),
        (shown(("felt voice", "opplevd medvirkning"), of("status quo", "felt_voice")),),
        unverified=("The page of its source was not found again, so its number is a lead and no test.",
                    "Siden med kilden er ikke funnet igjen, så tallet er et spor og ingen test."),
    ),
    Pattern(
        "P32", ("Participants leave early if at all", "Deltakere faller fra tidlig, om de faller fra"),
        "@lederliv-familiaritet", "imposed", "imposed (early leaving; cost by M18)", "emergent", _arms("NPG"),
        (
            above(("share that leaves after a first meeting, minus after a later one",
                   "andel som slutter etter første møte, minus etter et senere"),
                  _less("leave_first", "leave_later", "NPG")),
        ),
        remark=("How fast unit cost falls is not verified and not judged.",
                "Hvor fort enhetskostnaden faller, er ikke etterprøvd og ikke vurdert."),
    ),
)

"""The dashboard's own words, English and Norwegian (bokmål) side by side. What the model declares is not repeated here."""

from __future__ import annotations

from dashboard.texts.pages import PAGES
from experiments.output.texts import LANGUAGES, Language

_TEXTS: dict[str, tuple[str, str]] = {
    # --- frame
    "tagline": ("the same town, governed three ways", "samme kommune, styrt på tre måter"),
    "pages": ("Pages", "Sider"),
    "skip": ("To the content", "Til innholdet"),
    "compare": ("Compare", "Sammenlign"),
    "town": ("The town", "Kommunen"),
    "scenarios": ("Scenarios", "Scenarioer"),
    "rules": ("Rules", "Regler"),
    "questions": ("Questions", "Spørsmål"),
    "about": ("About the model", "Om modellen"),
    "undo": ("Undo", "Angre"),
    "redo": ("Redo", "Gjør om"),
    "reset": ("Reset", "Nullstill"),
    "reset_help": ("Everything back to the default", "Alt tilbake til standard"),
    "share": ("Share", "Del"),
    "share_help": ("A link that restores exactly this", "En lenke som gjenskaper akkurat dette"),
    "share_link": ("Link to exactly this:", "Lenke til akkurat dette:"),
    "copied": ("Link copied", "Lenken er kopiert"),
    "tour": ("Tour", "Omvisning"),
    "close": ("Close", "Lukk"),
    "back": ("Back", "Tilbake"),
    "next": ("Next", "Neste"),
    "end_tour": ("End the tour", "Avslutt"),
    "refused": ("Not accepted:", "Ikke godtatt:"),
    "note": ("Note:", "Merk:"),
    "link_renamed": ("The link has old names. {names}.", "Lenken har gamle navn. {names}."),
    "link_unused": (
        "The link is not used. The page shows the default set-up ({town}). Reason: {why}",
        "Lenken er ikke brukt. Siden viser standardoppsettet ({town}). Årsak: {why}",
    ),
    # --- control panel
    "panel": ("Set-up", "Oppsett"),
    "q_town": ("Which town?", "Hvilken kommune?"),
    "municipality": ("Municipality", "Kommune"),
    "citizens": ("Citizens", "Innbyggere"),
    "months": ("Months", "Måneder"),
    "seeds": ("Seeds", "Frø"),
    "first_seed": ("First seed", "Første frø"),
    "q_size": ("How many, how long, how often?", "Hvor mange, hvor lenge, hvor ofte?"),
    "seeds_help": (
        "The town is scaled down to so many citizens. A seed is one draw of people and chance; more seeds, less chance. The page starts with few, so that answers come at once.",
        "Kommunen skaleres til så mange innbyggere. Et frø er én trekning av folk og flaks; flere frø, mindre flaks. Siden starter med få, så svarene kommer med en gang.",
    ),
    "q_paradigms": ("Which ways of governing?", "Hvilke måter å styre på?"),
    "all_paradigms": ("All presets …", "Alle forhåndsvalg …"),
    "fewer": ("Fewer", "Færre"),
    "q_first": ("What if …", "Hva om …"),
    "all_parameters": ("Everything that can be changed", "Alt som kan endres"),
    "search": ("Search", "Søk"),
    "what": ("What is this?", "Hva er dette?"),
    "unit": ("Unit", "Enhet"),
    "source": ("Source", "Kilde"),
    "to_default": ("Back to", "Tilbake til"),
    "changed_n": ("changed", "endret"),
    "on": ("on", "på"),
    "off": ("off", "av"),
    "g_needs": ("What do people need?", "Hva trenger folk?"),
    "g_access": ("Who gets to the service?", "Hvem når fram til tjenesten?"),
    "g_encounter": ("What happens when citizen and professional meet?", "Hva skjer når innbygger og fagperson møtes?"),
    "g_trust": ("What builds trust, and how does it spread?", "Hva bygger tillit, og hvordan smitter den?"),
    "g_staff": ("Who does the work, and with which money?", "Hvem gjør jobben, og for hvilke penger?"),
    "g_arenas": ("Who takes part and who decides?", "Hvem deltar, og hvem bestemmer?"),
    "g_town": ("What kind of town is it?", "Hva slags kommune er det?"),
    "g_mechanisms": ("What if a mechanism were not there?", "Hva om en mekanisme ikke fantes?"),
    "g_rules": ("What if all ways shared a rule?", "Hva om alle måtene delte en regel?"),
    "g_outcomes": ("How is it measured?", "Hvordan måles det?"),
    # --- results
    "computing": ("computing …", "regner …"),
    "status_done": ("All {seeds} done.", "Ferdig: {seeds}."),
    "status_part": ("{done} of {all} seeds done.", "{done} av {all} frø ferdig."),
    "status_first": ("First seed: month {month} of {months}.", "Første frø: måned {month} av {months}."),
    "status_cancelled": ("Stopped.", "Stoppet."),
    "status_wait": ("Computing …", "Regner …"),
    "status_compiling": (
        "The model's rules are compiled first, once on this machine: {share} %.",
        "Først kompileres modellens regler, én gang på denne maskinen: {share} %.",
    ),
    "status_failed": ("This could not be computed: {why}", "Dette lot seg ikke regne ut: {why}"),
    "cancel": ("Stop", "Stopp"),
    "again": ("Go on", "Fortsett"),
    "ghost": ("Grey: before the last change", "Grått: før siste endring"),
    "ghost_words": ("before the last change", "før siste endring"),
    "keep": ("Keep", "Behold"),
    "keep_help": ("Keep these settings beside others, on the page of scenarios", "Behold dette ved siden av annet, på scenariosiden"),
    "csv": ("Data CSV", "Data CSV"),
    "excel": ("Data for Excel", "Data til Excel"),
    "excel_help": (
        "CSV for an Excel with Norwegian settings: semicolons and decimal commas",
        "CSV som norsk Excel åpner rett: semikolon og desimalkomma",
    ),
    "figure": ("Figure", "Figur"),
    "changed_list": ("Changed: {what}", "Endret: {what}"),
    "scorecard": ("Scorecard", "Resultattavle"),
    "card_caption": (
        "At the end; ratios and hours over the last 12 months. Beside each value: the difference from {first}, paired by seed.",
        "Ved slutten; forholdstall og timer over de siste 12 månedene. Ved siden av: forskjellen fra {first}, parvis etter frø.",
    ),
    "card_fit": ("Service fit", "Treff i tjenestene"),
    "card_resources": ("Resource use: the public's and the citizens'", "Ressursbruk: det offentliges og innbyggernes"),
    "card_trust": ("Trust", "Tillit"),
    "card_inequality": ("Inequality", "Ulikhet"),
    "scorecard_note": (
        "▲ ▼ the 95 % interval of the difference does not hold zero (green: most would call it better; brown: worse). "
        "≈ may be chance. No row is more important than another: weighing them is politics.",
        "▲ ▼ 95 %-intervallet for forskjellen inneholder ikke null (grønt: de fleste vil kalle det bedre; brunt: dårligere). "
        "≈ kan være tilfeldig. Ingen rad er viktigere enn en annen: Å veie dem er politikk.",
    ),
    "sum_against": ("against {first}:", "mot {first}:"),
    "sum_better": ("better: {what}", "bedre: {what}"),
    "sum_worse": ("worse: {what}", "dårligere: {what}"),
    "sum_unsure": ("the rest may be chance", "resten kan være tilfeldig"),
    "outcome": ("Outcome", "Utfall"),
    "better": ("better", "bedre"),
    "worse": ("worse", "dårligere"),
    "unsure": ("may be chance", "kan være tilfeldig"),
    "interval": ("95 % interval {low} to {high}", "95 %-intervall {low} til {high}"),
    "one_seed_only": ("one seed: no interval", "ett frø: ikke noe intervall"),
    "charts": ("Curves", "Kurver"),
    "curves": ("Month by month", "Måned for måned"),
    "show": ("Show", "Vis"),
    "set_main": ("The four main ones", "De fire viktigste"),
    "set_fit": ("Service fit", "Treff i tjenestene"),
    "set_resources": ("Resource use", "Ressursbruk"),
    "set_trust": ("Trust", "Tillit"),
    "set_inequality": ("Inequality", "Ulikhet"),
    "set_work": ("Staff and innovation", "Ansatte og innovasjon"),
    "table": ("Table", "Tabell"),
    "as_table": ("As a table", "Som tabell"),
    "download": ("Download", "Last ned"),
    "full": ("Full screen", "Fullskjerm"),
    "full_screen": ("Full screen", "Fullskjerm"),
    "month": ("month", "måned"),
    "years": ("years", "år"),
    "months_axis": ("months", "måneder"),
    "show_hide": ("Show or hide in the charts", "Vis eller skjul i diagrammene"),
    "values_in_month": ("Values in a month", "Verdier i en måned"),
    "charts_failed": ("The charts could not be loaded. The tables hold the same values.", "Diagrammene kunne ikke lastes. Tabellene har de samme verdiene."),
    "chart_words": ("Last month: {values}.", "Siste måned: {values}."),
    "note_band": (
        "Line: mean over {seeds}; field: 95 % interval. Ratios and hours are over the last 12 months, so the first year still holds months before the start.",
        "Linje: snitt over {seeds}; felt: 95 %-intervall. Forholdstall og timer er over de siste 12 månedene, så det første året har med måneder før start.",
    ),
    "note_one": ("One seed so far: no interval.", "Ett frø så langt: ikke noe intervall."),
    "groups": ("Who gains, who pays?", "Hvem vinner, hvem betaler?"),
    "groups_words": (
        "Difference from {first} by group, at the end; lines are 95 % intervals. The zero line is {first}.",
        "Forskjell fra {first} for hver gruppe, ved slutten; strekene er 95 %-intervaller. Nullinjen er {first}.",
    ),
    "values_in_group": ("Values for a group", "Verdier for en gruppe"),
    "groups_axis": ("difference from {first}, {unit}", "forskjell fra {first}, {unit}"),
    "groups_none": ("Choose at least two ways of governing to compare groups.", "Velg minst to måter å styre på for å sammenligne grupper."),
    "by": ("By", "Etter"),
    "dim_quintile": ("resources (fifths)", "ressurser (femdeler)"),
    "dim_age": ("age", "alder"),
    "dim_district": ("district", "krets"),
    "dim_area": ("service area", "tjenesteområde"),
    "group": ("Group", "Gruppe"),
    "Q1": ("1: least resources", "1: minst ressurser"),
    "Q2": ("2", "2"),
    "Q3": ("3: the middle", "3: i midten"),
    "Q4": ("4", "4"),
    "Q5": ("5: most resources", "5: mest ressurser"),
    "years_old": ("{band} years", "{band} år"),
    "district_n": ("district {n}", "krets {n}"),
    "elder_care": ("elder care", "eldreomsorg"),
    "upbringing": ("upbringing", "oppvekst"),
    "work_income": ("work and income", "arbeid og inntekt"),
    "place": ("place", "stedsutvikling"),
    "case_hours_per_capita": ("Public hours received", "Offentlige timer mottatt"),
    "case_hours_per_capita_help": ("Public hours in the group's own cases, per inhabitant", "Offentlige timer i gruppens egne saker, per innbygger"),
    "hours_month": ("hours/month", "timer/måned"),
    "higher_better": ("right is better", "mot høyre er bedre"),
    "lower_better": ("left is better", "mot venstre er bedre"),
    "wait_seed": ("waiting for the first whole seed …", "venter på det første hele frøet …"),
    "own": ("Own", "Egen"),
    "own_help": ("The hybrid built on the page of rules", "Hybriden som er bygd på regelsiden"),
    "title": ("samskaping: the same town, governed three ways", "samskaping: samme kommune, styrt på tre måter"),
    "heading": ("{town}, {citizens} citizens, {months} months", "{town}, {citizens} innbyggere, {months} måneder"),
}  # fmt: skip

TEXTS = {**_TEXTS, **PAGES}


def text(key: str, language: Language, **values: object) -> str:
    """Return a text in a language, filled in."""
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def words(language: Language, *keys: str) -> dict[str, str]:
    """Return texts that need no filling in, by key, for a component."""
    return {key: text(key, language) for key in keys}


def group_label(dimension: str, group: str, language: Language) -> str:
    """Return what a group of citizens is called."""
    if dimension == "age":
        return text("years_old", language, band=group)
    if dimension == "district":
        return text("district_n", language, n=group)
    return text(group, language)

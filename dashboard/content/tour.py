"""The guided tour for a first lesson: what to look at, in order."""

from __future__ import annotations

from experiments.output.texts import Language

_STEPS: tuple[tuple[str, str, tuple[str, str], tuple[str, str]], ...] = (
    ("compare", '[data-testid="status"]', ("One town, three ways", "Én kommune, tre måter"), (
        "The same people, with the same needs and the same luck, live under three sets of rules. Nobody has written down who wins: it comes out of the rules.",
        "De samme menneskene, med de samme behovene og den samme flaksen, lever under tre regelsett. Ingen har skrevet inn hvem som vinner: Det følger av reglene.",
    )),
    ("compare", '[data-testid="scorecard"]', ("Read the scorecard", "Les resultattavlen"), (
        "Fit, resources, trust, inequality. A triangle says that a difference is hardly chance. Which row matters most to you, and would your neighbour agree?",
        "Treff, ressurser, tillit, ulikhet. En trekant sier at en forskjell neppe er tilfeldig. Hvilken rad er viktigst for deg, og er naboen enig?",
    )),
    ("compare", '[data-testid="slider-needs.lived"]', ("Predict, then move a slider", "Gjett, og dra i en skyver"), (
        "Say aloud what will happen if people's needs call for more lived knowledge. Then move the slider and look: the grey lines are what was before.",
        "Si høyt hva som vil skje hvis behovene krever mer levd kunnskap. Dra så i skyveren og se: De grå linjene er slik det var.",
    )),
    ("compare", '[data-testid="groups"]', ("Who gains, who pays?", "Hvem vinner, hvem betaler?"), (
        "A mean can hide a lot. Look at those with fewest resources, at the old, at the districts.",
        "Et snitt kan skjule mye. Se på dem med minst ressurser, på de eldste, på kretsene.",
    )),
    ("town", "#sk-main", ("Meet a citizen", "Møt en innbygger"), (
        "Let the months pass, click a citizen, and read its story. Then read the same person's life under the other ways.",
        "La månedene gå, klikk på en innbygger og les historien. Les så det samme menneskets liv under de andre måtene.",
    )),
    ("questions", "#sk-main", ("Questions for a group", "Spørsmål til en gruppe"), (
        "Take one question, let everybody write down a guess, and then look together.",
        "Ta ett spørsmål, la alle skrive ned en gjetning, og se etterpå sammen.",
    )),
    ("about", "#sk-main", ("What the model cannot say", "Hva modellen ikke kan si"), (
        "It is a way to think, not a forecast. This page says what it builds on and where it stops.",
        "Den er en måte å tenke på, ikke en prognose. Denne siden sier hva den bygger på, og hvor den stopper.",
    )),
)  # fmt: skip


def steps(language: Language) -> list[dict[str, str]]:
    """Return the steps: page, what to point at, title and text."""
    k = int(language == "nb")
    return [{"page": page, "target": at, "title": title[k], "text": texts[k]} for page, at, title, texts in _STEPS]

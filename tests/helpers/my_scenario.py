"""A scenario of one's own, valid, for tests to load and to spoil."""

MINE = """
municipality = "Bodø"
citizens = 400
months = 5
paradigms = ["thin", "NPG"]

[title]
en = "Mine"
nb = "Min"

[story]
en = "A story."
nb = "En historie."

[[changes]]
name = "needs.wickedness"
value = 2
why_en = "Assumption: to see what it does"
why_nb = "Antakelse: for å se hva det gjør"

[[changes]]
name = "rules.choice.discretion"
value = 0.9
why_en = "Professionals may decide more"
why_nb = "Fagfolk får bestemme mer"
source = "nowhere"

[watch]
outcomes = ["fit", "trust"]
en = "Fit and trust"
nb = "Treff og tillit"

[questions]
en = ["Why?", "How?"]
nb = ["Hvorfor?", "Hvordan?"]
"""

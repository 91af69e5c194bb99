"""A question in a small town, which tests of questions complete with a rule."""

from experiments.evidence.asking.reading import question_of

HEAD = """
title_en = "Is it better?"
claim_en = "It is better."
fails_en = "It may not be."
source = "A test"
outcomes = ["fit", "cost_per_met_need_public_nok"]
[sre]
fit = 0.02
cost_per_met_need_public_nok = "3 %"
[protocol]
citizens = 200
months = 4
seeds = 4
[[arms]]
name = "TPA"
base = "TPA"
[[arms]]
name = "NPG"
base = "NPG"
[[arms]]
name = "responsive"
base = "responsive"
[conditions.today]
title_en = "Today"
[conditions.cut]
title_en = "Cut"
parameters = { "money.case_budget" = "*0.9" }
[conditions.tame]
title_en = "Tame"
start = { "needs.wickedness" = 0.0 }
"""
DIFFERENCE = '[rule]\nkind = "contrast"\n[[rule.tests]]\noutcomes = ["fit"]\nfirst = "NPG"\nsecond = "TPA"\n'
BOX = """
[sampled]
"trust.start" = { low = 0.35, high = 0.7 }
"needs.rate" = { low = 0.04, high = 0.06 }
"staff.competence" = { low = 0.5, high = 0.9 }
[rule]
kind = "box"
points = 200
[[rule.success]]
outcomes = ["fit"]
first = "NPG"
second = "TPA"
"""


def asked(rule: str, head: str = HEAD):
    return question_of(head + rule, "mine", "mine.toml")

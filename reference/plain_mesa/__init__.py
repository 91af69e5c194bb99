"""The model a second time, in plain Mesa: one object a citizen, team, unit and politician, no compiled code.

Written from the ODD page (docs/odd.md), whose equation numbers stand beside each line that carries one out. It shares
with the first implementation the declarations only: parameters, rules, presets, municipalities. `python -m
reference.plain_mesa` compares the two.
"""

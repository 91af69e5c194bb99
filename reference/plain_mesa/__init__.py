"""A second implementation in plain Mesa: an object for each citizen, team, unit and politician, no compiled code.

Written from the ODD page (docs/odd.md); comments give the equation numbers. It shares only declarations with the first
implementation: parameters, rules, presets and municipalities. `python -m
reference.plain_mesa` compares the two.
"""

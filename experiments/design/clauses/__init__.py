"""Clauses that a study file may have: arms, points left out, derived outcomes, and a rule for when to stop."""

"""Clauses that a study file may have: points left out, outcomes of its own making, and a rule for when to stop."""

"""The plan of an evaluation: what a municipality would measure, when, and for whom."""

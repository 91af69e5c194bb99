"""Outcomes: their declarations, and their computation from the town."""

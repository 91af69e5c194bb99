"""The measured outcomes: their declarations, and how each is computed from the town."""

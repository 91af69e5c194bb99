"""A year in steps of a month."""

MONTHS = 12
MONTHLY_FADING = (MONTHS - 1) / MONTHS  # of sums and counts that stand for about a year

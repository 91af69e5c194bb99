"""Under which conditions each paradigm is best, and a test of "only when needed, but then 100 %"."""

"""What a month costs: time per citizen, memory, time per phase, compilation. Reported, never asserted."""

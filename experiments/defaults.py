"""What is run when nothing else is asked for, in one place. Plain values: importing this costs nothing.

Without a municipality and a number of citizens the command line runs a scaled-down town, so that the first answer
comes in about ten seconds on two cores. A municipality that is named is run at its real size.
"""

PARADIGMS = ("TPA", "NPM", "NPG")
PARADIGM = "NPG"
MUNICIPALITY = "Larvik"
CITIZENS = 2_000
SEEDS = 10
FIRST_SEED = 1
MONTHS = 120

# Outcomes of a run are reported as means over its last so many months.
LAST_MONTHS = 12

# For the estimate of `--dry-run`: wall time on one core, and how well two runs share two cores.
NANOSECONDS_PER_CITIZEN_MONTH = 300.0
START_SECONDS = 3.0
COMPILE_SECONDS = 30

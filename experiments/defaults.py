"""The settings of a run where nothing else is given. Plain values: importing them loads little.

Without a municipality and a number of citizens the command line runs a scaled-down town. Its results come in about
ten seconds on two cores. A named municipality is run at its real size.
"""

from model.town.municipalities import SMALLEST_VALID

PARADIGMS = ("TPA", "NPM", "NPG")
PARADIGM = "NPG"
MUNICIPALITY = "Larvik"
CITIZENS = SMALLEST_VALID
SEEDS = 6
FIRST_SEED = 1
MONTHS = 120

# What the command line, studies and Python take at most.
MOST_JOBS = 1024  # runs side by side
MOST_SEEDS = 100_000
MOST_PATTERN_SEEDS = 50  # there are few more municipalities of similar size
LARGEST_SEED = 2**63 - 1
MOST_MONTHS = 12_000  # as in model/timeline/change.py, whose import loads numpy

# The smallest sub-sample that stands for its whole town. Patterns, filed predictions and the table of trust use it.
VALID_CITIZENS = SMALLEST_VALID
VALID_DIFFERENCES = 2_000  # the same for differences between ways of governing alone; docs/sizes.md finds less
WITHOUT_MARGIN = ("wait", "hours_idle", "trust", "turnover")  # outcomes for which docs/sizes.md finds no valid size
VALID_MONTHS = 120  # nobody is born, dies or moves, so no claim reaches beyond ten years

# Of `samskaping validate`, `samskaping ablate` and `samskaping trust`: many runs, so smaller or shorter ones.
PATTERN_CITIZENS, PATTERN_SEEDS = SMALLEST_VALID, 20
ABLATION_CITIZENS, ABLATION_SEEDS, ABLATION_MONTHS = SMALLEST_VALID, 8, 60
TRUST_SEEDS = 24

# Measured times for the estimate of `--dry-run`. A month has a fixed part, which one thread at a time computes, and a
# part for each citizen, for which threads share the cores. Compiling is measured on two cores.
SECONDS_TO_BUILD = 0.005
SECONDS_PER_MONTH = 0.00015
SECONDS_PER_CITIZEN_MONTH = 1.3e-7
START_SECONDS = 5.0
COMPILE_SECONDS = 23  # docs/performance.md

"""What is run when nothing else is asked for, in one place. Plain values: importing this costs nothing.

Without a municipality and a number of citizens the command line runs a scaled-down town, so that the first answer
comes in about ten seconds on two cores. A municipality that is named is run at its real size.
"""

PARADIGMS = ("TPA", "NPM", "NPG")
PARADIGM = "NPG"
MUNICIPALITY = "Larvik"
CITIZENS = 4_000
SEEDS = 6
FIRST_SEED = 1
MONTHS = 120

# Of `samskaping validate` and of `samskaping ablate`: many runs, so smaller or shorter ones.
PATTERN_CITIZENS, PATTERN_SEEDS = 5_000, 20
ABLATION_CITIZENS, ABLATION_SEEDS, ABLATION_MONTHS = 3_000, 8, 60

# For the estimate of `--dry-run`, as measured: what making a town takes, what a month takes whatever the town's size
# (one thread at a time), what each citizen adds (threads share the cores), what starting and drawing take, and
# compiling on two cores when nothing is compiled.
SECONDS_TO_BUILD = 0.005
SECONDS_PER_MONTH = 0.0007
SECONDS_PER_CITIZEN_MONTH = 3e-7
START_SECONDS = 5.0
COMPILE_SECONDS = 25

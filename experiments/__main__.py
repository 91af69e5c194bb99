"""`python -m experiments` is the command line, as `samskaping` is."""

import sys

from experiments.cli import main

sys.exit(main())

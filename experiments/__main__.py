"""`python -m experiments` is the command line, as `samskaping` is."""

import sys

from experiments.cli.command_line import main

sys.exit(main())

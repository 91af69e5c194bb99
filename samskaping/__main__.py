"""`python -m samskaping` is the command line, as `samskaping` is."""

import sys

from samskaping.command import main

sys.exit(main())

"""The dashboard: pages that show what the command line computes. `samskaping dashboard` opens it."""

from samskaping.names import need

need(__file__, "agents", "model", "experiments")

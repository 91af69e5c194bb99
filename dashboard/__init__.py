"""The dashboard: pages that show what the command line computes. `samskaping dashboard` opens it."""

"""The commands of `samskaping`, one a file; each module has a `command`."""

"""Questions with a decision rule fixed beforehand: `samskaping ask`."""

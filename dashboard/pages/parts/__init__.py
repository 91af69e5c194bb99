"""Parts of pages: the settings, the scorecard, an open case, two towns, changes along the way, and their words."""

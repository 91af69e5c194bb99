"""A single run: its settings, scenario and manifest, runs side by side, and estimates over seeds."""

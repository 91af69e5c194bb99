"""The rules in force: the seven rule groups, the presets, and a paradigm as an overlay on the status quo."""

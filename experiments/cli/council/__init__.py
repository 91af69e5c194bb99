"""Commands for a council and its administration."""

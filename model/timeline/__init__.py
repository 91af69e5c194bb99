"""Changes in the course of a run: paradigms, rules and parameters that take effect in a given month."""

"""Processes, signals and compiled rules on the machine that runs the model."""

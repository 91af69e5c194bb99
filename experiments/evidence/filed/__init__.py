"""Predictions and tests of patterns that were filed before they were run, in frozen files."""

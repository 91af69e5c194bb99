"""Calibration to Norway: targets with sources, one fit for all paradigms, and a check on other municipalities.

Only the status quo is fitted, and no paradigm is. Parameters that the targets do not identify are listed.
"""

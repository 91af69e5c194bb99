"""Calibration to Norway: imposed targets with sources, one fit for all paradigms, and a check on other municipalities.

Only the status quo is fitted, so no paradigm is; what the targets cannot tell is listed, not hidden.
"""

"""Calibration to targets of one's own, by history matching: which parameter values no target rules out.

Waves of runs alternate with emulators (Gaussian processes by scikit-learn). Each wave lies where the emulators of the
wave before find no target missed by more than the cutoff.
"""

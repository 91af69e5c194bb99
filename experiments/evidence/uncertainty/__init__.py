"""Uncertainty: chance between seeds, and the parameters that results depend on."""

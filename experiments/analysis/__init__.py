"""Analyses of a sweep's results: sensitivity, contrasts, trade-offs and scenario discovery, with their figures.

`points` reads a complete sweep as an array. The other modules take results and return tidy tables. Nothing here runs
the model.
"""

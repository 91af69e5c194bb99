"""Measurements of single targets: fixed cost, limits of the machine, processes, sweeps, the whole country."""

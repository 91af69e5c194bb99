"""Sweeps of studies: the runner, its workers, the folder of results and how it is read."""

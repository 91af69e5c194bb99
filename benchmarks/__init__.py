"""Benchmarks: time per citizen, memory, time per phase, compilation. They report figures and assert nothing."""

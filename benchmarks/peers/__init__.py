"""One small model, "TrustTown", written for this project's engine, in C, for numpy, and for other frameworks.

A month has six phases. Needs arrive. Citizens take up services by trust and resources. A queue in random order meets a
capacity. One professional serves, and misses two of six dimensions of a need. Neighbours talk. Five outcomes are
measured. `python -m benchmarks peers` checks that all versions are the same model, and prints their times.
"""

"""One small model, "TrustTown", written for this project's engine, in C, for numpy, and for other frameworks.

Six phases a month: needs arrive, citizens take up services by trust and resources, a queue in random order meets a
capacity, one professional serves and misses two of six dimensions of a need, neighbours talk, five outcomes are
measured. `python -m benchmarks peers` checks that all versions are the same model, and prints their times.
"""

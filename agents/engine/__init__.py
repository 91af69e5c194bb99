"""Storage of columns and compilation of rules: tables, packed arguments, kernels, their cache and its lock."""

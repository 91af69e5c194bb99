"""Storage of columns and compilation of rules: tables, a town inside kernels, kernels, their cache and its lock."""

"""How columns are stored and how rules are compiled: tables, packed arguments, kernels, their cache and lock."""

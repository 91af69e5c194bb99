"""State of the town: people, ties, areas, shared problems, the ledger, and figures of municipalities."""

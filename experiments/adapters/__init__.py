"""Adapters of the model for other tools. Each adapter needs its tool; other modules need no adapter."""

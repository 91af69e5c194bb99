"""The model as other tools want it. Each adapter needs that tool, and nothing else here needs the adapter."""

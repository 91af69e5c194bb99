"""When is each way of governing best? A map over conditions, and a test of "only when needed, but then 100 %"."""

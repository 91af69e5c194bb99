"""The model a second time, written from its description, to check the first."""

"""A second implementation of the model, written from its description, to check the first."""

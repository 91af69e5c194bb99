"""Commands that test the model and write the pages on how far to trust it."""

"""Commands that make the pages on what the model is worth."""

"""The answer of a question on two pages, for a council."""

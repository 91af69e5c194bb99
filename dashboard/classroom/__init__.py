"""Class mode: a leader opens a room, phones join with a code, guess, and see what the model answers."""

"""Output for people: texts in their language, tables, figures, files and the terminal."""

"""What people read: texts in two languages, tables, figures, files and the terminal."""

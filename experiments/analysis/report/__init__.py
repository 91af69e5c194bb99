"""Results of an analysis as tables, figures and pages, in the reader's language."""

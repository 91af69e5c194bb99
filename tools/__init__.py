"""Tools for those who change the project; not part of what is installed."""

"""A study: what is varied, how, how often and what is kept, read from TOML and checked."""

"""Studies: factors, design, seeds and kept outcomes, read from TOML and checked."""

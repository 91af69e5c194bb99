"""What `python -m benchmarks` measures of the model."""

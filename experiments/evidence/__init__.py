"""What the model is worth: validation, calibration, ablation, contingency, uncertainty, the ODD page."""

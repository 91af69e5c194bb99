"""Evidence about the model: validation, calibration, ablation, contingency, robustness, uncertainty, the ODD page."""

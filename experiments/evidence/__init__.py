"""Evidence about the model: validation, calibration, ablation, contingency, uncertainty, the ODD page."""

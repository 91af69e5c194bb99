"""Every number of the model, declared once: parameters by theme, and the switches of mechanisms."""

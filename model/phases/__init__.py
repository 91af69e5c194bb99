"""The phases of a month, one module each, in the order of `model.month.STEP`."""

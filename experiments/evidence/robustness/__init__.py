"""Could it be otherwise? Every headline under changes of structure, numbers, presets, size and time."""

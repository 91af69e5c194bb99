"""Ablation: what switching a mechanism off sets. Each is an overlay of neutral values, so no rule needs a branch."""

from typing import Any

from model.parameters.parameters import Mechanisms, Parameters


def neutral_values() -> dict[str, dict[str, Any]]:
    """Return the values that take effect while a mechanism is off, by mechanism and dotted name, as declared."""
    extras: dict[str, Any] = {name: field.json_schema_extra for name, field in Mechanisms.model_fields.items()}
    return {name: extra["off"] for name, extra in extras.items()}


OFF = neutral_values()


def effective(parameters: Parameters) -> Parameters:
    """Return the parameters with the values of every mechanism that is switched off made neutral."""
    overlay: dict[str, Any] = {}
    for name, values in OFF.items():
        if not getattr(parameters.mechanisms, name):
            overlay.update(values)
    return parameters.updated(overlay) if overlay else parameters

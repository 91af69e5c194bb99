"""Ablation: what switching a mechanism off sets. Each is an overlay of neutral values, so no rule needs a branch."""

from typing import Any

from model.parameters.parameters import Parameters

OFF: dict[str, dict[str, Any]] = {
    "burden": {
        "access.learning_cost": 0.0,
        "access.compliance_cost": 0.0,
        "access.stigma": 0.0,
        "access.wait": 0.0,
    },
    "coping": {"delivery.least_attention": 1.0, "delivery.routine": 0.0},
    "standardisation": {"encounter.categories_dimensions": 1},
    "misconception": {"encounter.misconception": 0.0, "encounter.misconception_lived": 0.0},
    "group_bias": {"encounter.bias_professional": 0.0, "encounter.bias_lived": 0.0},
    "codelivery": {"delivery.largest_share": 0.0, "delivery.shortfall": 0.0},
    "failure_demand": {"delivery.returning": 0.0},
    "disconfirmation": {"trust.exceeded": 0.0, "trust.disappointed": 0.0, "trust.expectation_published": 0.0},
    "halo": {"trust.halo": 0.0},
    "procedural_justice": {
        "trust.process_weight": 0.0,
        "trust.process_when_bad": 0.0,
        "trust.justice_weight": 0.0,
    },
    "trust_asymmetry": {"trust.loss_aversion": 1.0},
    "social_influence": {"social.influence": 0.0, "social.voice_hearsay": 0.0, "social.ownership_share": 0.0},
    "expected_input_followed": {"arenas.join_input_followed": 0.0},
    "ownership": {"delivery.use_ownership": 0.0},
    "collective_search": {"arenas.proposals": 0},
    "group_trust": {
        "arenas.quorum": 0.0,
        "arenas.group_trust_start": 0.5,
        "arenas.group_trust_rate": 0.0,
        "arenas.facilitator_spread": 0.0,
    },
    "gaming": {"market.gaming": 0.0, "market.inflation": 0.0},
    "slack": {"market.slack_wear": 0.0},
    "choice": {"market.sharpness": 0.0},
    "exit_and_voice": {
        "access.complain": -10.0,
        "access.complain_shortfall": 0.0,
        "access.leave": -10.0,
        "access.give_up": -10.0,
    },
    "adoption": {"politics.adopt_base": 5.0, "politics.adopt_status": 0.0, "politics.adopt_cost": 0.0},
    "learning": {"staff.learning": 0.0, "staff.relearning": 0.0, "arenas.learning_exponent": 0.0},
    "strain": {"staff.strain_load": 0.0, "staff.strain_loss": 0.0, "staff.strain_turnover": 0.0},
    "inertia": {"roles.worst": 1.0},
}


def effective(parameters: Parameters) -> Parameters:
    """Return the parameters with the values of every mechanism that is switched off made neutral."""
    overlay: dict[str, Any] = {}
    for name, values in OFF.items():
        if not getattr(parameters.mechanisms, name):
            overlay.update(values)
    return parameters.updated(overlay) if overlay else parameters

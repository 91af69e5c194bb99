"""A mechanism of your own: citizens compare themselves with a neighbour, and remember how often they were moved."""

from agents.engine.kernel import kernel
from model.chance import uniform
from model.extend import column, mechanism, parameter


@kernel
def meet(trust, moved, identity, start, other, pull, chance, seed, stream, month):
    """Move the trust of citizens who meet one of their ties toward that person's trust."""
    before = trust.copy()
    for i in range(len(trust)):
        ties = start[i + 1] - start[i]
        if ties == 0 or uniform(seed, stream, month, identity[i], 0) >= chance:  # the person's own chance
            continue
        k = start[i] + int(uniform(seed, stream, month, identity[i], 1) * ties)
        trust[i] += pull * (before[other[k]] - before[i])
        moved[i] += 1.0


@mechanism(
    after="influence",
    pull=parameter(0.05, 0, 1, "share", "How far trust moves toward a neighbour's in a meeting"),
    chance=parameter(0.2, 0, 1, "a month", "Chance that a citizen meets a neighbour"),
    moved=column("citizens", low=0, unit="meetings", meaning="How often a neighbour moved the citizen's trust"),
)
def word_of_mouth(town, own):
    """Citizens' trust moves toward that of a neighbour whom they meet."""
    meet(
        town.citizens.trust, own.moved, town.citizens.identity, town.tie_start, town.tie_other, own.pull, own.chance,
        town.seed, own.stream, town.month,
    )  # fmt: skip

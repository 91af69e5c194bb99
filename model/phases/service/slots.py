"""The slots of citizens' needs that are in use, in order."""

import numpy as np

from agents.engine.kernel import kernel


@kernel
def slots_from(need_state, least):
    """Return every slot whose state is `least` or further on, (found,) int64: row of the citizen * 3 + slot.

    `need_state` (citizens, 3) holds states in the order in which a need passes them.
    """
    states = need_state.ravel()
    found = 0
    for state in states:
        found += 1 if state >= least else 0
    slots = np.empty(found + 1, np.int64)
    k = 0
    for place in range(len(states)):
        slots[k] = place  # written for every slot: half of all branches would be guessed wrong
        k += 1 if states[place] >= least else 0
    return slots[:found]

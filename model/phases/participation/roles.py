"""Roles: rules in force, triage, and the inertia of the people who practise the rules.

Politicians, leaders, professionals and citizens are used to the rules that they have practised. A new rule has its full
effect only when they have adapted. All paradigms start from the habits of the status quo.
"""

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.table import AREAS
from model.chance import SIGNAL, normals
from model.paradigms.paradigm import Paradigm
from model.paradigms.phasing import Phasing
from model.paradigms.rules import RANGES, ROLES, RULE
from model.phases.occasional import occasional
from model.town.fidelity import mean_fidelity, practice_of
from model.town.ledger import EVENT
from model.town.town import Town

PRACTISED = np.array([RULE._fields.index(name) for names in ROLES.values() for name in names])  # rules, role by role
LAST = np.array([len(names) for names in ROLES.values()]).cumsum()  # where each role's end in it
NOBODYS = len(ROLES)  # place of the rules that no role practises, after the roles
ROLE_OF = np.array(
    [next((k for k, names in enumerate(ROLES.values()) if name in names), NOBODYS) for name in RULE._fields]
)  # place of the role that practises each rule

UNMEASURED_SIGN = 0.6  # weight of unmeasurable work, relative to failure demand, in the signals of triage
THOUSAND = 1000.0  # citizens that `triage_hours` counts by
KNOWN, IMPROVABLE, UNKNOWN = 0, 1, 2  # options of triage by what is known in an area


def take_rules(town: Town, paradigm: Paradigm, habituated: bool = False, phasing: Phasing | None = None) -> None:
    """Put a paradigm's rules in force; `habituated` makes all roles used to them at once.

    `phasing` holds how far rules have come, where they are phased in.
    """
    town.paradigm = paradigm
    town.phasing = phasing
    town.signs = None
    town.months_of_paradigm = 0
    town.picks = triage(town) if paradigm.has_options else None
    put_in_force(town, _decided(town))
    for area in range(AREAS):
        town.areas.renew_rules(area)
    if habituated:
        town.habit = town.rules.copy()
    renew_readiness(town)


def change_rules(town: Town, paradigm: Paradigm, phasing: Phasing | None = None) -> None:
    """Change some rules of the paradigm in force, which continues: its months, decisions and triage count on."""
    town.paradigm = paradigm
    town.phasing = phasing
    _renew(town)
    renew_readiness(town)


def _sorting_is_due(town: Town) -> bool:
    return town.paradigm.has_options and town.months_of_paradigm > 0 and town.months_of_paradigm % 12 == 0


@occasional(_sorting_is_due)
def sort_areas(town: Town) -> None:
    """Under triage, let the year's signals change the rules of areas."""
    picks = triage(town)
    if town.picks is None or (picks != town.picks).any():
        town.picks = picks
        _renew(town)


@kernel
def adapt_roles(town):
    """Adapt roles to the rules in force."""
    _grow(town.rules, town.usual, town.habit, town.numbers.roles)
    renew_readiness(town)
    town.months_of_paradigm += 1


def _renew(town: Town) -> None:
    """Put the rules that are decided now in force, and rewrite them in the areas where they change."""
    before = town.rules
    put_in_force(town, _decided(town))
    for area in np.flatnonzero((town.rules != before).any(axis=1)):
        town.areas.renew_rules(int(area))


def _decided(town: Town) -> np.ndarray:
    """Return the rules of the paradigm in force, (areas, rules), as far as they are phased in."""
    return town.paradigm.matrix(town.picks) if town.phasing is None else town.phasing.matrix(town.picks)


def put_in_force(town: Town, rules: np.ndarray) -> None:
    """Put rules (areas, rules) in force, which units carry out more or less faithfully."""
    town.rules = rules
    town.asks_volunteers = bool(rules[:, RULE.volunteers].any())
    town.supports_initiative = bool(rules[:, RULE.initiative_support].any())
    town.practice, town.usual = practice_of(rules, town.fidelity)
    town.carried_out = mean_fidelity(rules, town.fidelity)


@kernel
def _grow(rules, usual, habit, roles):
    """Move habits (areas, rules) toward the rules, faster the more training there usually is. Equation E71.

    Each role has a pace of its own; within a month no habit goes further than to its rule.
    """
    paces = (roles.pace_politicians, roles.pace_leaders, roles.pace_professionals, roles.pace_citizens, 1.0)
    for a in range(len(rules)):
        months = roles.months + usual[a, RULE.training] * (roles.trained_months - roles.months)
        for k in range(rules.shape[1]):
            habit[a, k] += (rules[a, k] - habit[a, k]) / max(months / paces[ROLE_OF[k]], 1.0)


@kernel
def renew_readiness(town):
    """Fill the readiness of each role for the rules in force."""
    _ready(town.rules, town.habit, town.numbers.roles.worst, town.readiness)


@kernel
def _ready(rules, habit, worst, readiness):
    """Fill `readiness` (roles,): 1 where habits equal the rules, `worst` where they are furthest apart.

    Equation E72.
    """
    first = 0
    for role in range(len(LAST)):
        gaps = 0.0
        for k in PRACTISED[first : LAST[role]]:
            gap = 0.0
            for a in range(len(rules)):  # each area has habits of its own
                gap += abs(rules[a, k] - habit[a, k])
            gaps += gap / (AREAS * RANGES[k])
        readiness[role] = worst + (1.0 - worst) * (1.0 - gaps / (LAST[role] - first))
        first = LAST[role]


def triage(town: Town) -> np.ndarray:
    """Return which option each area gets, (areas,): 0 known, 1 improvable, 2 not yet existing knowledge.

    Triage does not observe the kind of knowledge. Its signal is the area's failure demand and the share of work that
    cannot be measured, with error and with memory of earlier years. Sorting costs hours in the areas that it sorts.
    Equation E73.
    """
    r = town.p.roles
    events = town.ledger.window_events()[-AREAS:]
    failure = events[:, EVENT.return_cases] / np.maximum(events[:, EVENT.cases], 1.0)
    error = np.array([normals(town.seed, SIGNAL, town.month, a, 0)[0] for a in range(AREAS)])
    signal = failure + UNMEASURED_SIGN * (1.0 - town.areas.measurability) + r.triage_error * error
    town.signs = signal if town.signs is None else r.triage_memory * town.signs + (1.0 - r.triage_memory) * signal
    hours = r.triage_hours * town.population / THOUSAND * town.areas.share
    town.unbooked += np.where(town.paradigm.triaged(), hours, 0.0)
    not_known = np.where(town.signs < r.triage_unknown, IMPROVABLE, UNKNOWN)
    return np.where(town.signs < r.triage_known, KNOWN, not_known).astype(np.int64)

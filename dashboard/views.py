"""A visitor's view of the map's page and of the town's page, and how a link encodes it. It holds no settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agents.errors import InputError, shown
from dashboard.limits import integer
from experiments.evidence.arms import VERSIONS
from experiments.evidence.contingency.stored import NAMES
from experiments.evidence.contingency.studies import OUTCOMES
from experiments.evidence.contingency.worlds import LEVELS, TODAY, World
from samskaping.language import Listing


@dataclass(frozen=True)
class MapView:
    """What the map of the best way of governing shows: an outcome over two conditions, the others held."""

    outcome: str = OUTCOMES[0]
    x: str = "lived"
    y: str = "budget"
    version: str = VERSIONS[0]
    held: tuple[tuple[str, float], ...] = ()
    """(condition, level) where a condition that is not on the map differs from today, in the order of `NAMES`."""

    @property
    def world(self) -> World:
        """The level of every condition; of those on the map, today's."""
        return {**TODAY, **dict(self.held)}

    def changed(self, name: str, value: object) -> MapView:
        """Return the view with one part changed: outcome, x, y, version, or a condition that is held.

        A condition that takes the other's axis swaps with it. Raises `InputError` for a value that is not valid.
        """
        x, y, outcome, version, held = self.x, self.y, self.outcome, self.version, dict(self.held)
        if name == "outcome":
            outcome = one_of(name, value, OUTCOMES)
        elif name == "version":
            version = one_of(name, value, VERSIONS)
        elif name == "x":
            x, y = one_of(name, value, NAMES), self.x if value == self.y else self.y
        elif name == "y":
            y, x = one_of(name, value, NAMES), self.y if value == self.x else self.x
        else:
            held[one_of("map", name, NAMES)] = level_of(name, value)
        kept = tuple((n, held[n]) for n in NAMES if n in held and n not in (x, y) and held[n] != TODAY[n])
        return MapView(outcome, x, y, version, kept)

    def to_link(self) -> str:
        """Return the view as a link has it, or "" for the first view."""
        parts = [self.outcome, self.x, self.y, self.version, *(f"{name}:{level:g}" for name, level in self.held)]
        return "" if self == MapView() else ",".join(parts)

    @classmethod
    def from_link(cls, text: str) -> MapView:
        """Return the view in a link; raise `InputError` where it is not valid."""
        if not text:
            return cls()
        outcome, x, y, version, *held = [*text.split(","), *[""] * 3][: max(4, text.count(",") + 1)]
        view = cls(
            one_of("map", outcome, OUTCOMES), one_of("map", x, NAMES), one_of("map", y, NAMES),
            one_of("map", version, VERSIONS),
        )  # fmt: skip
        if x == y:
            raise InputError(
                "map = {value} in the link is not valid: the two conditions are the same", value=shown(text)
            )
        for one in held:
            name, _, level = one.partition(":")
            view = view.changed(one_of("map", name, NAMES), level)
        return view


COLOURINGS = ("trust", "fit", "need", "wait")
"""What citizens on the town's map are coloured by."""
SIDE_BY_SIDE = 3
"""Towns that are drawn side by side at most."""
TOWN_CITIZENS, TOWN_MONTHS = 1_500, 120
"""The most that the town's page shows, so that each citizen can be seen."""


@dataclass(frozen=True)
class TownView:
    """What the town's page shows: a month, a citizen (-1: none), a colouring, ways of governing (none: the first)."""

    month: int = 0
    citizen: int = -1
    colour: str = COLOURINGS[0]
    ways: tuple[str, ...] = ()

    def to_link(self) -> list[tuple[str, str]]:
        """Return the view as pairs of a link, without default values."""
        pairs = {
            "town_month": str(self.month), "town_citizen": str(self.citizen), "town_colour": self.colour,
            "town_ways": ",".join(self.ways),
        }  # fmt: skip
        default = {"town_month": "0", "town_citizen": "-1", "town_colour": COLOURINGS[0], "town_ways": ""}
        return [(key, value) for key, value in pairs.items() if value != default[key]]

    @classmethod
    def from_link(cls, pairs: Mapping[str, str]) -> TownView:
        """Return the view in a link's pairs; raise `InputError` where it is not valid."""
        ways = tuple(name for name in pairs.get("town_ways", "").split(",") if name)
        return cls(
            integer("town_month", pairs.get("town_month", 0), (0, TOWN_MONTHS)),
            integer("town_citizen", pairs.get("town_citizen", -1), (-1, TOWN_CITIZENS - 1)),
            one_of("town_colour", pairs.get("town_colour", COLOURINGS[0]), COLOURINGS),
            tuple(dict.fromkeys(ways))[:SIDE_BY_SIDE],
        )


TOWN_KEYS = ("town_month", "town_citizen", "town_colour", "town_ways")


def level_of(name: str, value: object) -> float:
    """Return the level of a condition that a number, or text, stands for; raise `InputError` for others."""
    try:
        number = float(str(value)[:20])
    except ValueError:
        number = float("nan")
    found = next((level for level in LEVELS[name] if f"{level:g}" == f"{number:g}"), None)
    if found is None:
        levels = [f"{level:g}" for level in LEVELS[name]]
        raise InputError("{what} = {value} in the link is not valid; it must be {names}",
                         what=name, value=shown(value), names=Listing(levels, "or"))  # fmt: skip
    return found


def one_of(what: str, value: object, valid: tuple[str, ...]) -> str:
    """Return a value of a link that is one of the valid ones; raise `InputError` for others."""
    if value not in valid:
        raise InputError("{what} = {value} in the link is not valid; it must be {names}",
                         what=what, value=shown(value), names=Listing(valid, "or"))  # fmt: skip
    return str(value)

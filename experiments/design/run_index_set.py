"""The set of completed runs of a study, by their places in its order, as a few numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class RunIndexSet:
    """A set of whole numbers from 0, kept as stretches. Written "0-499 700-900"."""

    firsts: tuple[int, ...] = ()
    lasts: tuple[int, ...] = ()

    @classmethod
    def of(cls, places: Iterable[int]) -> RunIndexSet:
        """Return the set of some places."""
        return cls._joined((place, place) for place in sorted(places))

    @classmethod
    def read(cls, text: str) -> RunIndexSet:
        """Return the set in a text such as "0-499 700-900"; raise ValueError where the text has another form."""
        ends = [[int(end) for end in stretch.split("-")] for stretch in text.split()]
        return cls._joined(sorted((first, last) for first, last in ends))

    @classmethod
    def _joined(cls, stretches: Iterable[tuple[int, int]]) -> RunIndexSet:
        """Join sorted stretches that touch or overlap."""
        joined: list[list[int]] = []
        for first, last in stretches:
            if joined and first <= joined[-1][1] + 1:
                joined[-1][1] = max(joined[-1][1], last)
            else:
                joined.append([first, last])
        return cls(tuple(first for first, _ in joined), tuple(last for _, last in joined))

    def __or__(self, other: RunIndexSet) -> RunIndexSet:
        return self._joined(sorted([*self.stretches(), *other.stretches()]))

    def __contains__(self, place: int) -> bool:
        k = bisect_right(self.firsts, place) - 1
        return k >= 0 and place <= self.lasts[k]

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.stretches())

    def __iter__(self) -> Iterator[int]:
        return (place for first, last in self.stretches() for place in range(first, last + 1))

    def __str__(self) -> str:
        return " ".join(f"{first}-{last}" for first, last in self.stretches())

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield first and last of each stretch, in order."""
        return zip(self.firsts, self.lasts, strict=True)

"""Results kept for visitors with the same settings: those not used for the longest go first."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

MEMORY = 96 * 2**20
"""Bytes of results kept."""


class Kept:
    """Messages of units that are done, by name, up to a number of bytes. Not safe for threads: the pool locks."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory, self.bytes = memory, 0
        self._done: OrderedDict[Hashable, tuple[int, list[tuple[str, Any]]]] = OrderedDict()

    def __contains__(self, name: Hashable) -> bool:
        return name in self._done

    def __len__(self) -> int:
        return len(self._done)

    def messages(self, name: Hashable) -> list[tuple[str, Any]]:
        """Return the messages of a unit, which then counts as used last. Raises `KeyError` if it is not kept."""
        self._done.move_to_end(name)
        return self._done[name][1]

    def add(self, name: Hashable, messages: list[tuple[str, Any]], size: int) -> None:
        """Keep the messages of a unit, of so many bytes, and drop others to make room.

        They replace earlier ones of the same name: two workers may have computed the same unit.
        """
        replaced, _ = self._done.pop(name, (0, []))
        self.bytes -= replaced
        self._done[name] = (size, messages)
        self.bytes += size
        while self.bytes > self._memory and self._done:
            _, (dropped, _) = self._done.popitem(last=False)
            self.bytes -= dropped


def size_of(content: Any) -> int:
    """Return about how many bytes a message holds."""
    if hasattr(content, "nbytes"):
        return int(content.nbytes)
    if isinstance(content, (list, tuple)):
        return 64 + sum(size_of(one) for one in content)
    if isinstance(content, dict):
        return 64 + sum(size_of(one) for one in content.values())
    if hasattr(content, "__dict__"):
        return 64 + sum(size_of(one) for one in vars(content).values())
    return sys.getsizeof(content)

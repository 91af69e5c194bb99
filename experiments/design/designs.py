"""Designs: which points of the factors' space a study visits.

Factors with lists of levels are crossed with each other and, in the sampled designs, with every sampled point. So each
level has the same sample, and levels (of the paradigm, say) can be compared in pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress, product
from math import gcd, prod
from typing import Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.design.factors import Factor
from experiments.design.samples import repeated, repeats, sample_blocks
from experiments.design.values import integer_of

KINDS = ("list", "factorial", "lhs", "sobol", "morris")
SAMPLED = ("lhs", "sobol", "morris")
MOST_SAMPLES = 1 << 20
MOST_ROWS = 10_000_000  # of a sample, which is drawn several times to find repeated points

Point = dict[str, Any]


@dataclass(frozen=True)
class Design:
    """The rule by which factors become points.

    Attributes:
        kind: "list" (the k-th level of each factor together), "factorial" (every combination), "lhs" (Latin hypercube),
            "sobol" (Saltelli's sample for Sobol' indices), "morris" (trajectories for elementary effects).
        samples: points of "lhs"; base samples of "sobol", a power of two, which make samples x (factors + 2) points, or
            x (2 factors + 2) with `second_order`; trajectories of "morris", which make samples x (factors + 1).
        seed: of the sample.
        second_order: whether "sobol" also samples for interactions of pairs.
    """

    kind: str
    samples: int = 0
    seed: int = 1
    second_order: bool = False
    groups: tuple[str, ...] = ()
    """The group of each range, in their order, where "sobol" varies groups of ranges together; else empty."""

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes as plain data."""
        plain = {"kind": self.kind, "samples": self.samples, "seed": self.seed, "second_order": self.second_order}
        return {**plain, "groups": self.groups} if self.groups else plain

    def rows(self, ranges: int) -> int:
        """Return how many rows a sample of `ranges` ranges has; 1 where nothing is sampled."""
        if self.groups:
            ranges = len(set(self.groups))
        if self.kind == "sobol":
            return self.samples * ((2 * ranges if self.second_order else ranges) + 2)
        return self.samples * (ranges + 1 if self.kind == "morris" else 1) if self.kind in SAMPLED else 1

    def most(self, factors: Sequence[Factor]) -> int:
        """Return the number of points, counting repeated points each time, without drawing the sample."""
        if self.kind == "list":
            return len(factors[0].levels) if factors else 1
        levels = [len(factor.levels) for factor in factors if not factor.sampled]
        return prod(levels) * self.rows(len(factors) - len(levels))

    def at(self, place: int, factors: Sequence[Factor]) -> Point:
        """Return a point of a design without a sample, by its place among `points`."""
        point = {}
        for factor in reversed(factors):  # the last changes fastest
            levels = len(factor.levels)
            point[factor.name] = factor.levels[place % levels]
            place = place if self.kind == "list" else place // levels
        return {factor.name: point[factor.name] for factor in factors}

    def some(self, factors: Sequence[Factor], most: int) -> Iterator[Point]:
        """Yield at most `most` points: spread evenly over the levels, with the first rows of a sample.

        A sample's first rows lie everywhere in its ranges.
        """
        count = self.most(factors)
        if count <= most:
            yield from self.points(factors)
            return
        ranges = [factor.name for factor in factors if factor.sampled]
        listed = [factor for factor in factors if not factor.sampled]
        first = list(zip(*(c.tolist() for c in next(self._sample(factors).columns())), strict=True)) if ranges else [()]
        crossed = count // self.rows(len(ranges))
        step = _step(crossed)
        for k in range(most):
            point = {**self.at(k * step % crossed, listed), **dict(zip(ranges, first[k % len(first)], strict=True))}
            yield {factor.name: point[factor.name] for factor in factors}

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the number of points, counting a repeated point once."""
        if self.kind not in SAMPLED:
            return self.most(factors)
        crossed = prod(len(factor.levels) for factor in factors if not factor.sampled)
        return crossed * self._sample(factors).distinct

    def points(self, factors: Sequence[Factor], once: bool = False) -> Iterator[Point]:
        """Yield the points in order, each {factor: value}; crossed levels of one sample follow each other.

        A sample may repeat a point, mostly one of whole numbers. Analyses need it each time, runs only `once`.
        """
        names = [factor.name for factor in factors]
        if self.kind == "list":
            for levels in zip(*(factor.levels for factor in factors), strict=True):
                yield dict(zip(names, levels, strict=True))
            if not factors:
                yield {}
            return
        crossed = [factor for factor in factors if not factor.sampled]
        ranges = [factor.name for factor in factors if factor.sampled]
        for row in self._sample(factors).rows(once) if ranges else [()]:
            sampled = dict(zip(ranges, row, strict=True))
            for levels in product(*(factor.levels for factor in crossed)):
                point = {**sampled, **dict(zip([f.name for f in crossed], levels, strict=True))}
                yield {name: point[name] for name in names}

    def _sample(self, factors: Sequence[Factor]) -> _Sample:
        return _sample_of(self, tuple(factor for factor in factors if factor.sampled))

    def blocks(self, d: int) -> Iterator[np.ndarray]:
        """Yield the sample of `d` ranges as shares of them, (rows, d) a block."""
        return sample_blocks(self.kind, self.samples, d, self.seed, self.second_order, self.groups)

    def sample(self, d: int) -> np.ndarray:
        """Return the whole sample as shares of the `d` ranges, (rows, d), in the order in which SALib analyses it."""
        return np.concatenate(list(self.blocks(d)))


@dataclass(frozen=True)
class _Sample:
    """The sampled values of the factors that have a range, a block at a time."""

    design: Design
    ranges: tuple[Factor, ...]

    def columns(self) -> Iterator[list[np.ndarray]]:
        """Yield the values of each factor, (rows,) each, a block at a time."""
        for block in self.design.blocks(len(self.ranges)):
            yield [factor.at(share) for factor, share in zip(self.ranges, block.T, strict=True)]

    @cached_property
    def repeats(self) -> np.ndarray:
        """A bit a row: whether an earlier row is the same point."""
        return repeats(lambda: (np.column_stack(block).astype(float) for block in self.columns()))

    @cached_property
    def distinct(self) -> int:
        """The number of different points."""
        rows = sum(len(block[0]) for block in self.columns())
        return rows - int(np.unpackbits(self.repeats).sum())

    def rows(self, once: bool) -> Iterator[tuple[Any, ...]]:
        """Yield the rows in order as Python's numbers; with `once`, only the first of equal rows."""
        first = 0
        for block in self.columns():
            last = first + len(block[0])
            rows = zip(*(column.tolist() for column in block), strict=True)
            yield from compress(rows, ~repeated(self.repeats, first, last)) if once else rows
            first = last


def _step(count: int) -> int:
    """Return a step that visits each of `count` places once, spread evenly, when it is repeated modulo `count`.

    It is near the golden section and has no common divisor with `count`: otherwise it would skip levels of a factor.
    """
    step = round(count * 0.6180339887)
    while gcd(step, count) > 1:
        step += 1
    return step


@lru_cache(maxsize=8)
def _sample_of(design: Design, ranges: tuple[Factor, ...]) -> _Sample:
    """Return a sample, the same object each time, so that repeated points are found once."""
    return _Sample(design, ranges)


def read_design(given: Any, factors: Sequence[Factor], where: str) -> Design:
    """Return the design a study file asks for, checked against its factors; `where` begins messages."""
    if not isinstance(given, Mapping):
        raise InputError("{where}: it must be a table such as [design] kind = 'factorial'", where=where)
    known = ("kind", "samples", "seed", "second_order", "groups")
    for key in given:
        if key not in known:
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=where,
                key=key,
                names=", ".join(known),
                hint=suggestion(str(key), known),
            )
    kind = given.get("kind", "factorial")
    if kind not in KINDS:
        raise InputError(
            "{where}: kind = {kind} is not a design; valid: {names}{hint}",
            where=where,
            kind=shown(kind),
            names=", ".join(KINDS),
            hint=suggestion(kind if isinstance(kind, str) else "", KINDS),
        )
    design = Design(
        kind,
        integer_of(given.get("samples", 0), f"{where}: samples", 0, MOST_SAMPLES),
        integer_of(given.get("seed", 1), f"{where}: seed", 0, 2**31 - 1),
        given.get("second_order", False),
        _groups(given["groups"], kind, factors, f"{where}: groups") if "groups" in given else (),
    )
    if not isinstance(design.second_order, bool):
        raise InputError(
            "{where}: second_order = {second_order} is not valid: it must be true or false",
            where=where,
            second_order=shown(design.second_order),
        )
    _check_fit(design, factors, where, given)
    return design


def _groups(given: Any, kind: str, factors: Sequence[Factor], where: str) -> tuple[str, ...]:
    """Return the group of each range; a range in no group is a group by itself."""
    if kind != "sobol":
        raise InputError("{where}: groups belong to kind = 'sobol'", where=where)
    ranges = [factor.name for factor in factors if factor.sampled]
    if not isinstance(given, Mapping) or not all(isinstance(one, list) and one for one in given.values()):
        raise InputError(
            "{where}: give a table [design.groups] with lists of ranges, such as trust = ['trust.gain', 'trust.start']",
            where=where,
        )
    group_of: dict[str, str] = {}
    for group, members in given.items():
        if group in ranges:
            raise InputError("{where}: {group} is a factor; give the group another name", where=where, group=group)
        for name in members:
            if name not in ranges:
                raise InputError(
                    "{where}: {name} is not a range of the study; its ranges are: {names}{hint}",
                    where=where, name=shown(name), names=", ".join(ranges), hint=suggestion(str(name), ranges),
                )  # fmt: skip
            if name in group_of:
                raise InputError("{where}: {name} is in two groups", where=where, name=name)
            group_of[name] = group
    return tuple(group_of.get(name, name) for name in ranges)


def _check_fit(design: Design, factors: Sequence[Factor], where: str, given: Mapping[str, Any]) -> None:
    """Raise `InputError` where a design and its factors do not fit."""
    ranges = [factor.name for factor in factors if factor.sampled]
    if design.kind not in SAMPLED:
        if ranges:
            raise InputError(
                "{where}: a {kind} design visits the levels given, and {ranges} has a range. Give a list of levels, "
                "or choose one of the designs {names}",
                where=where,
                kind=design.kind,
                ranges=ranges[0],
                names=", ".join(SAMPLED),
            )
        if "samples" in given:
            raise InputError(
                "{where}: samples has no effect in a {kind} design; leave it out", where=where, kind=design.kind
            )
    else:
        if not ranges:
            raise InputError(
                "{where}: {kind} samples ranges, and no factor has one: {{ low = , high = }}",
                where=where,
                kind=design.kind,
            )
        if design.samples < 1:
            raise InputError(
                "{where}: {kind} needs samples, a whole number from 1 to {most:,}",
                where=where,
                kind=design.kind,
                most=MOST_SAMPLES,
            )
        if design.kind == "sobol" and design.samples & (design.samples - 1):
            below = 1 << (design.samples.bit_length() - 1)
            raise InputError(
                "{where}: samples = {samples} is not a power of two, which Sobol' sequences need to be "
                "balanced; try {below} or {above}",
                where=where,
                samples=design.samples,
                below=below,
                above=2 * below,
            )
        if (rows := design.rows(len(ranges))) > MOST_ROWS:
            raise InputError(
                "{where}: samples = {samples} of {n} ranges make {rows:,} points, and at most {most:,} are "
                "allowed; give fewer samples",
                where=where,
                samples=design.samples,
                n=len(ranges),
                rows=rows,
                most=MOST_ROWS,
            )
        if design.kind == "morris" and design.samples < 2:
            raise InputError("{where}: morris needs at least 2 trajectories (samples)", where=where)
    if design.second_order and design.kind != "sobol":
        raise InputError("{where}: second_order belongs to kind = 'sobol'", where=where)
    if design.kind == "list":
        lengths = {factor.name: len(factor.levels) for factor in factors}
        if len(set(lengths.values())) > 1:
            lengths_given = ", ".join(f"{name} {length}" for name, length in lengths.items())
            raise InputError(
                "{where}: a list design needs equally many levels of all factors, one per point; given: {lengths}",
                where=where,
                lengths=lengths_given,
            )

"""Sets of places, against Python's own sets."""

from hypothesis import given
from hypothesis import strategies as some

from experiments.design.run_index_set import RunIndexSet

SETS = some.sets(some.integers(0, 60))


@given(SETS, SETS)
def test_places_are_a_set(one, other):
    both = RunIndexSet.of(one) | RunIndexSet.of(other)
    assert [place for place in range(62) if place in both] == sorted(one | other)
    assert len(both) == len(one | other) and both == RunIndexSet.of(one | other)


@given(SETS)
def test_places_are_read_as_they_are_written(one):
    assert RunIndexSet.read(str(RunIndexSet.of(one))) == RunIndexSet.of(one)


def test_many_places_side_by_side_are_two_numbers():
    assert str(RunIndexSet.of(range(1_000_000))) == "0-999999"

"""Values in messages: `agents.errors.shown`."""

from agents.errors import shown


def test_values_that_python_does_not_write_are_shown_in_no_language():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    cases = [(10**5000, "~10^5000"), (-(10**5000), "-~10^5000"), (nested, "<list>"), ("a" * 100, 80), (0, "0")]
    faults = []
    for value, expected in cases:
        written = shown(value)
        if expected != (len(written) if isinstance(expected, int) else written):
            faults.append((written, expected))
    assert faults == []

"""Results that the tests of this folder share."""

import pytest


@pytest.fixture(scope="session")
def results():
    """The finished results of `tests.helpers.finished.SETTINGS`, made once; tests leave them as they are."""
    from tests.helpers.finished import SETTINGS, finished

    return finished(SETTINGS)

"""The dashboard, for `solara run app.py`. `samskaping dashboard` does the same."""

from samskaping.names import own_packages_first

own_packages_first()

from dashboard.app import Page  # noqa: E402

__all__ = ["Page"]

"""The dashboard, for `solara run app.py`. `samskaping dashboard` does the same."""

from dashboard.app import Page

__all__ = ["Page"]

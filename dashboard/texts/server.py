"""Texts of the page that a full server shows."""

from samskaping.language import Texts

FULL = Texts(
    "dashboard.full",
    {
        "title": "The server is full",
        "all": "All {most} places on this server are taken.",
        "visitor": "You already have {most} tabs open here. Close one of them and try again.",
        "address": "{most} tabs are already open from your network. Somebody there must close one.",
        "tab": "This tab has too many connections.",
        "later": "There will be room when somebody closes a tab.",
        "again": "Try again",
    },
)

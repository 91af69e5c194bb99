"""Why a request to a room is refused: an HTTP status, and a text that the page shows."""

from __future__ import annotations

from dashboard.texts.classroom import CLASS
from samskaping.language import Language


class RefusedError(Exception):
    """A request that a room does not accept. `key` names the text of the reason in `CLASS`."""

    def __init__(self, key: str, status: int = 409, **values: object) -> None:
        super().__init__(key)
        self.key, self.status, self.values = key, status, values

    def text(self, language: Language) -> str:
        """Return the reason in a language."""
        return CLASS(self.key, language, **self.values)


class NoRoomError(RefusedError):
    """There is no room of this code: it never existed, or it has ended."""

    def __init__(self, ended: bool = False, language: Language | None = None) -> None:
        """`language` is that of a room that has ended."""
        super().__init__("gone" if ended else "no_room", 410 if ended else 404)
        self.ended, self.language = ended, language

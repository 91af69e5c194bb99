"""What stops a sweep that was asked for rightly. Nothing heavy is imported here."""


class StoppedError(RuntimeError):
    """A sweep that cannot go on for a reason outside the study; the message tells the user why, and what to do."""

    def __init__(self, message: str, norwegian: str = "") -> None:
        super().__init__(message)
        self.norwegian = norwegian or message

    def told(self, language: str) -> str:
        """Return the message in Norwegian ("nb") or English (anything else)."""
        return self.norwegian if language == "nb" else str(self)

"""What stops a sweep that was asked for rightly. Nothing heavy is imported here."""


class StoppedError(RuntimeError):
    """A sweep that cannot go on for a reason outside the study; the message tells the user why, and what to do."""

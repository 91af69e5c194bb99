"""Which errors are faults of the dashboard, and which are messages that make no sense.

A visitor can send anything. What then fails inside Solara and its libraries, before any code of ours, is one line in
the log. What fails in our code keeps its traceback, since it is a fault to mend.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = tuple(str(_ROOT / name) for name in ("agents", "model", "experiments", "dashboard"))
_SERVER = str(Path(__file__).resolve().parent)


def ours(error: BaseException) -> bool:
    """Return whether our code, of the dashboard or of a package below it, took part in an error."""
    if isinstance(error, BaseExceptionGroup):
        return any(ours(one) for one in error.exceptions)
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    mine = any(name.startswith(_FOLDERS) and not name.startswith(_SERVER) for name in files)
    return mine or (error.__cause__ is not None and ours(error.__cause__))


class Brief(logging.Filter):
    """Takes the traceback out of a record, unless our code took part in the error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, shortened where that is right."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and not ours(error):
            record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", ()
            record.exc_info = None
        return True


class BriefText(Brief):
    """Takes the traceback out of uvicorn's record of a frame that is not UTF-8."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, shortened where that is right."""
        return super().filter(record) if record.getMessage().startswith("Invalid UTF-8") else True

"""A Mesa agent as a view of one row of a table. It holds no state of its own."""

from typing import Any, ClassVar

import mesa

from agents.engine.table import Column


class View(mesa.Agent):
    """Base class of the agents; `row` is the agent's row in the table `model.town.<table_name>`."""

    columns: ClassVar[tuple[Column, ...]] = ()
    table_name: ClassVar[str] = ""

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        try:
            return f"<{type(self).__name__} {self.unique_id}: {self.description()}>"
        except RuntimeError:  # the model is closed and its tables are dropped
            return f"<{type(self).__name__} {self.unique_id} of a closed model>"

    def description(self) -> str:
        """Return a short description of the agent."""
        return f"row {self.row}"

    def remove(self) -> None:
        """Raise `AttributeError`: rows cannot be removed from a table, and the agent has no state without its row."""
        raise AttributeError(f"a {type(self).__name__} is a view of a row of the town's columns and cannot be removed")

    @classmethod
    def expose(cls) -> None:
        """Add to the class a property for each column, which reads and writes the agent's row of the table."""
        for column in cls.columns:
            setattr(cls, column.name, _property(cls.table_name, column))


def _property(table_name: str, column: Column) -> property:
    def read(self: View) -> Any:
        value = getattr(getattr(self.model.town, table_name), column.name)[self.row]
        return value if column.shape else value.item()

    def write(self: View, value: Any) -> None:
        getattr(getattr(self.model.town, table_name), column.name)[self.row] = value

    return property(read, write, doc=f"{column.meaning} ({column.unit}).")

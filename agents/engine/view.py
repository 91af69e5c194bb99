"""A Mesa agent that is a view of one row: no state of its own, so it can never disagree with the columns."""

from typing import Any, ClassVar

import mesa

from agents.engine.table import Column


class View(mesa.Agent):
    """Base of the agents; `row` is the place in the table `model.town.<table_name>`."""

    columns: ClassVar[tuple[Column, ...]] = ()
    table_name: ClassVar[str] = ""

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        try:
            return f"<{type(self).__name__} {self.unique_id}: {self.description()}>"
        except RuntimeError:  # its model is closed, its row gone
            return f"<{type(self).__name__} {self.unique_id} of a closed model>"

    def description(self) -> str:
        """Return in a few words who this is."""
        return f"row {self.row}"

    def remove(self) -> None:
        """Refuse: a row cannot leave its table, and an agent without its row would be an agent no more."""
        raise AttributeError(f"a {type(self).__name__} is a view of a row of the town's columns and cannot be removed")

    @classmethod
    def expose(cls) -> None:
        """Give the class a property for every column: reading and writing go straight to the table."""
        for column in cls.columns:
            setattr(cls, column.name, _property(cls.table_name, column))


def _property(table_name: str, column: Column) -> property:
    def read(self: View) -> Any:
        value = getattr(getattr(self.model.town, table_name), column.name)[self.row]
        return value if column.shape else value.item()

    def write(self: View, value: Any) -> None:
        getattr(getattr(self.model.town, table_name), column.name)[self.row] = value

    return property(read, write, doc=f"{column.meaning} ({column.unit}).")

"""Draw docs/figures/architecture.png from the real imports: `python docs/draw_architecture.py`.

A room is a folder or a file at the top of a package. The picture is a design structure matrix: a dot says that the room
on the left imports the room above. It holds its own data, so that a test can see whether it is current.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from pathlib import Path

import grimp
import networkx
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "figures" / "architecture.png"
COLOURS = {"dashboard": "#AA3377", "experiments": "#AA7700", "model": "#228833", "agents": "#4477AA"}
DATA = "imports"  # the entry of the picture's metadata

Rooms = dict[str, list[str]]
"""Imported rooms by importing room, each as `package.room`, sorted."""


def imports() -> Rooms:
    """Return which rooms each room imports, without imports for type checking only."""
    graph = grimp.build_graph(*COLOURS, cache_dir=None, exclude_type_checking_imports=True)
    found: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        if room := _room(module):
            imported = map(_room, graph.find_modules_directly_imported_by(module))
            found[room] |= {other for other in imported if other and other != room}
    return {room: sorted(found[room]) for room in sorted(found)}


def _room(module: str) -> str:
    """Return a module's room, or "" for a package's own `__init__` and `__main__`."""
    package, _, rest = module.partition(".")
    room = rest.split(".")[0]
    return f"{package}.{room}" if room and not room.startswith("__") else ""


def order(rooms: Rooms) -> list[str]:
    """Return all rooms, highest first: by import-linter's contracts, and by the imports where there is no contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    found: list[str] = []
    for package in COLOURS:
        listed = [row["layers"] for row in contracts if row.get("containers") == [package]]
        names = [name.strip() for layer in sum(listed, []) for name in layer.replace("|", ":").split(":")]
        found += [f"{package}.{name}" for name in names if f"{package}.{name}" in rooms]
        rest = networkx.DiGraph({r: others for r, others in rooms.items() if r.startswith(package + ".")})
        rest = rest.subgraph(r for r in rest if r.startswith(package + ".") and r not in found)
        # A circle cannot be sorted; its rooms then stand by name, and the picture shows the dot on the wrong side.
        acyclic = networkx.is_directed_acyclic_graph(rest)
        found += networkx.lexicographical_topological_sort(rest) if acyclic else sorted(rest)
    return found


def draw(rooms: Rooms) -> Figure:
    """Return the matrix, with the packages as blocks along its diagonal."""
    names = order(rooms)
    place = {name: k for k, name in enumerate(names)}
    figure = Figure(figsize=(9.6, 9.6), layout="constrained")
    axes = figure.subplots()
    for package, colour in COLOURS.items():
        own = [place[name] for name in names if name.startswith(package + ".")]
        arrows = sum(other.startswith(package + ".") for k in own for other in rooms[names[k]])
        axes.add_patch(Rectangle((min(own) - 0.5, min(own) - 0.5), len(own), len(own), fc=colour, alpha=0.12))
        text = f"{package}/  {len(own)} rooms, {arrows} arrows"
        axes.text(-0.3, max(own) + 0.38, text, color=colour, fontsize=8.5, fontweight="bold")
        axes.axhline(max(own) + 0.5, color="0.75", lw=0.7)
        axes.axvline(max(own) + 0.5, color="0.75", lw=0.7)
    for name, others in rooms.items():
        for other in others:
            wrong = place[other] < place[name]
            colour = "red" if wrong else COLOURS[other.split(".")[0]]
            axes.plot(place[other], place[name], "s" if wrong else "o", color=colour, ms=6.5)
    axes.plot([-0.5, len(names) - 0.5], [-0.5, len(names) - 0.5], color="0.6", lw=0.8, ls=":")
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    labels = [name.split(".")[1] for name in names]
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(names)), labels, rotation=90, fontsize=9)
    axes.set_yticks(range(len(names)), labels, fontsize=9)
    for label, name in zip([*axes.get_xticklabels(), *axes.get_yticklabels()], names * 2, strict=True):
        label.set_color(COLOURS[name.split(".")[0]])
    axes.tick_params(length=0)
    axes.set_title(
        "A dot: the room on the left imports the room above. No dot left of the diagonal: imports go one way.",
        fontsize=10,
    )
    for spine in axes.spines.values():
        spine.set_color("0.75")
    return figure


def main() -> None:
    """Write the picture."""
    rooms = imports()
    PICTURE.parent.mkdir(exist_ok=True)
    draw(rooms).savefig(PICTURE, dpi=90, metadata={DATA: json.dumps(rooms), "Software": None})
    print(f"{PICTURE.relative_to(ROOT)}: {len(rooms)} rooms, {sum(map(len, rooms.values()))} arrows")


if __name__ == "__main__":
    main()

"""The targets of speed and memory, what was measured, and why a target is missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.peers.__main__ import LEAST_OF_PYTHON, MOST_OF_C, ratios
from benchmarks.targets.processes import BEFORE, TARGETS
from model.town.municipalities import municipality

LARGE_TOWN_NS, NORMAL_NS = 90.0, 3.8
"""The target of a citizen's month in a large town: 90 ns on a machine where a normal deviate takes 3.8 ns."""


@dataclass(frozen=True)
class Aim:
    """A target, and what a run gives. It is met if the worst figure meets it."""

    what: str
    target: str
    measured: str
    met: bool
    why: str = ""
    """Why the target is missed, where that is known."""


def aims(figures: dict[str, Any]) -> list[Aim]:
    """Return the targets whose figures were measured."""
    parts = (_months, _fixed, _peers, _town_memory, _processes, _sweeps, _norway)
    return [aim for part in parts for aim in part(figures)]


def _months(figures: dict[str, Any]) -> list[Aim]:
    speed, found = figures.get("speed"), []
    if not speed:
        return []
    for citizens, least in ((1_000, 100), (10_000, 300)):
        times = {one["paradigm"]: one["ratio"] for one in speed["peer"] if one["citizens"] == citizens}
        if times:
            found.append(
                Aim(f"faster than plain Mesa, {citizens:,} citizens", f"{least} times", _each(times),
                    min(times.values()) >= least, _meetings(figures, below(times, least)) if citizens == 1_000 else "")
            )  # fmt: skip
    normals = {one["paradigm"]: one["multiples"]["normal"] for one in speed["cells"] if one["citizens"] == 100_000}
    if normals:
        most = LARGE_TOWN_NS / NORMAL_NS
        found.append(
            Aim("normal deviates that a citizen's month takes, 100,000 citizens", f"at most {most:.1f}", _each(normals),
                max(normals.values()) <= most, _longest(figures, 100_000))
        )  # fmt: skip
    doubles = {one["paradigm"]: one["multiples"]["random double"] for one in speed["cells"] if one["citizens"] == 1_000}
    if doubles:
        found.append(
            Aim("random doubles that a month takes, 1,000 citizens", "60", _each(doubles), max(doubles.values()) <= 60,
                _meetings(figures, above(doubles, 60)))
        )  # fmt: skip
    return found


def _fixed(figures: dict[str, Any]) -> list[Aim]:
    fixed = {one["paradigm"]: one["intercept_us"] for one in figures.get("fixed") or ()}
    if not fixed:
        return []
    met = max(fixed.values()) < 60
    missed = above(fixed, 60)
    return [Aim("a month's fixed cost, microseconds", "below 60", _each(fixed), met, _meetings(figures, missed))]


def above(values: dict[str, float], bound: float) -> set[str]:
    """Return the names of values above a bound."""
    return {name for name, value in values.items() if value > bound}


def below(values: dict[str, float], bound: float) -> set[str]:
    """Return the names of values below a bound."""
    return {name for name, value in values.items() if value < bound}


def _meetings(figures: dict[str, Any], missed: set[str]) -> str:
    """Say how long, in a small town, meetings and changes of staff take under the paradigms that miss a target."""
    cell = _phases(figures, 1_000)
    parts = []
    if "NPG" in missed and "arenas" in cell.get("NPG", {}):
        parts.append(f"the meetings of NPG take {cell['NPG']['arenas']:.0f} microseconds a month")
    staff = {name: cell[name]["work life"] for name in sorted(missed - {"NPG"}) if "work life" in cell.get(name, {})}
    if staff:
        parts.append(f"changes of staff take these microseconds: {_each(staff)}")
    return f"in a town of 1,000, {', and '.join(parts)}" if parts else ""


def _longest(figures: dict[str, Any], citizens: int) -> str:
    """Say which phases take most of a citizen's month."""
    parts = []
    for paradigm, phases in _phases(figures, citizens).items():
        longest = sorted(phases, key=lambda phase: -float(phases[phase]))[:2]
        parts.append(f"{paradigm}: " + " and ".join(f"{phase} {phases[phase]:.0f}" for phase in longest))
    return f"the longest phases take, in nanoseconds for each citizen, {'; '.join(parts)}" if parts else ""


def _phases(figures: dict[str, Any], citizens: int) -> dict[str, Any]:
    """Return nanoseconds by paradigm and phase; with 1,000 citizens these are also microseconds a month."""
    found: dict[str, Any] = next((one["ns"] for one in figures.get("phases") or () if one["citizens"] == citizens), {})
    return found


def _peers(figures: dict[str, Any]) -> list[Aim]:
    cells = (figures.get("peers") or {}).get("cells", ())
    found = {cell["citizens"]: ratios(cell) for cell in cells}
    of_c = {f"{citizens:,}": one["C"] for citizens, one in found.items() if one["C"] is not None}
    of_python = {f"{citizens:,}": one["Python"] for citizens, one in found.items() if one["Python"] is not None}
    aims_ = []
    if of_c:
        aims_.append(Aim("time of C, by citizens", f"at most {MOST_OF_C} times", _each(of_c, 2),
                         max(of_c.values()) <= MOST_OF_C))  # fmt: skip
    if of_python:
        c = {
            f"{cell['citizens']:,}": _numpy(cell) / cell["ns"]["C"]["min"]
            for cell in cells
            if "C" in cell["ns"] and _numpy(cell) and (ratios(cell)["Python"] or 0) < LEAST_OF_PYTHON
        }
        why = f"there C itself is faster than numpy columns by these factors only: {_each(c)}" if c else ""
        aims_.append(Aim("faster than the fastest version in Python, by citizens", f"{LEAST_OF_PYTHON:g} times",
                         _each(of_python), min(of_python.values()) >= LEAST_OF_PYTHON, why))  # fmt: skip
    return aims_


def _numpy(cell: dict[str, Any]) -> float:
    return float(cell["ns"].get("numpy columns", {"min": 0.0})["min"])


def _town_memory(figures: dict[str, Any]) -> list[Aim]:
    state = {f"{one['citizens']:,}": one["state_bytes"] for one in figures.get("memory") or ()}
    if not state:
        return []
    first = figures["memory"][0]
    why = (
        f"the ledger's counts by group of citizens take {first['ledger_kb']:.0f} kB in every town, and areas with their"
        f" solutions {first['areas_kb']:.0f} kB"
    )
    if len(figures["memory"]) > 1:
        few, many = figures["memory"][-2:]
        more = many["citizens"] * many["state_bytes"] - few["citizens"] * few["state_bytes"]
        why += f"; from {few['citizens']:,} citizens on, each further one takes "
        why += f"{more / (many['citizens'] - few['citizens']):.0f} bytes"
    return [Aim("bytes of state a citizen, by citizens", "below 400", _each(state), max(state.values()) < 400, why)]


def _processes(figures: dict[str, Any]) -> list[Aim]:
    one = figures.get("processes")
    if not one:
        return []
    worker, compiling, importing, comparing = (
        one["worker_above_mb"], one["compiling"]["most_mb"], one["import_above_s"], one["compare_s"]
    )  # fmt: skip
    imports = one["import_libraries_s"] + importing
    cffi = "numba also loads cffi, which another package brought" if one.get("cffi") else ""
    return [
        Aim("private memory of a worker above its libraries, MB", f"{TARGETS['worker']:.0f}", f"{worker:.1f}",
            worker <= TARGETS["worker"], cffi),
        Aim("largest process while compiling, MB", f"{TARGETS['compiling']:.0f}", f"{compiling:.0f}",
            compiling <= TARGETS["compiling"], "the largest kernel needs most of it alone"),
        *_compiling_before(one),
        Aim("import beyond `mesa, numba`, seconds", f"{TARGETS['import']}", f"{importing:.2f}",
            importing <= TARGETS["import"]),
        Aim("`samskaping compare`, compiled before, seconds", f"{TARGETS['compare']:.0f}", f"{comparing:.1f}",
            comparing <= TARGETS["compare"], f"imports take {imports:.1f} seconds of it, on one core"),
    ]  # fmt: skip


def _compiling_before(processes: dict[str, Any]) -> list[Aim]:
    before = processes.get("compiling_before")
    if not before:
        return []
    now = processes["compiling"]["processor_s"]
    why = f"mechanisms built since revision {BEFORE} have about as many kernels again"
    return [Aim("processor time of compiling, seconds", f"{before['processor_s']:.0f}, as before", f"{now:.0f}",
                now <= before["processor_s"], why)]  # fmt: skip


def _sweeps(figures: dict[str, Any]) -> list[Aim]:
    found = figures.get("throughput")
    if not found:
        return []
    share = found["side_by_side"]["share"]
    return [Aim("two workers of a sweep against two processes", "at least 0.95", f"{share:.3f}", share >= 0.95)]


def _norway(figures: dict[str, Any]) -> list[Aim]:
    norway = figures.get("norway")
    if not norway:
        return []
    wall, most = norway["wall_s"], norway["most_mb"]
    memory, why = figures.get("memory"), ""
    if memory:
        oslo, largest = municipality("Oslo").population, max(memory, key=lambda one: one["citizens"])
        why = (
            f"a process takes {largest['loaded_mb']:.0f} MB before it has a town, and the state of Oslo's citizens "
            f"{oslo * largest['state_bytes'] / 1e6:.0f} MB more"
        )
    return [
        Aim("all municipalities, seconds", "below 300", f"{wall:.0f}", wall < 300),
        Aim("their largest process, MB", "below 400", f"{most:.0f}", most < 400, why),
    ]


def _each(values: dict[str, float], digits: int = 0) -> str:
    """Write values by name: `TPA: 102, NPM: 103, NPG: 91`."""
    return ", ".join(f"{name}: {_number(value, digits)}" for name, value in values.items())


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if digits else f"{value:,.0f}" if value >= 20 else f"{value:.1f}"

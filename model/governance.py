"""GovernanceModel: one town, one paradigm, one month a step."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
from mesa.agent import AgentSet

from agents.citizens import Citizen
from agents.engine.table import Table
from agents.errors import InputError
from agents.politicians import Politician
from agents.professionals import Professional
from model import checkpoint
from model.added import NO_EXTENSIONS, Added, Extensions
from model.arguments import checked, place_of, seed_of
from model.collector import WHICH_ROW, RowCollector, outcome_of
from model.fixed import another, fixed
from model.month import STEP, Phases, live_a_month
from model.outcomes.groups import measure_groups
from model.outcomes.measures import begin_outcomes, measure
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters
from model.phases.service.experience import influence
from model.timeline.change import Change, Given, changes_of
from model.timeline.force import begin_paradigm, continue_settings, put_settings
from model.timeline.plan import Plan, plan_from
from model.town.ledger import close_month, open_month
from model.town.municipalities import Municipality, population_of
from model.town.own import municipality_from
from model.town.town import Town, build_town
from samskaping.language import Message

MESA_SEEDS = 2**32
HALFWAY = 0.5  # `steady_start` is 0 or 1, and a sweep may vary it in between
RUN_MODEL_MONTHS = 120
"""Months after which Mesa's `run_model` ends: ten years, as the command line's default."""


class GovernanceModel(mesa.Model):
    """A municipality under a paradigm; `step()` simulates one month.

    Args:
        paradigm: a preset's name, or a `Paradigm`.
        municipality: a Norwegian municipality's name or four-digit code, or a `Municipality`.
        citizens: how many to simulate; `None` is the real number. Shares are kept.
        parameters: `Parameters`, or dotted names and values; names that start with `rules.` change the paradigm.
        rng: the run's seed, a whole number; `None` draws a fresh one, kept in `seed`.
        timeline: changes in the course of the run, such as `{"month": 25, "paradigm": "NPM"}`; see
            `model.timeline.change`.
        extensions: outcomes and mechanisms beside the model's own (`model.extend`). `parameters` may set theirs.

    Raises:
        InputError: for a value that cannot be simulated; the message gives the value, the reason and the valid range.
    """

    def __init__(
        self,
        *,
        paradigm: str | Paradigm = "NPG",
        municipality: str | Municipality = "Larvik",
        citizens: int | None = None,
        parameters: Parameters | Mapping[str, Any] | None = None,
        rng: int | None = None,
        timeline: Iterable[Given] = (),
        extensions: Extensions | None = None,
    ) -> None:
        """Build the town and run its warm-up; `help(GovernanceModel)` explains the arguments."""
        number, extended = seed_of(rng), extensions or NO_EXTENSIONS
        own, parameters = extended.split(parameters)
        chosen, settings, rules = checked(paradigm, parameters)
        plan = Plan(chosen, rules, settings, changes_of(timeline)).checked()
        place = place_of(municipality)
        self._build(plan, place, population_of(place, citizens), number)
        self._added = Added(extended, own, self.town)
        for _ in range(settings.town.warm_up):
            live_a_month(self.town, self._phases())
        begin_paradigm(self.town, self._in_force, habituated=settings.roles.steady_start >= HALFWAY)
        self._made_of["paradigm"] = chosen
        if settings.town.warm_up == 0:  # outcomes of the state before the first month
            self.town.paid[:] = self.town.areas.budget
            count_attitudes(self.town)
            measure(self.town)

    def _build(self, plan: Plan, place: Municipality, size: int, seed: int) -> None:
        """Build the town as it is before its first month, and an empty record of months."""
        super().__init__(rng=seed % MESA_SEEDS)
        self._plan = plan
        self._in_force = plan.settings(0)
        self._forced = 0  # the month that `_in_force` was looked up for
        self._made_of: dict[str, Any] = {
            "municipality": place,
            "parameters": plan.parameters,
            "seed": seed,
            "population": size,
        }
        self.town: Town = build_town(place, size, plan.parameters, seed)
        self._added = Added(NO_EXTENSIONS, {}, self.town)
        begin_outcomes(self.town)
        self._outcomes = self.town.outcomes  # stay when the model is closed
        self._group_names = self.town.ledger.group_names()
        self._views: dict[type[mesa.Agent], AgentSet] | None = None
        self._all_views: AgentSet | None = None
        self._rows: list[np.ndarray] = []
        self._group_rows: deque[tuple[np.ndarray, np.ndarray, int]] = deque()  # counts; `groups` makes ratios of them
        outcomes = {name: partial(outcome_of, name) for name in NAMES}
        self.datacollector = RowCollector(model_reporters={**WHICH_ROW, **outcomes})
        self.datacollector.watch(seed, self._rows)

    # --- saving and loading ---

    def save(self, path: str | Path) -> Path:
        """Save the run to a file, from which `load` continues it; return the path.

        Reporters added to `datacollector`, and draws from Mesa's `random` and `rng`, are not saved.

        Raises:
            InputError: the run has extensions, whose code a file cannot hold.
        """
        if self._added:
            raise InputError("a run with outcomes or mechanisms of your own cannot be saved, since they are code")
        arrays, plain = checkpoint.town_state(self.town)
        header = {
            "municipality": asdict(self.municipality), "population": self.population, "seed": self.seed,
            "plan": self._plan.as_plain(), "forced": self._forced, "steps": self.steps, "town": plain,
            "windows": [window for _, _, window in self._group_rows],
        }  # fmt: skip
        rows = {"rows": np.array(self._rows).reshape(len(self._rows), len(NAMES))}
        for number, name in enumerate(("events", "states")):
            rows[f"group_{name}"] = np.array([row[number] for row in self._group_rows], "f4")
        if self.town.phasing is not None:
            rows["phasing"] = self.town.phasing.start
        checkpoint.write(Path(path), header, {**arrays, **rows})
        return Path(path)

    @classmethod
    def load(cls, path: str | Path, timeline: Iterable[Given] = ()) -> GovernanceModel:
        """Return a saved run, which continues with the bits of the run that was never stopped.

        Args:
            path: of a file that `save` has written, with this version of the model.
            timeline: further changes, which begin after the last month simulated. So many futures have one past.

        Raises:
            InputError: the file is not a saved run of this version, or a change is not valid.
        """
        header, arrays = checkpoint.read(Path(path))
        model = cls.__new__(cls)
        try:
            model._restore(header, arrays)
        except InputError as error:
            raise InputError("{path} cannot be continued: {error}", path=path, error=error) from None
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise InputError("{path} is incomplete or damaged, so it cannot be continued", path=path) from error
        model._plan = model._plan.later(changes_of(timeline), max(model.months, model._forced))
        return model

    def _restore(self, header: Mapping[str, Any], arrays: dict[str, np.ndarray]) -> None:
        plan, place = plan_from(header["plan"]), municipality_from(header["municipality"])
        self._build(plan, place, population_of(place, header["population"]), header["seed"])
        own = {name: array for name, array in arrays.items() if name.startswith("town.")}
        checkpoint.restore_town(self.town, own, header["town"])
        self._forced, self.steps = header["forced"], header["steps"]
        self._in_force = plan.settings(self._forced)
        start = arrays.get("phasing")
        continue_settings(self.town, self._in_force, start)
        self._made_of.update(paradigm=self._in_force.paradigm, parameters=self._in_force.parameters)
        self._rows = list(arrays["rows"])
        self._group_rows.extend(zip(arrays["group_events"], arrays["group_states"], header["windows"], strict=True))
        self._outcomes = self.town.outcomes
        self.datacollector.watch(self.seed, self._rows)

    # --- read-only properties ---

    paradigm = fixed(
        "paradigm",
        "The rules in force, a `Paradigm`; `switch_paradigm` puts others in force.",
        Message("switch_paradigm(...) puts other rules in force from the next month"),
    )
    parameters = fixed("parameters", "All parameters in force, `Parameters`.", another("parameters=..."))
    municipality = fixed("municipality", "The `Municipality`.", another("municipality=..."))
    population = fixed("population", "Citizens simulated.", another("citizens=..."))
    seed = fixed("seed", "All chance of the run follows from it.", another("rng=..."))

    # --- running ---

    def step(self) -> None:
        """Simulate one month, under the changes that the timeline has for it."""
        self._take_changes()
        live_a_month(self.town, self._phases())
        self._rows.append(self._outcomes.copy())
        self._added.measure(self.town)
        ledger = self.town.ledger
        window = min(ledger.months, ledger.window)
        self._group_rows.append((ledger.window_events().astype("f4"), ledger.group_states.astype("f4"), window))
        self.datacollector.collect(self)

    def run(self, months: int) -> pd.DataFrame:
        """Simulate `months` further months; return a row each: `month`, then the outcomes."""
        if isinstance(months, bool) or not isinstance(months, (int, np.integer)) or months < 1:
            raise InputError("months = {months!r} is not valid: it must be a whole number from 1", months=months)
        first = self.months
        for _ in range(int(months)):
            self.step()
        return self._table(first)

    def results(self) -> pd.DataFrame:
        """Return a row for each month simulated: `month`, then the outcomes."""
        return self._table(0)

    def _table(self, first: int) -> pd.DataFrame:
        rows = np.array(self._rows[first:]).reshape(-1, len(NAMES))
        frame = pd.DataFrame(rows, columns=list(NAMES))
        frame.insert(0, "month", np.arange(first + 1, self.months + 1))
        return frame.assign(**self._added.frame(first)) if self._added else frame

    def run_model(self) -> None:
        """Simulate 120 further months, or fewer if `running` becomes False. See `run` for another number.

        Mesa's own `run_model` runs until `running` is False, which a town never sets.
        """
        for _ in range(RUN_MODEL_MONTHS):
            if not self.running:
                break
            self.step()

    def switch_paradigm(self, paradigm: str | Paradigm) -> None:
        """Put other rules in force from the next month; roles keep their habits and adapt over time.

        Rules changed when the model was made (`rules.*` in `parameters`) apply to the new paradigm too.
        """
        self._plan = self._plan.switched(self.months + 1, load_paradigm(paradigm))
        self._take_changes()

    def close(self) -> None:
        """Drop the columns and keep the outcomes, since Mesa 3.3 never releases a model that has agents."""
        self._views = self._all_views = None
        for held in ("_agents", "_agents_by_type", "_all_agents"):  # Mesa's own registers of agents
            register = self.__dict__.get(held)
            if isinstance(register, dict):
                register.clear()
            elif register is not None:
                self.__dict__[held] = AgentSet([], random=self.random)
        self.__dict__.pop("town", None)
        self._closed = True
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None and hasattr(ids, "pop"):
            ids.pop(self, None)

    def __repr__(self) -> str:
        state = vars(self)  # an error during `__init__` may show an incomplete model
        if "paradigm" not in state.get("_made_of", {}):
            return f"<{type(self).__name__}: not made>"
        changed = len(self._plan.rules) + sum(
            value != default
            for value, default in zip(self.parameters.flat().values(), Parameters().flat().values(), strict=True)
        )
        parts = [
            f"{self.paradigm.name} in {self.municipality.label}",
            f"{self.population:,} citizens",
            f"month {self.months}",
            f"seed {self.seed}",
            *([f"{changed} number{'s' if changed > 1 else ''} changed"] if changed else []),
            *(["closed"] if "_closed" in state else []),
        ]
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    def __getattr__(self, name: str) -> Any:  # called only for missing attributes
        if name == "town" and self.__dict__.get("_closed"):
            raise RuntimeError("this model is closed: its columns are gone; outcomes and groups() stay")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _take_changes(self) -> None:
        """Put the next month's changes in force, unless they are already."""
        month = self.months + 1
        if not self._plan.moves(month):
            return
        now = self._plan.settings(month)
        put_settings(self.town, now, self._in_force, self._plan.parameters)
        self._in_force, self._forced = now, month
        self._made_of.update(paradigm=now.paradigm, parameters=now.parameters)

    def _phases(self) -> Phases:
        """Return the phases of a month, with those of mechanisms in `extensions`; a kind of model may have others."""
        return self._added.phases or STEP

    # --- outcomes ---

    @property
    def plan(self) -> Plan:
        """The settings that the run was made with, and its changes."""
        return self._plan

    @property
    def timeline(self) -> tuple[Change, ...]:
        """The changes in the course of the run, ordered by month."""
        return self._plan.changes

    @property
    def months(self) -> int:
        """Months simulated under the paradigm, without the warm-up."""
        return len(self._rows)

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes, the columns of `run`."""
        return (*NAMES, *self._added.names)

    @property
    def outcomes(self) -> dict[str, float]:
        """Outcomes of the last month."""
        return {**dict(zip(NAMES, self._outcomes.tolist(), strict=True)), **self._added.now}

    @property
    def citizens(self) -> Table:
        """The citizens' columns: `model.citizens.trust` has shape (citizens,)."""
        return self.town.citizens

    def groups(self, last: int | None = None) -> pd.DataFrame:
        """Return outcomes by quintile, age band, district and area, of all months kept or of the `last` so many.

        Columns are month, dimension, group and the outcomes.
        """
        names = self._group_names
        rows = list(self._group_rows)[-last if last else 0 :]
        months = len(rows)
        data = np.empty((0, len(GROUP_OUTCOMES)))
        if months:
            data = np.concatenate([measure_groups(*row, self.population) for row in rows])
        frame = pd.DataFrame(data, columns=list(GROUP_OUTCOMES))
        frame.insert(0, "group", [group for _, group in names] * months)
        frame.insert(0, "dimension", [dimension for dimension, _ in names] * months)
        frame.insert(0, "month", np.repeat(np.arange(self.months - months + 1, self.months + 1), len(names)))
        return frame

    def keep_groups(self, last: int) -> None:
        """Keep counts by group of the `last` months only, from now on. A month of them takes some kilobytes.

        Raises:
            InputError: `last` is not a whole number from 1.
        """
        if isinstance(last, bool) or not isinstance(last, (int, np.integer)) or last < 1:
            raise InputError("last = {last!r} is not valid: it must be a whole number from 1", last=last)
        self._group_rows = deque(self._group_rows, maxlen=int(last))

    # --- Mesa's agents: views, created on first use ---

    @property
    def agents(self) -> AgentSet:
        """All agents: citizens, professional teams and politicians."""
        if self._all_views is None:
            views = self._made_views().values()
            self._all_views = AgentSet([agent for agents in views for agent in agents], random=self.random)
        return self._all_views

    @agents.setter
    def agents(self, value: Any) -> None:
        raise AttributeError("agents are views of the town's columns; change the columns")

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """Agents by class: Citizen, Professional, Politician."""
        return self._made_views()

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """The classes of agents."""
        return [Citizen, Professional, Politician]

    def _made_views(self) -> dict[type[mesa.Agent], AgentSet]:
        if self._views is None:
            town = self.town
            tables = {Citizen: town.citizens, Professional: town.teams, Politician: town.politicians}
            self._views = {
                kind: AgentSet([kind(self, row) for row in range(len(table))], random=self.random)
                for kind, table in tables.items()
            }
        return self._views


def count_attitudes(town: Town) -> None:
    """Count attitudes without changing them, so that a model can be read before its first month."""
    c, ledger = town.citizens, town.ledger
    moved = (c.trust, c.anchor, c.voice, c.expected_following, c.felt_influence, c.ownership)
    before = [column.copy() for column in moved]
    open_month(town)
    influence(town)
    for column, old in zip(moved, before, strict=True):
        column[:] = old
    close_month(town)
    ledger.months = 0

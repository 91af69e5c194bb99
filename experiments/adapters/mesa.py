"""The model with plain keywords, for Mesa's own tools: `mesa.batch_run` and `SolaraViz` accept no dotted names.

`trust.loss_aversion` becomes the keyword `trust__loss_aversion`, `rules.aggregation.weight_design` becomes
`rules__aggregation__weight_design`.
"""

from __future__ import annotations

import copyreg
import inspect
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from agents.errors import InputError, nearest, suggestion
from experiments.design.factors import of_the_model
from experiments.own.collection import NO_FILES, Own, code_files
from model.aliases import current_list, current_names
from model.collector import outcome_of
from model.governance import GovernanceModel
from model.paradigms.paradigm import Paradigm
from model.parameters.declare import Declaration
from model.town.municipalities import Municipality
from samskaping.language import Message

V = TypeVar("V")


class _Made(type(GovernanceModel)):  # type: ignore[misc]
    """Type of the classes made here. No module has them by name, so pickle makes them again from their recipe."""

    recipe: tuple[Any, ...] = ()


def _remake(names: tuple[str, ...], defaults: tuple[Any, ...]) -> type[GovernanceModel]:
    return _made(names, *defaults)


copyreg.pickle(_Made, lambda made: (_remake, made.recipe))  # type: ignore[arg-type, return-value]


def mesa_model(
    *names: str,
    paradigm: str | Paradigm = "NPG",
    municipality: str | Municipality = "Larvik",
    citizens: int | None = None,
    outcomes: Iterable[str | Path] = (),
    mechanisms: Iterable[str | Path] = (),
) -> type[GovernanceModel]:
    """Return a subclass of `GovernanceModel` that takes parameters and rules as plain keywords.

    Args:
        names: dotted names of the parameters and rules to expose.
        paradigm: the default of the keyword `paradigm`.
        municipality: the default of the keyword `municipality`.
        citizens: the default of the keyword `citizens`; None is the real number.
        outcomes: files of your own outcomes, which the data collector then has too.
        mechanisms: files of your own mechanisms; `names` may have their parameters.

    The class also takes `rng`, the run's seed. The keyword of a parameter has the declared default; that of a rule is
    None, which means the paradigm's own value. It works in worker processes, and the same call gives the same class.

    >>> Model = mesa_model("trust.loss_aversion", citizens=300)
    >>> Model(trust__loss_aversion=2.5, rng=1).parameters.trust.loss_aversion
    2.5

    With `batch_run`, put a `Paradigm` object in a list (`{"paradigm": [mine]}`), since Mesa iterates over it otherwise.
    Seeds are `{"rng": [1, 2]}` for Mesa 3.3, and `batch_run(..., rng=[1, 2])` for Mesa 3.5.

    Raises:
        InputError: a name is unknown; the message has the nearest one.
    """
    return _made(
        tuple(dict.fromkeys(current_list(names, "setting"))),
        paradigm,
        municipality,
        citizens,
        code_files(outcomes, mechanisms),
    )


@cache
def _made(
    names: tuple[str, ...],
    paradigm: str | Paradigm,
    municipality: str | Municipality,
    citizens: int | None,
    own: Own = NO_FILES,
) -> type[GovernanceModel]:
    declared = {**own.parameters, **of_the_model()}
    for name in names:
        if name not in declared:
            listed = Message("; see `samskaping parameters`")
            raise InputError(
                "unknown parameter or rule {name!r}{hint}", name=name, hint=suggestion(name, declared, listed)
            )
    dotted = {_plain(name): name for name in names}

    class PlainModel(GovernanceModel, metaclass=_Made):
        """A `GovernanceModel` that takes chosen parameters and rules as plain keywords."""

        recipe = (names, (paradigm, municipality, citizens, own))

        def __init__(self, **values: Any) -> None:
            """Make a `GovernanceModel` with these values; `None` is the paradigm's own rule."""
            values = {_plain(name): value for name, value in current_names(_dotted(values), "setting").items()}
            given = {**defaults, **values}
            for keyword in values:
                if keyword not in defaults:
                    hint = nearest(keyword, defaults)
                    raise TypeError(f"unexpected keyword {keyword!r}; {hint or 'it takes ' + ', '.join(defaults)}")
            overrides = {dotted[key]: value for key, value in given.items() if key in dotted and value is not None}
            super().__init__(
                paradigm=given["paradigm"],
                municipality=given["municipality"],
                citizens=given["citizens"],
                parameters=overrides,
                rng=_seed(given["rng"]),
                extensions=own.extensions(),
            )
            for name in own.outcomes:  # Mesa's collector has those of the model already
                self.datacollector.model_reporters[name] = partial(outcome_of, name)
                self.datacollector.model_vars[name] = []

    defaults: dict[str, Any] = {
        "paradigm": paradigm,
        "municipality": municipality,
        "citizens": citizens,
        **{keyword: _default(declared[name]) for keyword, name in dotted.items()},
        "rng": None,
    }
    # Mesa reads the signature of __init__ to know what may be varied.
    PlainModel.__init__.__signature__ = _signature(defaults)  # type: ignore[attr-defined]
    PlainModel.__name__ = PlainModel.__qualname__ = "GovernanceModel"
    return PlainModel


def _plain(name: str) -> str:
    return name.replace(".", "__")


def _dotted(values: Mapping[str, V]) -> dict[str, V]:
    return {keyword.replace("__", "."): value for keyword, value in values.items()}


def _default(declared: Declaration) -> Any:
    return None if declared.name.startswith("rules.") else declared.default


def _seed(rng: Any) -> Any:
    """Return a seed from a text field, as SolaraViz gives it, as a number."""
    return int(rng) if isinstance(rng, str) and rng.strip().isdigit() else rng


def _signature(defaults: dict[str, Any]) -> inspect.Signature:
    keywords = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default) for name, default in defaults.items()
    ]
    return inspect.Signature([inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD), *keywords])

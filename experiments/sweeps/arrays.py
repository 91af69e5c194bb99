"""Results as labelled arrays of xarray, and as NetCDF."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.errors import InputError
from experiments.errors import installing
from experiments.sweeps.parts import OK
from samskaping.language import Message
from samskaping.registry import registered

if TYPE_CHECKING:
    from experiments.sweeps.results import Results

MISSING = Message(
    "xarray is not installed, and results as arrays need it; install it with: {command}", command=installing("arrays")
)
MOST_EMPTY = 4
"""A grid of all combinations may have so many times the cells of the points; otherwise points are a dimension."""


def dataset(results: Results) -> Any:
    """Return results as an `xarray.Dataset`, with an array for each outcome and NaN where a run failed or is missing.

    Dimensions are the factors, `seed` and `month`, where the study crosses its factors. Else `point`, `seed` and
    `month`, and each factor is a coordinate along `point`. Attributes give the units, the study and its key.

    Raises:
        InputError: xarray is not installed.
    """
    try:
        import xarray as xr
    except ImportError:
        raise InputError(MISSING) from None
    study = results.study
    names = list(results.factors)
    points = list(study.points(once=True))
    levels = {name: list(dict.fromkeys(point[name] for point in points)) for name in names}
    cells = int(np.prod([len(each) for each in levels.values()])) if names else 1
    grid = cells <= MOST_EMPTY * len(points) and not any(factor.sampled for factor in study.factors)
    if grid:
        keys = list(product(*levels.values()))
        dims: dict[str, Any] = dict(levels)
    else:
        keys = [tuple(point[name] for name in names) for point in points]
        dims = {"point": np.arange(len(points))}
    place = {key: k for k, key in enumerate(keys)}
    seeds, months = list(study.seeds), list(study.kept_months)
    fine = results.table[(results.table["status"] == OK) & results.table["month"].isin(months)]
    at = [place[key] for key in fine[names].itertuples(index=False, name=None)] if names else [0] * len(fine)
    where = (
        np.array(at, int),
        fine["seed"].map({seed: k for k, seed in enumerate(seeds)}).to_numpy(int),
        fine["month"].map({month: k for k, month in enumerate(months)}).to_numpy(int),
    )
    shape = (*(len(values) for values in dims.values()), len(seeds), len(months))
    arrays: dict[str, Any] = {}
    for name in results.outcomes:
        values = np.full((len(keys), len(seeds), len(months)), np.nan)
        values[where] = fine[name].to_numpy(float)
        arrays[name] = ((*dims, "seed", "month"), values.reshape(shape), _described(name))
    along = {} if grid else {name: ("point", [point[name] for point in points]) for name in names}
    coordinates: Mapping[str, Any] = {**dims, **along, "seed": seeds, "month": months}
    return xr.Dataset(arrays, coordinates, {"study": study.name, "study_key": study.key, "study_file": study.text})


def _described(name: str) -> dict[str, str]:
    from experiments.output.texts import label
    from model.outcomes.outcomes import OUTCOMES

    declared = {**{one.name: one for one in OUTCOMES}, **registered("outcome")}.get(name)
    return {} if declared is None else {"units": declared.unit, "long_name": label(declared)}


def write_netcdf(results: Results, path: str | Path) -> None:
    """Write results as NetCDF: version 4 where h5netcdf or netCDF4 is installed, else version 3 by SciPy.

    Raises:
        InputError: the file exists or cannot be made, or xarray is not installed.
    """
    from importlib.util import find_spec

    from experiments.output.folders import new_file

    made = dataset(results)
    engine = next((one for one in ("h5netcdf", "netcdf4") if find_spec(one.replace("netcdf4", "netCDF4"))), "scipy")
    with new_file(Path(path)) as draft:
        made.to_netcdf(draft, engine=engine)

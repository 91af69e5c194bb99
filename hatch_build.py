"""Compile the catalogues of translations when the package is built or installed."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


class CatalogueHook(BuildHookInterface):
    """Writes a `.mo` beside every `.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, before the files of the wheel are collected."""
        spec = importlib.util.spec_from_file_location("catalogue", ROOT / "samskaping" / "catalogue.py")
        assert spec is not None and spec.loader is not None
        catalogue = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(catalogue)
        for source in catalogue.LOCALES.rglob("*.po"):
            source.with_suffix(".mo").write_bytes(catalogue.compile_catalogue(source))

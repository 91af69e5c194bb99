"""The actors of the town: columns and rules of citizens, professionals, politicians and service units."""

from agents.engine.cache import use_cache_for

use_cache_for("agents")

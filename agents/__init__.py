"""Who lives in the town: citizens, professionals, politicians and service units, their columns and their rules."""

from agents.engine.cache import use_cache_for

use_cache_for("agents")

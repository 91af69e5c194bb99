"""The processes that simulate for the pages: the pool, its turns and quotas, and a worker's work."""

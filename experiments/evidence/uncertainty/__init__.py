"""How sure the outcomes are: luck of the seeds, and what they depend on among the uncertain numbers."""

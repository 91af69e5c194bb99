"""From need to answer: who asks, who is served, how the encounter goes, and what stays."""

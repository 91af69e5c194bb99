"""What a user adds to runs by files: paradigms, towns, outcomes and mechanisms, kept with their texts."""

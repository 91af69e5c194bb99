"""Where citizens take part: arenas, their meetings and members, volunteers, youth and initiative."""

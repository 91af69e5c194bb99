"""The pages of a room, and how phones reach them."""

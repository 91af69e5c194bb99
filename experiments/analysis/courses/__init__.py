"""The course of differences: from which month they stay, and which turn."""

"""What the pages show, as plain data: scorecards, charts, exports, questions, the tour."""

"""The town before a month begins: people, ties, areas, knowledge, figures of municipalities, money."""

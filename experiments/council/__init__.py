"""For a council and its administration: a report of two pages, one case followed, and the plan of an evaluation."""

"""Texts of the page that maps the best way of governing over two conditions."""

from samskaping.language import Texts

WHEN = Texts(
    "dashboard.when",
    {
        "when_lead": (
            "Each cell is a world: a level of the two conditions that you choose. Its colour and letter name the way of "
            "governing that does best there. Click a cell, or press Enter on it, to compute that world on the page Compare."
        ),
        "when_outcome": "Best at what?",
        "when_x": "Across",
        "when_y": "Upwards",
        "when_version": "How the ways of governing are compared",
        "when_levelled": "levelled: rules that have little to do with their idea are alike",
        "when_argued": "as presets: the rules that their advocates would choose, but facilitation, plain language and outreach alike",
        "when_others": "The other conditions ({n} changed)",
        "when_others_lead": "They hold in every cell. A dot marks {town} as it is, after {years}, with plain language "
        "and outreach halfway. Facilitation is then {facilitation} under all ways; names in brackets mark the level in their own "
        "rules, where results may differ.",
        "when_map": "Best way of governing by {x} and {y}",
        "when_as_table": "As a table",
        "when_as_map": "As a map",
        "when_heading": "{outcome} ({unit}), ways of governing {version}",
        "when_heading_after": "{outcome} ({unit}) after {years}, ways of governing {version}",
        "when_year": "{n} year",
        "when_years": "{n} years",
        "when_short_levelled": "levelled",
        "when_short_argued": "as presets",
        "when_verdict": "In {n} of {all} cells, a way of governing leads with 95 % certainty and by enough to matter.",
        "when_verdict_none": "No lead on this map is both certain and large enough to matter.",
        "when_here": "In this cell",
        "when_start": "{town} as it is, after {years}, facilitation {facilitation} under all ways",
        "when_open": "Compute this world on the page Compare",
        "when_apart": (
            "The map is estimated from stored results. A click computes this world with {seeds} repeats, and its "
            "differences may lie outside these intervals. In the {points} worlds behind the map, {share} % of differences "
            "did so, and {most} % lay within {n} ({unit}) of the map."
        ),
        "when_keys": "Arrow keys move between cells. A click or Enter computes the world, which may differ from the map: see "
        "“In this cell”.",
        "when_cell_matters": "{way} is best, at 95 %",
        "when_cell_slight": "{way} is best, at 95 %, but its lead over the next may be too small to matter",
        "when_cell_open": "Not settled; {way} has the best value",
        "when_line": "{way}: {n} compared with TPA ({interval}); {size}",
        "when_key": "Colours",
        "when_kinds": "Full colour: the lead matters. Striped: it may be too small to matter. Pale: not settled.",
        "when_col_way": "Way of governing",
        "when_col_best": "is best",
        "when_shares": "Share of the cells in which a way of governing leads, by how large and certain the lead is",
        "when_col_matters": "matters",
        "when_col_slight": "too small (striped)",
        "when_col_open": "not settled (pale)",
        "when_certainty": (
            "In {n} of {all} cells ({share} %) one way of governing is better than every other with 95 % certainty. In the "
            "others, which are pale, it is not settled which is best."
        ),
        "when_slight": (
            "In {n} of the {of} certain cells, the lead over the next is smaller than the smallest difference that matters. "
            "These cells are striped, and their letter is small."
        ),
        "when_slight_all": (
            "In all the certain cells, the lead over the next is smaller than the smallest difference that matters. That is why "
            "they are striped and their letters are small."
        ),
        "when_explained": "How far do these conditions explain the result?",
        "when_explained_lead": (
            "Share of the variation in the difference from TPA that is predicted at sampled conditions left out of the fit."
        ),
        "when_two": "these two",
        "when_all": "all eight",
        "when_little": (
            "“{x}” and “{y}” explain less than half of any difference. The other conditions matter more, so read the "
            "colours with care."
        ),
        "when_what": "What this map shows",
        "when_origin": (
            "Stored results, not your own settings: {town} scaled to {citizens} citizens. {points} worlds were sampled, "
            "each with {seeds} repeats, and read after {months} months. Computed on {date}. The map is a smooth surface "
            "through these worlds; a click computes a world itself."
        ),
        "when_same": "The results come from the version of the model that runs here ({now}).",
        "when_equal": (
            "The results come from version {then} of the model. Version {now}, which runs here, computes the same numbers "
            "in every case that was compared."
        ),
        "when_other": (
            "The results come from version {then} of the model. Here runs version {now}, so numbers may differ: click a "
            "cell to compute with this version."
        ),
        "when_command": "Made by: {command}",
        "when_facilitation": "Facilitation, under all ways (0–1)",
        "when_trust": "Trust at the start (0–1)",
        "when_levers": "Plain language and outreach (0–1)",
        "when_horizon": "Years under the way of governing",
    },
)

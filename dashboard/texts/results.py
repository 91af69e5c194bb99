"""Texts of the compare page: scorecard, curves and groups."""

from samskaping.language import Texts

RESULTS = Texts(
    "dashboard.results",
    {
        "computing": "computing …",
        "typing": "Press Enter to compute with what you have typed.",
        "status_one": "One repeat.",
        "status_done": "Mean of {n} repeats in a simulated town. Not a forecast.",
        "status_part": "{done} of {all} repeats done.",
        "status_first": "First repeat: month {month} of {months}.",
        "status_cancelled": "Stopped.",
        "status_wait": "Computing …",
        "status_compiling": "The model is prepared for this machine, which happens once: {share} %.",
        "status_failed": "The results could not be computed: {why}",
        "cancel": "Stop",
        "again": "Continue",
        "ghost": "Show the previous results in grey",
        "ghost_words": "before the last change",
        "results_tools": "Keep and save",
        "keep": "Keep for comparison",
        "keep_help": "Keep these settings on the page Scenarios, to compare with others.",
        "csv": "Data (CSV)",
        "excel": "Data for Excel",
        "figure": "Figure (PNG)",
        "figure_svg": "Figure (SVG)",
        "save_more": "Save data, report or slide",
        "save_report": "Report, two pages (HTML)",
        "save_pdf": "Report, two pages (PDF)",
        "save_slide": "Slide (PNG)",
        "save_slide_svg": "Slide (SVG)",
        "save_two": "A report and a slide compare at least two ways of governing.",
        "making": "The file is being made …",
        "not_made": "The file could not be made: {why}",
        "seeds_used": "Mean of {n} repeats (seeds {first}–{last}).",
        "changed_list": "Changed: {what}",
        "sideways": "There is more to the side: scroll sideways →",
        "scorecard": "Scorecard",
        "card_caption": (
            "Values at the end. Ratios and time cover the last 12 months. Numbers without a unit are on a scale where 0 is "
            "nothing and 1 is full. The smaller number is the difference from {first}, repeat by repeat."
        ),
        "card_fit": "Services",
        "card_resources": "What it costs the public, the citizens and the staff",
        "card_trust": "Trust",
        "card_inequality": "Inequality",
        "scorecard_note": (
            "▲ small, ▲▲ medium, ▲▲▲ large difference: the whole 95 % interval lies beyond the smallest difference that "
            "matters, which was set beforehand. Green: most would call it better; brown: worse. △ ▽ perhaps too small to "
            "matter. ≈ about the same. ? not settled by these repeats. No row counts more than another; weighing them is politics."
        ),
        "few_seeds": (
            "Only {n} repeats: intervals are wide, and real differences may not show. Use 4 or more before you conclude."
        ),
        "few_one": (
            "Only one repeat: no difference can be distinguished from chance. Use 4 or more before you conclude."
        ),
        "in_text_tpa": "traditional administration (TPA)",
        "in_text_npm": "new public management (NPM)",
        "in_text_npg": "co-creation (NPG)",
        "in_text_own": "your own way of governing, built on {base}",
        "sum_first": "Compared with {first}:",
        "sum_under": "Under {way}:",
        "sum_same_until": "until a rule is changed, the same rules and results as {way}",
        "sum_same_rules": "the same rules and results as {way}",
        "sum_even": "no difference in services, trust or inequality is certain to matter",
        "sum_even_services": "no difference in services or trust is certain to matter",
        "sum_pays": "Who pays:",
        "sum_gains": "Who gains:",
        "sum_alike": "With other rules, such as paperwork, alike:",
        "sum_differ": "With other rules, such as paperwork, as advocates would choose:",
        "sum_remain": "these remain: {what}",
        "sum_smaller": "smaller: {what}",
        "sum_turn": "the opposite: {what}",
        "sum_open": "not settled: {what}",
        "sum_only_then": "only then {what}",
        "sum_nothing": "no difference remains",
        "sum_nothing_certain": "it is not certain that any difference remains",
        "sum_unsettled": "not settled",
        "sum_failed": "could not be computed",
        "sum_only_between": "compared only between {ways}, which have a levelled version",
        "sum_rules": "The ideas, or other rules?",
        "sum_rules_help": (
            "Ways of governing also differ in rules that have little to do with their ideas. Such rules say how much "
            "paperwork is needed, how often services are revised, and how freely professionals may tailor them. So the "
            "page compares twice: with the rules that advocates would choose (as argued), and with such rules alike "
            "(levelled)."
        ),
        "sum_survives_help": "Such a difference matters in both, in the same direction. The numbers are those as argued.",
        "sum_also_argued_help": (
            "Such a difference matters in both, in the same direction. The numbers are those when levelled."
        ),
        "sum_argued_help": "Such a difference matters as argued. Levelled, it is smaller. So it comes in part from such rules.",
        "sum_levelled_help": "Such a difference matters when levelled. As argued, it is smaller.",
        "sum_turns_levelled_help": (
            "Such a difference matters in both, but in opposite directions. The numbers are those as argued."
        ),
        "sum_turns_argued_help": (
            "Such a difference matters in both, but in opposite directions. The numbers are those when levelled."
        ),
        "sum_open_levelled_help": (
            "Such a difference matters as argued. More repeats would show whether it is smaller when levelled."
        ),
        "sum_open_argued_help": (
            "Such a difference matters when levelled. More repeats would show whether it is smaller as argued."
        ),
        "levelling_computed": "Whether this holds when other rules are alike is being computed …",
        "levelling_failed": "Whether this holds when other rules are alike could not be computed now: {why}",
        "met_more": "{n} more of 100 new needs are met",
        "met_fewer": "{n} fewer of 100 new needs are met",
        "time_more": "each citizen gives {n} minutes more a month",
        "time_less": "each citizen gives {n} minutes less a month",
        "spread": "those with fewest resources {a}, those with most {b}",
        "spread_unsure": "those with fewest resources {a}, those with most {b}; not settled whether these differ",
        "sum_better": "better: {what}",
        "sum_worse": "worse: {what}",
        "sum_counts": "The {all} results in the table below:",
        "sum_matters": "{n} with a difference that matters (▲▼)",
        "sum_slight": "{n} perhaps too small to matter (△▽)",
        "sum_same": "{n} about the same (≈)",
        "sum_unsure": "{n} not settled (?)",
        "public_more": "the municipality spends {n} minutes more a month per citizen",
        "public_less": "the municipality spends {n} minutes less a month per citizen",
        "cost_more": "each met need costs NOK {n} more",
        "cost_less": "each met need costs NOK {n} less",
        "strain_more": "staff are more strained, {n}",
        "strain_less": "staff are less strained, {n}",
        "gap_is": "the gap in needs met between those with most and fewest resources ({size})",
        "gap_more": "the gap in needs met between those with most and fewest resources widens by {n} of 100 needs",
        "gap_less": "the gap in needs met between those with most and fewest resources narrows by {n} of 100 needs",
        "levels_minutes": "{levels} minutes a month per citizen",
        "levels_money": "NOK {levels}",
        "size_none": "about the same",
        "size_uncertain": "not settled by these repeats",
        "size_possible": "perhaps too small to matter",
        "size_small": "small difference",
        "size_medium": "medium difference",
        "size_large": "large difference",
        "trust_it": "How far can this be trusted?",
        "trust_words": (
            "Something to discuss, not a forecast. It rests on {n} repeats of a simulated town. The model is tested on {all} "
            "known findings. {judged} of these are not built into it. Of the {judged}, it reproduces {passed}. Differences "
            "may change sign when assumptions change."
        ),
        "limits_link": "What the model cannot say",
        "findings_link": "Which findings?",
        "level": "Compare them with other rules alike",
        "levelled_short": "{way} lev.",
        "level_help": (
            "Give all of them the same value of each rule that has little to do with their ideas, such as paperwork. They are "
            "then called “levelled”."
        ),
        "argued": "Back to the rules as argued",
        "argued_help": "Each way of governing with the rules that its advocates would choose.",
        "outcome": "Outcome",
        "smallest": "The smallest difference that matters is {n}.",
        "smallest_minutes": "The smallest difference that matters is {n} minutes a month.",
        "better": "better",
        "worse": "worse",
        "interval": "95 % interval {low} to {high}",
        "one_seed_only": "one repeat: no interval",
        "charts": "Curves",
        "curves": "Month by month",
        "show": "Show",
        "set_main": "The four main outcomes",
        "set_fit": "How well services fit",
        "set_resources": "Use of resources",
        "set_trust": "Trust",
        "set_inequality": "Inequality",
        "set_work": "Staff and innovation",
        "table": "Table",
        "as_table": "As a table",
        "download": "Download",
        "full": "Full screen",
        "month": "month",
        "months_axis": "months",
        "years": "years",
        "show_hide": "Press a name to hide or show it.",
        "values_in_month": "Values in a month",
        "charts_failed": "The charts could not be loaded. The tables hold the same values.",
        "values_in_group": "Values for a group",
        "groups_axis": "difference from {first}, {unit}",
        "curves_as": "Show the curves as",
        "curves_levels": "Levels",
        "curves_differences": "Differences",
        "difference_axis": "difference, {unit}",
        "difference_title": "{outcome}: difference from {first}",
        "zero_line": "{first}: the zero line",
        "zone": "too small to matter",
        "chart_words": "Last month: {values}.",
        "chart_words_differences": "Compared with {first} in the last month: {values}.",
        "note_band": (
            "Line: mean of {n} repeats; band: 95 % interval. Ratios and time cover the last 12 months, so the first "
            "year includes months before the start."
        ),
        "note_one": "One repeat so far: no interval.",
        "note_differences": (
            "Line: mean difference from {first} over {n} repeats, each compared with itself. Band: 95 % interval of this "
            "difference. It matters where the whole band lies outside the grey zone. The zone was set beforehand; some "
            "results have none."
        ),
        "groups": "Who gains, and who pays?",
        "groups_words": "How each group differs from {first} (the zero line) at the end. Bars show 95 % intervals.",
        "groups_none": "Choose at least two ways of governing to compare groups.",
        "by": "By",
        "dim_quintile": "resources (fifths)",
        "dim_age": "age",
        "dim_district": "district",
        "dim_area": "service area",
        "group": "Group",
        "Q1": "1: fewest resources",
        "Q2": "2",
        "Q3": "3: the middle",
        "Q4": "4",
        "Q5": "5: most resources",
        "years_old": "{band} years",
        "district_n": "district {n}",
        "each": "{unit} per inhabitant",
        "minutes_each": "minutes/month per inhabitant",
        "minutes_n": "{n} minutes a month per inhabitant",
        "case_hours_per_capita": "Public working time received",
        "case_hours_per_capita_help": "Public working time spent on the group's own cases, per inhabitant",
        "higher_better": "right is better",
        "lower_better": "left is better",
        "group_missing": "The model does not measure this by these groups.",
        "wait_seed": "waiting for the first repeat …",
        "heading": "{town}, {citizens} citizens, {months} months",
    },
)

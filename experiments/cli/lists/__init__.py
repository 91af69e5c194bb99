"""Commands that list what there is: parameters, paradigms, scenarios, outcomes, municipalities."""

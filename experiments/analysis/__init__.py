"""What a sweep's results say: sensitivity, contrasts, trade-offs and scenario discovery, with the figures of each.

`points` reads a complete sweep as an array; each of the other modules has one or two functions that take results and
return tidy tables. Nothing here runs the model.
"""

"""What may be true: each constraint judges a rebalance once, after the fact.

A twin remembers for one vault what its contract remembers for each caller.
"""

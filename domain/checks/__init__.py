"""The rules of the plan checker, one file per family.

A rule is a function that looks at one thing (a route, a trip, an order at its stop) and yields what
is wrong with it. It is written from the definitions in `domain.plan`, and shares no code with any
engine: what an engine got wrong must not be repeated here.
"""

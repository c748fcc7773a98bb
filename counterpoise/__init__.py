"""An on-chain vault that keeps its balance, in Python: integer-exact twins, engine, services."""

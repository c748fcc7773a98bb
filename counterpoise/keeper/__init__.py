"""Watches a vault and rebalances it when that is due."""

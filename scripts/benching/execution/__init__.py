"""Rows of the benchmark about how trades are made: auctions, slices, netting, splits, rewards."""

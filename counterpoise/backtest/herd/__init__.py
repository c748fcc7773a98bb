"""Vaults of one kind on one pool: how far they push it, and what that costs each of them."""

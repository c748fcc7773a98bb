"""Plays prices against a vault on a local chain and tells what became of it."""

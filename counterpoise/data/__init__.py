"""Prices in and out: files that are read as they are or refused, and exchanges that are asked."""

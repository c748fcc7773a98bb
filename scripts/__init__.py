"""Entries for `brownie run`: arguments in, one JSON file out."""

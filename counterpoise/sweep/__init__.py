"""Plays many configurations of a back-test on all cores, and shows what all of them came to."""

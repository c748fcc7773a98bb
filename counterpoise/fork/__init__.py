"""A chain's state in a file: recorded from a node, and served to one that forks from it."""

"""What it is worth: the pure parts of the oracles, with what they read given."""

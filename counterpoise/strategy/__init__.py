"""What should be true: pure functions from a state to weights."""

"""What other oracles' answers amount to together."""

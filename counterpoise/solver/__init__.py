"""What is solved off the chain and judged on it."""

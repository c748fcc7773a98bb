"""What a rebalance loses to its pools: over one, over a split, and at best."""

"""What a vault is compared with: the same prices, the same pools, the same costs, other rules."""

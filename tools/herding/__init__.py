"""What a herd of vaults does to the pool that they share, in each manner of trading."""

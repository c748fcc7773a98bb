"""slither-mutate's operators over the custody, the constraints and the mathematics."""

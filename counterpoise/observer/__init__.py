"""What is true: prices and values of what a vault holds."""

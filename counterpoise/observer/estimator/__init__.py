"""What is remembered: each the twin of the contract of its name, told what the chain would read."""

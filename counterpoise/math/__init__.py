"""Pure functions of integers, each the twin of a Solidity library."""

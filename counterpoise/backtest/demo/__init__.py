"""The demo: a month of prices against one vault on Anvil, with depositors, tables and pictures."""

"""The command line: `counterpoise`, or `python -m counterpoise`."""

from counterpoise.cli.app import main

__all__ = ["main"]

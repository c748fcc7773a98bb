"""A whole number on the command line, and what is said of what is none."""

from typing import Any

import click


class Whole(click.IntRange):
    """A whole number from so much on, and where there is a most up to it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Fails in one line that names the option, what was given, and what is expected."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            up = "on" if self.max is None else f"to {self.max}"
            self.fail(f"{value!r} is not a whole number from {self.min} {up}", param, ctx)

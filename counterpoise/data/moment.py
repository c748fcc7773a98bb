"""A time on a command line."""

from __future__ import annotations

from datetime import datetime

import click

from counterpoise.data.cells import moment_of


class Moment(click.ParamType):  # type: ignore[type-arg]
    """A date or time, UTC unless it says otherwise."""

    name = "time"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return moment_of(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO 8601 date or time", param, ctx)

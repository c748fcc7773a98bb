"""What click says of a wrong command line, as one line like every other error."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

NEGATIVE = re.compile(r"-\.?\d.*")  # To click, an option that it does not know.


class OneLine(click.ClickException):
    """A usage error that is one line, or one object where JSON is asked for."""

    exit_code = 2

    def __init__(self, error: click.UsageError, as_json: bool) -> None:
        message = error.format_message().rstrip(".")
        command = error.ctx.command_path if error.ctx else "counterpoise"
        super().__init__(" ".join(f"{message}; see {command} --help".split()))
        self.as_json = as_json

    def show(self, file: Any = None) -> None:
        """On stderr, as all failures."""
        line = json.dumps({"error": "BadInput", "message": self.message})
        click.echo(line if self.as_json else f"Error: {self.message}", file=file, err=True)


class Group(click.Group):
    """Commands whose usage errors are short, and that know a negative number from an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[__name__] = "--json" in args
        with _short(ctx):
            for before, text in zip(("", *args), args):
                if NEGATIVE.fullmatch(text) and not self._has_value(ctx, args, before):
                    raise click.UsageError(f"not an amount: {text} is not above 0", ctx)
            return super().parse_args(ctx, args)

    def _has_value(self, ctx: click.Context, args: list[str], option: str) -> bool:
        """Whether an option of a command is followed by its value, which it judges itself."""
        command = self._named(ctx, args)
        known = command.params if command is not None else ()
        options = [it for it in known if isinstance(it, click.Option) and not it.is_flag]
        return any(option in it.opts for it in options)

    def _named(self, ctx: click.Context, args: list[str]) -> click.Command | None:
        """The command that the first words name, one of a group within too."""
        found: click.Command | None = self
        for name in args:
            if not isinstance(found, click.Group):
                break
            found = found.get_command(ctx, name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        with _short(ctx):
            return super().invoke(ctx)


@contextmanager
def _short(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # It shows the help, which may be long.
    except click.UsageError as error:
        raise OneLine(error, ctx.meta[__name__]) from None

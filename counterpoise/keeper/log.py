"""One line of JSON for each decision; amounts are text, as they are larger than JSON's numbers."""

from collections.abc import MutableMapping
from dataclasses import asdict, is_dataclass
from typing import Any, TextIO

import structlog

from counterpoise.errors import Refusal


def logger(stream: TextIO) -> Any:
    """A structlog logger that writes JSON lines to the stream, each at once."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _head_first,
            structlog.processors.JSONRenderer(),
        ],
    )


def _head_first(_: Any, __: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """When and what stand where the eye looks for them."""
    return {key: line[key] for key in ("timestamp", "event")} | dict(line)


def reason(error: Exception) -> dict[str, Any]:
    """Why: the error's name and its numbers, or its words where it has no numbers."""
    if isinstance(error, Refusal):
        numbers = {key: _plain(value) for key, value in error.fields.items()}
    elif is_dataclass(error):
        numbers = {key: _plain(value) for key, value in asdict(error).items()}
    else:
        numbers = {"message": str(error)}
    return {"why": type(error).__name__, "numbers": numbers}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | None) else str(value)

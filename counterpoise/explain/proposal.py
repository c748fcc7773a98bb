"""What each part of a strategy proposes: a part is found by what it can answer, not by its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from counterpoise.errors import Refusal
from counterpoise.math.weights import require_valid
from counterpoise.strategy.risk_scalar import RiskScalar
from counterpoise.strategy.strategy import StandIn, Strategy
from counterpoise.types import State

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One part's answers to a state, and those of the parts that it asks."""

    role: str  # what it is to the one that asks it: its field's name there, and its number
    kind: str
    given: dict[str, Any]  # the numbers it was made with, by their names
    weights: tuple[int, ...]  # D18{1}; empty where it refuses, or is no strategy
    refusal: Refusal | None  # why it wants nothing; also of weights that are none
    exposure: int | None  # D18{1}, of a scalar of risk
    silence: Refusal | None  # why it tells no exposure
    parts: tuple["Proposal", ...]


def propose(part: Any, state: State, role: str = "strategy") -> Proposal:
    """Asks a strategy or a scalar of risk, and all that it is composed of."""
    weights, refusal = _weights(part, state) if isinstance(part, Strategy) else ((), None)
    exposure, silence = None, None
    if isinstance(part, RiskScalar):
        exposure, silence = attempt(lambda: part.exposure(state))
    shown = part.shown if isinstance(part, StandIn) else part
    return Proposal(
        role=role,
        kind=shown if isinstance(shown, str) else type(shown).__name__,
        given=dict(_given(shown)),
        weights=weights,
        refusal=refusal,
        exposure=exposure,
        silence=silence,
        parts=tuple(propose(it, state, name) for name, it in _parts(shown)),
    )


def attempt(ask: Callable[[], Told]) -> tuple[Told | None, Refusal | None]:
    """An answer, or the refusal."""
    try:
        return ask(), None
    except Refusal as refusal:
        return None, refusal


def _weights(part: Strategy, state: State) -> tuple[tuple[int, ...], Refusal | None]:
    """What it wants; with the reason where that is no vector of weights."""
    weights, refusal = attempt(lambda: part.target(state))
    if weights is None:
        return (), refusal
    return weights, attempt(lambda: require_valid(weights, len(state.assets)))[1]


def _parts(part: Any) -> Iterator[tuple[str, Any]]:
    """Those that a part asks, each with its field's name, and its number in a list."""
    for name, value in _fields(part):
        if _asked(value):
            yield name, value
        elif isinstance(value, tuple) and value and all(map(_asked, value)):
            yield from ((f"{name.removesuffix('s')} {k}", it) for k, it in enumerate(value, 1))


def _given(part: Any) -> Iterator[tuple[str, Any]]:
    """The fields that are no parts and no questions, and that are not its own affair."""
    held = {id(it) for _, it in _parts(part)}
    for name, value in _fields(part):
        first = value[0] if isinstance(value, tuple) and value else value
        if id(first) not in held and not callable(value) and not name.startswith("_"):
            yield name, value


def _fields(part: Any) -> list[tuple[str, Any]]:
    known = fields(part) if is_dataclass(part) else ()
    return [(it.name, getattr(part, it.name)) for it in known]


def _asked(value: Any) -> bool:
    return isinstance(value, Strategy | RiskScalar)

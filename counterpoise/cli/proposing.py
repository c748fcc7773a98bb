"""What each part of a strategy proposes, as a tree of lines."""

from collections.abc import Iterator

from counterpoise.cli.named import Names
from counterpoise.cli.output import wrapped
from counterpoise.cli.words import percent
from counterpoise.explain.proposal import Proposal

STEP = 2  # columns that a part stands in from the one that asks it
LEFT = 10  # columns for what a line is about


def proposed(names: Names, it: Proposal, title: str = "", indent: int = 0) -> Iterator[str]:
    """The lines of a part and of those that it asks; at most as wide as a screen."""
    yield f"{'':{indent}}{title}{it.kind}"
    inner = indent + STEP
    for name, value in _answers(names, it):
        head = f"{'':{inner}}{name:<{LEFT}}"
        yield from wrapped(value, head=head)
    for part in it.parts:
        yield from proposed(names, part, f"{part.role}{_share(it, part)}: ", inner)


def _share(whole: Proposal, part: Proposal) -> str:
    """The share in the say of one of several, where they have shares."""
    name, _, number = part.role.partition(" ")
    shares = whole.given.get("shares", ())
    return f" ({percent(shares[int(number) - 1])})" if name == "part" and shares else ""


def _answers(names: Names, it: Proposal) -> Iterator[tuple[str, str]]:
    if it.weights:
        yield "wants", names.weights(it.weights)
    if it.refusal is not None:
        yield "refuses", names.refusal(it.refusal)
    if it.exposure is not None:
        yield "exposure", f"{percent(it.exposure)} at most"
    if it.silence is not None and str(it.silence) != str(it.refusal):
        yield "exposure", f"none told, {names.refusal(it.silence)}"

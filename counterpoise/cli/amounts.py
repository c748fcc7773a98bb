"""Amounts as they are typed: whole tokens, exact to the last decimal, or units."""

from decimal import Context, Decimal, InvalidOperation

from counterpoise.cli.failures import BadInput

MOST_DIGITS = 100  # More than any amount of 256 bits and 27 decimals has.
EXACT = Context(prec=4 * MOST_DIGITS)  # The usual 28 digits would round a large amount.


def parse(text: str, decimals: int, raw: bool = False) -> int:
    """The {unit} that are meant. `raw`: the text is in {unit} already.

    Raises `BadInput` for what is no amount, is not above 0, or has too many decimals.
    """
    number = _number(text)
    places = 0 if raw else decimals
    units = number.scaleb(places, EXACT)
    if units != units.to_integral_value(context=EXACT):
        given = -int(number.normalize(EXACT).as_tuple().exponent)
        raise BadInput(f"too many decimals: {text} has {given}, at most {places} are possible")
    if units <= 0:
        raise BadInput(f"not an amount: {text} is not above 0")
    return int(units)


def fraction(text: str) -> int:
    """A fraction such as 0.005 as D18{1}, from 0 to 1. Raises `BadInput`."""
    number = _number(text)
    if not 0 <= number <= 1:
        raise BadInput(f"not a fraction: {text} is not from 0 to 1")
    return int(number.scaleb(18, EXACT))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadInput(f"not a number: {text!r}") from None
    if not number.is_finite() or len(text) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise BadInput(f"not a number: {text[:MOST_DIGITS]!r}")
    return number

"""The twin of contracts/constraint/JitterConstraint.sol."""

from dataclasses import dataclass

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from counterpoise.constraint.calendar import CalendarConstraint, require_calendar, slot_at
from counterpoise.math.bounds import require_some


@dataclass(frozen=True, slots=True)
class Calendar:
    """The slots, and how their moments are found. Raises `LimitOutOfRange`."""

    anchor: int  # {s}
    period: int  # {s} of a slot
    window: int  # {s} at the start of a slot, in which the moments are
    salt: bytes  # 32 of them
    least: int  # D18{1} of the vault's value, sold: a rebalance of less takes no slot

    def __post_init__(self) -> None:
        require_calendar(self.period, self.least)
        require_some("window", self.window, self.period // 2)

    def slot_at(self, time: int) -> int:
        """The slot at a time {s}; before the anchor it is the first."""
        return slot_at(time, self.anchor, self.period)

    def moment_of(self, account: str, slot: int) -> int:
        """{s}, from when on an account may rebalance in a slot."""
        words = encode(["bytes32", "address", "uint256"], [self.salt, account, slot])
        late = int.from_bytes(keccak(words), "big") % self.window
        return self.anchor + slot * self.period + late


@dataclass(slots=True)
class JitterConstraint(CalendarConstraint):
    """One rebalance in each slot of a calendar, from a moment on that is the account's own."""

    calendar: Calendar
    account: str  # for whom it remembers: the vault's set, or the vault where it has none
    last_slot: int = 0

    @property
    def takes_slot(self) -> int:
        return self.calendar.least

    def slot_at(self, time: int) -> int:
        """The slot at a time {s}; before the anchor it is the first."""
        return self.calendar.slot_at(time)

    def next_moment(self, time: int) -> int:
        """{s}, from when on it may rebalance, asked at a time {s}."""
        slot = max(self.slot_at(time), self.last_slot + 1)
        return self.calendar.moment_of(self.account, slot)

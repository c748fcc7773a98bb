"""The twin of contracts/constraint/ScheduleConstraint.sol."""

from dataclasses import dataclass

from counterpoise.constraint.calendar import CalendarConstraint, require_calendar, slot_at


@dataclass(slots=True)
class ScheduleConstraint(CalendarConstraint):
    """One rebalance in each slot of a calendar that stands still. Raises `LimitOutOfRange`."""

    anchor: int  # {s}
    period: int  # {s}
    least: int  # D18{1} of the vault's value, sold: a rebalance of less takes no slot
    last_slot: int = 0

    def __post_init__(self) -> None:
        require_calendar(self.period, self.least)

    @property
    def takes_slot(self) -> int:
        return self.least

    def slot_at(self, time: int) -> int:
        """The slot at a time {s}; before the anchor it is the first."""
        return slot_at(time, self.anchor, self.period)

    def next_moment(self, time: int) -> int:
        """{s}, when the next slot begins, whenever that is asked."""
        return self.next_slot

    @property
    def next_slot(self) -> int:
        """{s}, when the next slot begins."""
        return self.anchor + (self.last_slot + 1) * self.period

"""Whether to rebalance through a tank: what it would pay, by the chain and by the twin."""

from dataclasses import dataclass

from counterpoise import engine
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.report import Report
from counterpoise.chain.sender import HEAD_ROOM
from counterpoise.chain.tank import TankClient
from counterpoise.errors import CounterpoiseError
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.keeper.reward import Fees, Tank, Terms
from counterpoise.math.fixed_point import zero_floor_sub
from counterpoise.math.weights import total_drift


@dataclass(eq=False)
class NotCollected(CounterpoiseError):
    """Why a rebalance does not go through its tank; {wei} that it would pay, and would cost more.

    Its kinds say what stands in the way.
    """

    reward: int
    adds: int

    def __str__(self) -> str:
        return f"the tank would pay {self.reward} wei, and going there costs {self.adds} more"


class TankEmpty(NotCollected):
    """Too little is in it, or nothing."""


class DayIsSpent(NotCollected):
    """Too little is left of a day's budget for now, or nothing."""


class DriftTooSmall(NotCollected):
    """The rebalance removes less drift than the tank pays for."""


class PriceAboveMargin(NotCollected):
    """The tank does not refund all of the node's price: the tip is above its margin."""


class NotWorthIt(NotCollected):
    """What it pays is less than what going through it costs more."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a tank is asked to pay for."""

    removed: int  # D18{1} of drift that would be gone
    value: int  # D18{USD}, of the vault
    gas: int  # {gas} that the question was given: no more can have been measured
    time: int  # {s}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tank would pay for a rebalance, and what one costs, {wei} all."""

    door: TankClient
    tank: Tank  # as it is
    fees: Fees
    work: Work
    reward: int
    cost: int  # of a transaction through the tank
    plain: int  # of one without it

    @property
    def obstacle(self) -> NotCollected | None:
        """Why it does not pay; None where it does."""
        adds = self.cost - self.plain
        return None if self.reward > adds else self._kind(self.reward, adds)

    @property
    def _kind(self) -> type[NotCollected]:
        tank, left = self.tank, self.tank.terms.capacity - self.tank.used_at(self.work.time)
        if self.work.removed < tank.terms.least:
            return DriftTooSmall
        if self.reward == tank.balance:
            return TankEmpty
        if self.reward == left:
            return DayIsSpent
        whole = tank.refund_price(self.fees) == self.fees.price
        return NotWorthIt if whole else PriceAboveMargin


@dataclass(frozen=True, slots=True)
class Collector:
    """Asks a tank what it would pay, and its twin whether that is so."""

    door: TankClient
    always: bool = False  # also where that does not pay

    def offer(
        self, vault: VaultClient, sender: str, report: Report, twin: engine.Decision
    ) -> Offer:
        """What going through the tank brings, at the report's block.

        Raises `NotCollected` where that does not pay, `TwinDisagrees` where chain and twin differ,
        and the `Refusal` of a rebalance that is not due there.
        """
        door, prices = self.door, self.door.prices(report.block)
        price, tank = prices.price, tank_at(door, report.block)
        through, plain = (
            door.estimate(call, sender, price) for call in (door.perform(), vault.rebalance())
        )
        fees, work = Fees(price, prices.base), work_of(twin, int(through * HEAD_ROOM))
        paid = door.paid(sender, price, work.gas, report.block)
        require_foreseen(tank, fees, work, paid)
        found = Offer(door, tank, fees, work, paid, through * price, plain * price)
        if found.obstacle and not self.always:
            raise found.obstacle
        return found


def work_of(twin: engine.Decision, gas: int) -> Work:
    """A rebalance of the twin's, for which {gas} is given."""
    drift, left = (total_drift(it, twin.target) for it in (twin.start, twin.end))
    return Work(zero_floor_sub(drift, left), twin.start.value, gas, twin.start.time)


def tank_at(door: TankClient, block: int) -> Tank:
    """Its twin, at a block."""
    margin, overhead, rate, least, most, capacity, max_gas = door.terms
    terms = Terms(margin, overhead, rate, least, most, 2 * capacity, max_gas)
    return Tank(terms, door.balance(block), *door.bucket(block))


def require_foreseen(tank: Tank, fees: Fees, work: Work, paid: int) -> None:
    """The twin pays as much, to the wei. Raises `TwinDisagrees`.

    How much gas a tank has measured only it knows. So the twin pays what it would for all of it; or
    less, and then for so much gas as comes to exactly that.
    """
    price = tank.refund_price(fees)
    implied = paid // price - tank.terms.overhead if price else 0
    most = _paid(tank, fees, work, work.gas)
    if paid not in (most, _paid(tank, fees, work, min(max(implied, 0), work.gas))):
        raise TwinDisagrees("the reward", paid, most)


def _paid(tank: Tank, fees: Fees, work: Work, gas: int) -> int:
    return tank.pay(tank.reward_for(fees, gas, work.removed, work.value), work.time)[0]

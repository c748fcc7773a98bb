"""What guardian and governor do, and what everybody else tries."""

from __future__ import annotations

from eth_abi import encode
from eth_utils.crypto import keccak
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.evm.in_process import encoded
from tests.evm.stateful.both import DAY, outcome
from tests.evm.stateful.changes import Change
from tests.evm.stateful.lawful_twin import PAUSE
from tests.evm.stateful.market_rules import MarketRules
from tests.evm.stateful.market_twin import refuse
from tests.evm.stateful.stage import HOLDERS, PEOPLE
from tests.evm.world import MOST
from tests.founding import DELAY

LATE = 2**40  # {s}
EXPIRY = 7 * DAY  # {s} in which what is ready must be executed
GUARDED = ("pause", "unpause", "execute", "seed", "setSupplyCap", "setEntrySpread", "setVenue")
WORDS = {
    "execute": ([], 0),
    "seed": (1, [], "0x" + "11" * 20),
    "setSupplyCap": (0,),
    "setEntrySpread": (0,),
    "setVenue": ("0x" + "11" * 20, True),
}
OWN = {"pause": "guardian", "execute": "keeper"}


class PowerRules(MarketRules):
    """Pauses, and changes that wait for their time."""

    changes: list[Change]

    def __init__(self) -> None:
        super().__init__()
        self.pending: dict[
            int, int
        ] = {}  # A change's number, and the time {s} from which it may be.

    def data(self, k: int) -> bytes:
        return encoded("Vault", self.changes[k].function, self.changes[k].values)

    def operation(self, k: int, by: str = "governor") -> bytes:
        """The number that the authority gives a call."""
        call = [self.person(by), self.stage.vault, self.data(k)]
        return bytes(keccak(encode(["address", "address", "bytes"], call)))

    def authority(self, function: str, *values, by: str = "governor"):
        stage = self.stage
        return stage.chain.tell(
            "Authority", stage.authority, function, *values, by=stage.people[by]
        )

    @rule(stays=st.integers(0, 5))
    def pause(self, stays):
        """I-22, J2 A week, and a week of rest before the next; most often the first is over."""
        self.rest()
        self.stage.tell("pause", by="guardian")
        self.twin.paused_until = self.stage.time + PAUSE
        if stays:
            self.stage.wait(PAUSE)
            self.mend()
        self.done("pause")

    def rest(self):
        """Waits until the guardian may pause again; before that it may not."""
        stage, ready = self.stage, self.twin.paused_until + PAUSE
        if stage.time < ready:
            refused = outcome(lambda: stage.tell("pause", by="guardian"))
            assert refused == ("PauseTooSoon", [stage.time, ready])
            stage.wait(ready - stage.time)
            self.mend()

    @rule(who=st.sampled_from(HOLDERS), part=st.integers(1, 8))
    def pause_and_leave(self, who, part):
        """I-22 Paused or not, the same exit; entry is refused until the week is over. A dream."""
        stage, account = self.stage, self.person(who)
        shares, skip = self.shares_of(who) * part // 8, self.tokens(self.frozen)

        def leave():
            return stage.ask("redeem", shares, account, skip, [], LATE, by=who)

        def enter():
            return stage.ask("mint", 10**12, [MOST] * 3, account, LATE, by=who)

        self.rest()
        before, until = outcome(leave), stage.time + PAUSE
        with stage.dreamt():
            stage.tell("pause", by="guardian")
            assert outcome(leave) == before
            stage.wait(PAUSE - 1)
            assert outcome(enter) == ("IsPaused", [until])
            stage.wait(1)
            assert outcome(enter)[0] != "IsPaused"
        self.done("pause_and_leave")

    @rule(k=st.integers(0, 99))
    def schedule(self, k):
        k, time = k % len(self.changes), self.stage.time
        self.both(
            "schedule",
            lambda: self.authority("schedule", self.stage.vault, self.data(k), 0) and None,
            lambda: self.scheduled(k, time),
        )

    @rule(k=st.integers(0, 99))
    def hurry(self, k):
        """I-21 No governed change without its delay, not even for the governor."""
        k = max(self.pending, default=0) if k % 2 else k % len(self.changes)
        change = self.changes[k]
        self.both(
            "hurry",
            lambda: self.stage.tell(change.function, *change.values, by="governor"),
            lambda: self.carried_out(k, self.stage.time),
        )

    def scheduled(self, k, time):
        if time < self.pending.get(k, -EXPIRY) + EXPIRY:
            refuse("AccessManagerAlreadyScheduled", operationId=self.operation(k))
        self.pending[k] = time + DELAY

    def waiting(self, k):
        """A change that has been scheduled: one of those that are, or else this one."""
        if not self.pending:
            self.schedule(k)
        return sorted(self.pending)[k % len(self.pending)]

    @rule(k=st.integers(0, 99), patient=st.integers(0, 3))
    def carry_out(self, k, patient):
        """I-21"""
        k = self.waiting(k)
        if patient:
            self.stage.wait(max(self.pending[k] - self.stage.time, 0))
        self.both(
            "carry_out",
            lambda: self.authority("execute", self.stage.vault, self.data(k)) and None,
            lambda: self.carried_out(k, self.stage.time),
        )

    def carried_out(self, k, time):
        if k not in self.pending:
            refuse("AccessManagerNotScheduled", operationId=self.operation(k))
        if time < self.pending[k]:
            refuse("AccessManagerNotReady", operationId=self.operation(k))
        if time >= self.pending[k] + EXPIRY:
            refuse("AccessManagerExpired", operationId=self.operation(k))
        self.happened(k)

    def happened(self, k):
        del self.pending[k]
        self.changes[k].apply(self.twin)

    @rule(k=st.integers(0, 99), by=st.sampled_from(["guardian", "guardian", "outsider"]))
    def cancel(self, k, by):
        """I-21 The guardian, and no stranger, cancels what has not happened."""
        k = self.waiting(k)
        governor, data = self.person("governor"), self.data(k)
        self.both(
            "cancel",
            lambda: self.authority("cancel", governor, self.stage.vault, data, by=by) and None,
            lambda: self.cancelled(k, by),
        )

    def cancelled(self, k, by):
        if by != "guardian":
            refuse(
                "AccessManagerUnauthorizedCancel",
                msgsender=self.person(by),
                caller=self.person("governor"),
                target=self.stage.vault,
                selector=self.data(k)[:4],
            )
        del self.pending[k]

    def cancel_it(self, k):
        """The guardian takes back what would expire before it is ready once more."""
        governor = self.person("governor")
        self.authority("cancel", governor, self.stage.vault, self.data(k), by="guardian")
        del self.pending[k]

    @rule(function=st.sampled_from(GUARDED), by=st.sampled_from(PEOPLE))
    def outsider_tries(self, function, by):
        """I-20 Without the role it is refused; the invariants see that nothing moved."""
        if by in (OWN.get(function), "governor"):
            by = "outsider"
        got = outcome(lambda: self.stage.tell(function, *WORDS.get(function, ()), by=by))
        assert got == ("AccessManagedUnauthorized", [self.person(by)])
        data = encoded("Vault", function, WORDS.get(function, ()))
        got = outcome(lambda: self.authority("execute", self.stage.vault, data, by=by))
        assert got[0] == "AccessManagerUnauthorizedCall"
        self.done("outsider_tries")

    @rule()
    def restore(self):
        """The governor brings back what was at first, two days later; the pause ends with it."""
        healing = [k for k, change in enumerate(self.changes) if change.heals]
        for k in healing:
            if self.stage.time + DELAY >= self.pending.get(k, -EXPIRY) + EXPIRY:
                if k in self.pending:
                    self.cancel_it(k)
                self.authority("schedule", self.stage.vault, self.data(k), 0)
                self.scheduled(k, self.stage.time)
        self.stage.wait(DELAY)
        for k in healing:
            self.authority("execute", self.stage.vault, self.data(k))
            self.happened(k)
        self.mend()
        self.done("restore")

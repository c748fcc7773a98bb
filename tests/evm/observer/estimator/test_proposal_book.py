"""ProposalBook: what one signer proposes, and everything that it may not."""

from dataclasses import astuple, replace

import pytest
from eth_abi import encode
from eth_account import Account
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.nano_weights import NANO, pack
from counterpoise.math.proposals import WeightProposal, digest_of
from counterpoise.observer.estimator.proposal_book import ProposalBook, ProposalLimits
from counterpoise.strategy.proposed_weight import ProposedWeightStrategy
from tests.counterpoise.math.test_proposals import SEPARATOR, VECTORS
from tests.counterpoise.relations import ONE, state_of
from tests.depth import sharing
from tests.evm.in_process import Chain, said

NAME, STRATEGY = "ProposalBook", "ProposedWeightStrategy"
HOUR, DAY = 3_600, 86_400
SIGNER, FORGER = (Account.from_key(it.to_bytes(32, "big")) for it in (1, 2))
NOBODY = "0x" + 40 * "0"
LEAST, MOST = (ONE // 10, 0, 0), (ONE, ONE, 6 * ONE // 10)
START = (ONE // 2, 3 * ONE // 10, ONE // 5)
NEXT = pack([45 * ONE // 100, 3 * ONE // 10, ONE // 4])
LIMITS = ProposalLimits(ONE // 10, HOUR, DAY)
FULL = 10**9  # {1e-9}
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141  # of the curve


class Desk:
    """A book and its twin, a strategy that reads both, and who signs."""

    def __init__(self, signer=SIGNER.address):
        self.chain = Chain()
        self.board = self.chain.deploy("MockBoard")
        self.guardian = self.chain.person()
        self.state = state_of([ONE] * 3, [0] * 3)
        self.chain.tell("MockBoard", self.board, "show", astuple(self.state))
        self.change()
        self.signer = signer or self.board
        self.book = self.chain.deploy(NAME, *self.arguments())
        self.twin = ProposalBook(self.signer.lower(), LEAST, MOST, START, LIMITS)
        self.strategy = self.chain.deploy(STRATEGY, self.book)
        self.wait(HOUR)

    def arguments(self, limits=LIMITS, least=LEAST, most=MOST, start=START):
        return self.board, self.board, self.signer, least, most, start, astuple(limits)

    def change(self, strategy=NOBODY, delay=0, signed=bytes(32)):
        """What the vault's strategy is, how a guardian waits, and what a contract signs."""
        values = strategy, self.guardian, delay, signed
        self.chain.tell("MockBoard", self.board, "change", *values)

    def wait(self, seconds):
        self.chain.evm.advance_block(seconds)

    @property
    def now(self):
        return self.chain.time()

    def basis(self):
        return self.chain.ask(NAME, self.book, "basis")

    def proposal(self, weights=NEXT, **changes):
        """A good one, until it is changed."""
        good = WeightProposal(
            weights, self.twin.nonce + 1, self.now, self.now + DAY, FULL, self.basis()
        )
        return replace(good, **changes)

    def digest(self, proposal):
        domain = (
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        )
        words = keccak(text=domain), keccak(text="Counterpoise"), keccak(text="1")
        kinds = ["bytes32", "bytes32", "bytes32", "uint256", "address"]
        separator = keccak(encode(kinds, [*words, 1, self.book]))
        return digest_of(separator, proposal)

    def sign(self, proposal, key=SIGNER):
        done = key.unsafe_sign_hash(self.digest(proposal))
        return bytes(done.signature)

    def submit(self, proposal, signature=None, signed=True):
        """By both; what they say, which is the same."""
        signature = self.sign(proposal) if signature is None else signature
        basis, values = self.basis(), (astuple(proposal), signature)
        answer = said(self.chain.tell, NAME, self.book, "submit", *values)
        assert answer == said(self.twin.submit, proposal, self.now, basis, signed)
        twin = self.twin
        last = twin.weights, twin.nonce, twin.time, twin.deadline, twin.is_revoked
        assert self.chain.ask(NAME, self.book, "last") == last
        return answer

    def target(self):
        state = replace(self.state, time=self.now)
        answer = said(self.chain.ask, STRATEGY, self.strategy, "target", astuple(state))
        twin = ProposedWeightStrategy(self.twin)
        assert answer == said(lambda: list(twin.target(state)))
        return answer


@pytest.fixture
def desk():
    return Desk()


def test_what_is_signed_is_wanted_until_its_last_second(desk):
    """C6, 3.10 Then the strategy says so, by how much it is late."""
    assert desk.target() == ("ProposalExpired", [0, desk.now])
    assert desk.submit(desk.proposal()) is None
    weights = [45 * ONE // 100, 3 * ONE // 10, ONE // 4]
    assert desk.target() == weights
    deadline = desk.twin.deadline
    desk.wait(deadline - desk.now)
    assert desk.target() == weights
    desk.wait(1)
    assert desk.target() == ("ProposalExpired", [deadline, deadline + 1])


class TestTime:
    def test_not_before_it_begins(self, desk):
        start = desk.now + 1
        answer = desk.submit(desk.proposal(valid_after=start))
        assert answer == ("ProposalNotValid", [start - 1, start, start - 1 + DAY])

    def test_not_when_it_is_over(self, desk):
        start, end = desk.now - DAY, desk.now - 1
        answer = desk.submit(desk.proposal(valid_after=start, deadline=end))
        assert answer == ("ProposalNotValid", [desk.now, start, end])
        assert desk.submit(desk.proposal(valid_after=start, deadline=end + 1)) is None

    def test_for_no_longer_than_its_life(self, desk):
        end = desk.now + DAY + 1
        answer = desk.submit(desk.proposal(deadline=end))
        assert answer == ("ProposalTooLong", [DAY + 1, DAY])

    def test_the_next_one_waits(self, desk):
        desk.submit(desk.proposal())
        ready = desk.now + HOUR
        desk.wait(HOUR - 1)
        assert desk.submit(desk.proposal()) == ("ProposalTooSoon", [ready - 1, ready])
        desk.wait(1)
        assert desk.submit(desk.proposal()) is None


class TestBinding:
    def test_none_is_taken_twice_and_none_left_out(self, desk):
        first = desk.proposal()
        desk.submit(first)
        desk.wait(HOUR)
        assert desk.submit(first) == ("NonceUnexpected", [1, 2])
        assert desk.submit(desk.proposal(nonce=3)) == ("NonceUnexpected", [3, 2])

    def test_not_from_what_is_no_longer_so(self, desk):
        """The vault's parts are others, or the last weights are."""
        proposal = desk.proposal()
        desk.change(strategy=desk.book)
        told = said(lambda: [proposal.basis, desk.basis()])
        assert desk.submit(proposal) == ("BasisChanged", [*told])
        assert desk.submit(replace(proposal, basis=desk.basis())) is None
        desk.wait(HOUR)
        assert desk.submit(desk.proposal(basis=proposal.basis))[0] == "BasisChanged"

    def test_the_basis_is_assets_parts_and_the_last_weights(self, desk):
        assets = keccak(encode(["address[]"], [desk.state.tokens]))
        parts = keccak(encode(["address"] * 4, [desk.board, NOBODY, desk.board, desk.board]))
        expected = keccak(encode(["bytes32", "bytes32", "uint256"], [assets, parts, pack(START)]))
        assert desk.basis() == expected


class TestSignature:
    def test_nobody_else_signs(self, desk):
        proposal = desk.proposal()
        answer = desk.submit(proposal, desk.sign(proposal, FORGER), signed=False)
        assert answer == ("SignatureInvalid", [SIGNER.address.lower()])

    def test_what_is_signed_is_all_of_it(self, desk):
        signature = desk.sign(desk.proposal())
        for changes in ({"weights": pack(START)}, {"deadline": desk.now}, {"max_step_nano": 1}):
            answer = desk.submit(desk.proposal(**changes), signature, signed=False)
            assert answer == ("SignatureInvalid", [SIGNER.address.lower()])

    def test_a_signature_has_one_form(self, desk):
        """The same with a high s would be valid to the curve."""
        proposal = desk.proposal()
        r, s, v = (lambda it: (it[:32], it[32:64], it[64]))(desk.sign(proposal))
        other = (ORDER - int.from_bytes(s, "big")).to_bytes(32, "big")
        answer = desk.submit(proposal, r + other + bytes([55 - v]), signed=False)
        assert answer == ("SignatureInvalid", [SIGNER.address.lower()])
        assert desk.submit(proposal, b"", signed=False)[0] == "SignatureInvalid"

    def test_a_contract_may_sign(self):
        """ERC-1271"""
        desk = Desk(signer=None)
        proposal = desk.proposal()
        answer = desk.submit(proposal, b"", signed=False)
        assert answer == ("SignatureInvalid", [desk.board])
        desk.change(signed=desk.digest(proposal))
        assert desk.submit(proposal, b"") is None


class TestSteps:
    """No sequence of proposals is faster than a step in each time between two."""

    def test_a_step_and_no_more(self, desk):
        beyond = [4 * ONE // 10 - NANO, 4 * ONE // 10, ONE // 5 + NANO]
        answer = desk.submit(desk.proposal(pack(beyond)))
        assert answer == ("WeightOutOfBox", [0, beyond[0], 4 * ONE // 10, 6 * ONE // 10])
        assert desk.submit(desk.proposal(pack([4 * ONE // 10, 4 * ONE // 10, ONE // 5]))) is None

    def test_less_where_the_signer_says_so(self, desk):
        answer = desk.submit(desk.proposal(max_step_nano=FULL // 20 - 1))
        least, most = 45 * ONE // 100 + NANO, 55 * ONE // 100 - NANO
        assert answer == ("WeightOutOfBox", [0, 45 * ONE // 100, least, most])
        assert desk.submit(desk.proposal(max_step_nano=FULL // 20)) is None

    def test_not_out_of_the_box(self, desk):
        for k in range(4):
            weights = [ONE // 2, (2 - k) * ONE // 10, (3 + k) * ONE // 10]
            if k < 3:
                assert desk.submit(desk.proposal(pack(weights))) is None
            desk.wait(HOUR)
        beyond = pack([4 * ONE // 10 - NANO, 0, 6 * ONE // 10 + NANO])
        assert desk.submit(desk.proposal(beyond))[0] == "WeightOutOfBox"

    @pytest.mark.parametrize("word", [NEXT + 1, NEXT - 1, 0])
    def test_all_is_one(self, desk, word):
        """ST-01"""
        total = sum(word >> 32 * i & 0xFFFFFFFF for i in range(3)) * NANO
        assert desk.submit(desk.proposal(word)) == ("WeightSum", [total])

    def test_not_for_more_assets(self, desk):
        word = NEXT | 1 << 96
        assert desk.submit(desk.proposal(word)) == ("NanoSurplus", [word, 3])


steps = st.tuples(st.integers(0, 3), st.integers(-12, 12), st.sampled_from([1, HOUR]))


@sharing(8)
@given(walk=st.lists(steps, min_size=1, max_size=6))
def test_the_twin_is_the_chain(walk):
    """3.10 Whatever is proposed, the weights are in the box and no faster than a step an hour."""
    desk = Desk()
    start, held = desk.now - HOUR, START
    for place, percent, wait in walk:
        weights = list(held)
        weights[place % 3] += percent * ONE // 100
        weights[(place + 1) % 3] -= percent * ONE // 100
        if min(weights) < 0:
            continue
        if desk.submit(desk.proposal(pack(weights))) is None:
            held = tuple(weights)
        assert all(a <= w <= b for a, w, b in zip(LEAST, held, MOST))
        taken = 1 + (desk.now - start) // HOUR
        assert max(abs(a - b) for a, b in zip(START, held)) <= taken * LIMITS.step
        desk.target()
        desk.wait(wait)


class TestRevocation:
    """GV-06 A guardian's, at once and for good."""

    def revoke(self, desk, who):
        return said(lambda: desk.chain.tell(NAME, desk.book, "revoke", by=who))

    def test_a_guardian_ends_it(self, desk):
        desk.submit(desk.proposal())
        assert self.revoke(desk, desk.guardian) is None
        desk.twin.revoke()
        assert desk.target() == ("ProposalExpired", [0, desk.now])
        desk.wait(HOUR)
        answer = desk.submit(desk.proposal())
        assert answer == ("SignerIsRevoked", [SIGNER.address.lower()])

    def test_nobody_else_does(self, desk):
        outsider = desk.chain.person()
        refused = ("AccessManagedUnauthorized", [outsider])
        assert self.revoke(desk, outsider) == refused
        desk.change(delay=1)
        refused = ("AccessManagedUnauthorized", [desk.guardian])
        assert self.revoke(desk, desk.guardian) == refused
        assert desk.chain.ask(NAME, desk.book, "last")[4] is False


class TestDeployment:
    @pytest.mark.parametrize(
        "limits, refused",
        [
            ((0, HOUR, DAY), ["step", 0, ONE]),
            ((ONE + 1, HOUR, DAY), ["step", ONE + 1, ONE]),
            ((ONE, 0, DAY), ["spacing", 0, 7 * DAY]),
            ((ONE, 7 * DAY + 1, DAY), ["spacing", 7 * DAY + 1, 7 * DAY]),
            ((ONE, HOUR, 0), ["life", 0, 7 * DAY]),
            ((ONE, HOUR, 7 * DAY + 1), ["life", 7 * DAY + 1, 7 * DAY]),
        ],
    )
    def test_its_limits_are_within_bounds(self, desk, limits, refused):
        rows = (desk.board, desk.board, desk.signer, LEAST, MOST, START, limits)
        expected = ("LimitOutOfRange", refused)
        assert said(desk.chain.deploy, NAME, *rows) == expected
        assert said(lambda: ProposalLimits(*limits)) == expected

    @pytest.mark.parametrize(
        "least, most, start, refused",
        [
            ((0,), (ONE,), (ONE,), ("LimitOutOfRange", ["assets", 1, 2])),
            ((0,) * 9, (ONE,) * 9, (ONE // 9,) * 9, ("LimitOutOfRange", ["assets", 9, 8])),
            ((0, 0), (0, 0), (ONE, 0), ("BoundsInfeasible", [0, 0])),
            ((0, 0), (ONE, ONE), (ONE, NANO), ("WeightSum", [ONE + NANO])),
            ((0, 0), (ONE, 0), (0, ONE), ("WeightOutOfBox", [1, ONE, 0, 0])),
            ((0, 0), (ONE, ONE), (ONE - 1, 1), ("NanoInexact", [0, ONE - 1])),
        ],
    )
    def test_its_start_is_in_its_box(self, desk, least, most, start, refused):
        arguments = desk.arguments(least=least, most=most, start=start)
        assert said(desk.chain.deploy, NAME, *arguments) == refused
        twin = said(lambda: ProposalBook(desk.signer, least, most, start, LIMITS))
        assert twin == refused

    def test_it_is_there_to_be_read(self, desk):
        names = ("vault", "authority", "signer", "count", "step", "spacing", "life")
        values = [said(desk.chain.ask, NAME, desk.book, it) for it in names]
        signer = desk.signer.lower()
        assert values == [desk.board, desk.board, signer, 3, ONE // 10, HOUR, DAY]
        assert desk.chain.ask(NAME, desk.book, "box") == (LEAST, MOST)
        assert desk.chain.ask(STRATEGY, desk.strategy, "book") == desk.book


@pytest.mark.parametrize("proposal, digest, v, r, s", VECTORS)
def test_the_vectors_of_the_signature(desk, proposal, digest, v, r, s):
    """V3.10 Its struct and its digest, in the domain of the vectors."""
    mock = desk.chain.deploy("MockMinimumVariance")
    hashed = desk.chain.ask("MockMinimumVariance", mock, "hashOf", astuple(proposal))
    assert hashed == proposal.hash()
    found = desk.chain.ask("MockMinimumVariance", mock, "digestOf", SEPARATOR, hashed)
    assert found.hex() == digest

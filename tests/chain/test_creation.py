"""What is loaded into an EVM in process: it is what the node held, and most of it is made anew."""

import json
from contextlib import closing

import pytest

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.creation import created_by, creations, without
from counterpoise.chain.local import LocalNode
from counterpoise.chain.process import Image, ProcessNode, held_by
from tests.chain.world import ARGUMENTS, build


@pytest.fixture(scope="module")
def loaded():
    """A node's accounts and its world, and the same in process."""
    with Anvil(args=ARGUMENTS) as anvil:
        world = build(anvil.url)
        with closing(LocalNode(anvil.url)) as node:
            yield held_by(node), world, ProcessNode.of(node)


def plain(accounts):
    """As numbers; an account that has nothing is none (EIP-161)."""
    told = {
        address.lower(): (
            account["nonce"],
            int(account["balance"], 16),
            account["code"],
            {int(k, 16): int(v, 16) for k, v in account["storage"].items() if int(v, 16)},
        )
        for address, account in accounts.items()
    }
    return {address: it for address, it in told.items() if it != (0, 0, "0x", {})}


def test_nothing_has_changed(loaded):
    """Not a nonce, not a wei, not a byte of code, not a slot."""
    accounts, _, node = loaded
    dumped = Image.read(node.dump())
    assert plain(json.loads(dumped.accounts)) == plain(accounts)
    assert (dumped.time, dumped.block, list(dumped.people)) == (node.time, node.block, node.people)


def test_what_a_person_has_deployed_is_made_anew(loaded):
    accounts, world, _ = loaded
    made = {it.address for it in creations(accounts)}
    assert {it.address.lower() for it in (world.vault, world.lens, world.constraint)} < made
    assert {it.address.lower() for it in (*world.tokens, *world.feeds)} < made
    assert not made & {it.address.lower() for it in world.pairs}  # which their factory has made


def test_before_it_nothing_stands_there_and_nobody_has_sent_anything(loaded):
    accounts = loaded[0]
    made = creations(accounts)
    before = {it.lower(): account for it, account in without(accounts, made).items()}
    for it in made:
        assert before[it.address]["code"] == "0x"
        assert before[it.address]["storage"] == {}
        assert before[it.creator.lower()]["nonce"] == 0


def test_a_dump_of_a_dump_is_the_same(loaded):
    node = loaded[2]
    assert ProcessNode.load(node.dump()).dump() == node.dump()


def test_addresses_are_those_of_the_yellow_paper():
    """The first two contracts of an account that is known for them."""
    creator = "0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"
    assert [created_by(creator, nonce) for nonce in range(2)] == [
        "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d",
        "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8",
    ]

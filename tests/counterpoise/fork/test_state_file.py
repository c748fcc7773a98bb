"""A state file is read as it was written, or refused by its name and the key that is wrong."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.fork.file import StateFileProblem, read, write
from counterpoise.fork.shape import object_of_state, state_of
from counterpoise.fork.state import Account, ChainState
from tests.counterpoise.fork.states import HEADER, OWNER, STATE, TOKEN, states
from tests.depth import examples

NAMES = ("state.json", "state.json.gz")


@pytest.fixture
def put(tmp_path):
    """Puts bytes or an object into a file."""

    def put(content, name="state.json"):
        file = tmp_path / name
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        file.write_bytes(raw)
        return file

    return put


def said(file):
    """What is said of a file that is refused, without the folder it is in."""
    with pytest.raises(StateFileProblem) as caught:
        read(file)
    return str(caught.value).replace(f"{file.parent}/", "")


def changed(*path, to):
    """The object of a good file with one key changed, or left out where `to` is None."""
    data = json.loads(json.dumps(object_of_state(STATE)))
    *way, last = path
    place = data
    for key in way:
        place = place[key]
    if to is None:
        del place[last]
    else:
        place[last] = to
    return data


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read(tmp_path, name):
    write(tmp_path / name, STATE)
    assert read(tmp_path / name) == STATE
    assert [it.name for it in tmp_path.iterdir()] == [name]


@given(states)
@settings(max_examples=examples(50))
def test_every_state_comes_back(state):
    assert state_of(json.loads(json.dumps(object_of_state(state)))) == state


def test_the_same_state_makes_the_same_bytes(tmp_path):
    """Whoever asked first: neither the order nor the hour is in it."""
    again = ChainState(1, HEADER, dict(reversed(STATE.accounts.items())))
    for name, state in zip(("a.gz", "b.gz"), (STATE, again), strict=True):
        write(tmp_path / name, state)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_it_is_packed_by_its_content_and_not_by_its_name(put):
    raw = json.dumps(object_of_state(STATE)).encode()
    assert read(put(gzip.compress(raw), "packed.json")) == STATE
    assert read(put(raw, "plain.gz")) == STATE


def test_numbers_and_addresses_may_be_written_in_any_way(put):
    data = {
        "chain_id": "0x1",
        "block": HEADER | {"transactions": ["0xab"], "uncles": [], "withdrawals": []},
        "accounts": {
            OWNER.upper().replace("0X", "0x"): {"balance": hex(10**18), "nonce": "0x3"},
            TOKEN: {
                "balance": 0,
                "nonce": 1,
                "code": "0x6001",
                "storage": {"0x00": "0x07", hex(2**256 - 1): hex(2**255)},
            },
        },
    }
    assert read(put(data)) == STATE


def test_what_is_known_is_not_overwritten_by_what_is_added():
    more = STATE.with_slots({TOKEN: {0: 1, 5: 6}, "0x" + 20 * "cc": {1: 2}})
    assert more.accounts[TOKEN].storage == {0: 7, 2**256 - 1: 2**255, 5: 6}
    assert more.accounts["0x" + 20 * "cc"] == Account(storage={1: 2})
    assert more.accounts[OWNER] == STATE.accounts[OWNER]


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        (["chain_id"], None, "chain_id is missing"),
        (["chain_id"], True, "chain_id is not a number of 256 bits: True"),
        (["chain_id"], "one", "chain_id is not a number of 256 bits: 'one'"),
        (["block"], [], "block is not an object: []"),
        (["block", "hash"], None, "block.hash is missing"),
        (["block", "hash"], "0xabc", "block.hash is not whole bytes after 0x: '0xabc'"),
        (["block", "number"], "16.5", "block.number is not a number of 256 bits: '16.5'"),
        (["accounts"], None, "accounts is missing"),
        (["accounts"], "many", "accounts is not an object: 'many'"),
        (["accounts", "0x12"], {}, "accounts.0x12 is not an address: '0x12'"),
        (["accounts", OWNER], 3, f"accounts.{OWNER} is not an object: 3"),
        (["accounts", OWNER, "balance"], None, f"accounts.{OWNER}.balance is missing"),
        (
            ["accounts", OWNER, "balance"],
            -1,
            f"accounts.{OWNER}.balance is not a number of 256 bits: -1",
        ),
        (
            ["accounts", OWNER, "nonce"],
            1.5,
            f"accounts.{OWNER}.nonce is not a number of 256 bits: 1.5",
        ),
        (
            ["accounts", TOKEN, "code"],
            "6001",
            f"accounts.{TOKEN}.code is not whole bytes after 0x: '6001'",
        ),
        (
            ["accounts", TOKEN, "storage", "0x0"],
            "0x1" + 64 * "0",
            f"accounts.{TOKEN}.storage.0x0 is not a number of 256 bits: '0x1{36 * '0'}…",
        ),
        (
            ["accounts", TOKEN, "storage", "first"],
            "0x1",
            f"accounts.{TOKEN}.storage.first is not a number of 256 bits: 'first'",
        ),
        (
            ["accounts", TOKEN, "storage", "0x00"],
            "0x1",
            f"accounts.{TOKEN}.storage.0x00 stands there twice",
        ),
    ],
)
def test_a_key_that_is_wrong_is_named(put, path, to, message):
    assert said(put(changed(*path, to=to))) == f"not a state: state.json: {message}"


def test_an_address_that_stands_there_twice_is_named(put):
    other = OWNER.upper().replace("0X", "0x")
    data = changed("accounts", other, to={"balance": "0x0", "nonce": 0})
    message = f"accounts.{other} stands there twice"
    assert said(put(data)) == f"not a state: state.json: {message}"


def test_a_file_that_is_not_one_is_named(put, tmp_path):
    assert said(tmp_path / "absent.json") == "cannot read absent.json: No such file or directory"
    assert said(put([1])) == "not a state: state.json: the whole is not an object: [1]"
    assert (
        said(put(b'{\n"a" 1}')) == "not JSON: state.json, line 2, column 5: Expecting ':' delimiter"
    )
    assert said(put(b'{"a": "\xff"}')) == "not JSON: state.json, byte 7: no text"
    assert said(put(b"[" * 10**5 + b"]" * 10**5)) == "not a state: state.json is nested too deep"
    assert said(put(b"")) == "cut off: state.json ends after 0 bytes"


def test_a_damaged_packing_is_named(put):
    raw = bytearray(gzip.compress(json.dumps(object_of_state(STATE)).encode()))
    raw[-5] ^= 1  # of the checksum
    assert said(put(bytes(raw))).startswith("damaged: state.json: CRC check failed")


@pytest.mark.parametrize("packed", [False, True])
@given(part=st.floats(0, 1, exclude_max=True))
@settings(max_examples=examples(50))
def test_a_file_that_is_cut_off_anywhere_is_never_read(tmp_path_factory, packed, part):
    raw = json.dumps(object_of_state(STATE)).encode()
    whole = gzip.compress(raw) if packed else raw
    file = tmp_path_factory.mktemp("cut") / "state.json"
    cut = whole[: int(len(whole) * part)]
    file.write_bytes(cut)
    assert said(file) == f"cut off: state.json ends after {len(cut)} bytes"


def test_what_cannot_be_written_is_named(tmp_path):
    with pytest.raises(StateFileProblem, match="cannot write .*absent/it.json: No such file"):
        write(tmp_path / "absent" / "it.json", STATE)

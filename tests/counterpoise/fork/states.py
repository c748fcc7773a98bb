"""Chain states, drawn or written out."""

from hypothesis import strategies as st

from counterpoise.fork.state import Account, ChainState

OWNER, TOKEN, NEW = (f"0x{byte * 20}" for byte in ("0a", "b0", "cc"))
ZERO = "0x" + 64 * "0"
HEADER = {
    "number": "0x10",
    "timestamp": "0x63230d83",
    "gasLimit": "0x1c9c380",
    "gasUsed": "0x0",
    "difficulty": "0x0",
    "baseFeePerGas": "0x7",
    "hash": "0x" + 32 * "ab",
    "parentHash": ZERO,
    "sha3Uncles": ZERO,
    "miner": "0x" + 40 * "0",
    "stateRoot": ZERO,
    "transactionsRoot": ZERO,
    "receiptsRoot": ZERO,
    "logsBloom": "0x" + 512 * "0",
    "extraData": "0x",
}
STATE = ChainState(
    1,
    HEADER,
    {OWNER: Account(10**18, 3), TOKEN: Account(0, 1, "0x6001", {0: 7, 2**256 - 1: 2**255})},
)

words = st.integers(0, 2**256 - 1)
addresses = st.binary(min_size=20, max_size=20).map(lambda raw: f"0x{raw.hex()}")
codes = st.binary(max_size=40).map(lambda raw: f"0x{raw.hex()}")
storages = st.dictionaries(words, words, max_size=5)
accounts = st.builds(Account, words, st.integers(0, 2**64 - 1), codes, storages)
states = st.builds(
    ChainState,
    st.integers(1, 2**64 - 1),
    st.just(HEADER),
    st.dictionaries(addresses, accounts, max_size=5),
)

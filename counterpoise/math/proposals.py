"""The twin of contracts/math/Proposals.sol: weights that somebody signs, as EIP-712 has it."""

from dataclasses import astuple, dataclass

from eth_abi.abi import encode
from eth_utils.crypto import keccak

FIELDS = {
    "weights": "uint256",
    "nonce": "uint64",
    "validAfter": "uint40",
    "deadline": "uint40",
    "maxStepNano": "uint32",
    "basis": "bytes32",
}
TYPE = f"WeightProposal({','.join(f'{kind} {name}' for name, kind in FIELDS.items())})"
TYPEHASH = keccak(text=TYPE)


@dataclass(frozen=True, slots=True)
class WeightProposal:
    """What is signed (math 3.10)."""

    weights: int  # as math/nano_weights lays them out
    nonce: int  # one above that of the last one that was taken
    valid_after: int  # {s}, the first second at which they hold
    deadline: int  # {s}, the last
    max_step_nano: int  # {1e-9}, of each weight, up or down
    basis: bytes  # what they were found from

    def hash(self) -> bytes:
        """Of the struct."""
        return keccak(encode(["bytes32", *FIELDS.values()], [TYPEHASH, *astuple(self)]))


def digest_of(separator: bytes, proposal: WeightProposal) -> bytes:
    """What is signed, in the domain of that separator."""
    return keccak(b"\x19\x01" + separator + proposal.hash())

"""Who signs the proposals of a back-test, whomever a vault's file names."""

from eth_utils.crypto import keccak

from counterpoise.chain.proposals import address_of

KEY = keccak(text="who proposes in a back-test")  # Of nobody: it holds nothing on any chain.
SIGNER = address_of(KEY)

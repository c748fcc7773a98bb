"""An Anvil that goes on from somebody else's block."""

from collections.abc import Sequence

from counterpoise.chain.anvil import Anvil

# Its own cache would outlive it, and answer for another state of the same block.
ARGUMENTS = ("--no-storage-caching", "--hardfork", "cancun", "--base-fee", "0")


def fork_of(url: str, more: Sequence[str] = ()) -> Anvil:
    """A node that knows what a state server, or another node, knows now; use it with `with`.

    Its rules are Cancun's whatever the block's were, as the vault's contracts need them, and gas
    costs nothing.
    """
    return Anvil(args=("--fork-url", url, *ARGUMENTS, *more))

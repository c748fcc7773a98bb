"""What every entry does: a refusal is one line on the screen, not a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from brownie.exceptions import VirtualMachineError

from scripts.deploy.parameters import Refused
from scripts.patience import be_patient_if_local

# So does Brownie refuse to send what would revert, where it asks the node for the gas.
FORESEEN = re.compile(
    "Gas estimation failed: ['\"](.+)['\"]\\. This transaction will likely revert"
)


@contextmanager
def one_line() -> Iterator[None]:
    """End with exit code 1 and one line where something is refused, here or by the chain."""
    be_patient_if_local()
    try:
        yield
    except Refused as error:
        raise SystemExit(f"refused: {error}") from None
    except VirtualMachineError as error:
        raise SystemExit(f"reverted: {error.revert_msg or error.message}") from None
    except ValueError as error:
        foreseen = FORESEEN.match(str(error))
        if foreseen is None:
            raise
        raise SystemExit(f"reverted: {foreseen[1]}") from None

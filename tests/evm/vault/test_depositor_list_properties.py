"""DepositorList: whatever was said of whom, the last word counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import examples

NAME = "DepositorList"


@pytest.fixture(scope="module")
def people(evm):
    return [evm.person() for _ in range(10)]


@settings(max_examples=examples(100))
@given(changes=st.lists(st.tuples(st.sets(st.integers(0, 9)), st.booleans()), max_size=5))
def test_it_remembers_the_last_word_on_each(evm, people, changes):
    """P9 And who was never spoken of does not come in."""
    kept, known = evm.deploy(NAME, evm.caller), dict.fromkeys(range(10), False)
    for numbers, allowed in changes:
        evm.tell(NAME, kept, "list", [people[i] for i in sorted(numbers)], allowed)
        known |= dict.fromkeys(numbers, allowed)
    told = {i: evm.ask(NAME, kept, "isDepositor", who) for i, who in enumerate(people)}
    assert told == known

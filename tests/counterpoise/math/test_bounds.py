"""The bounds of a constructor's numbers."""

import pytest

from counterpoise.errors import LimitOutOfRange
from counterpoise.math.bounds import require_at_most, require_between, require_some


@pytest.mark.parametrize("limit", [0, 1, 5])
def test_what_is_within_passes(limit):
    require_at_most("pace", limit, 5)
    require_some("damping", max(limit, 1), 5)


@pytest.mark.parametrize(
    ("require", "limit"), [(require_at_most, 6), (require_some, 6), (require_some, 0)]
)
def test_what_is_beyond_is_refused_with_its_numbers(require, limit):
    with pytest.raises(LimitOutOfRange) as refused:
        require("damping", limit, 5)
    assert refused.value.fields == {"limit_name": "damping", "limit": limit, "most": 5}


@pytest.mark.parametrize(("limit", "bound"), [(1, 2), (6, 5)])
def test_outside_of_two_bounds_the_nearer_one_is_told(limit, bound):
    for within in (2, 5):
        require_between("tau", within, 2, 5)
    with pytest.raises(LimitOutOfRange) as refused:
        require_between("tau", limit, 2, 5)
    assert refused.value.fields == {"limit_name": "tau", "limit": limit, "most": bound}

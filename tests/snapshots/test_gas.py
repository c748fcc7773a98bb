"""Every operation costs the gas that was last agreed, to the unit."""

import json

from tests.snapshots.gas import FILE, measured


def changes(agreed, now):
    """What costs something else than agreed, what is new and what is gone."""
    names = sorted(agreed.keys() | now.keys())
    pairs = {name: (agreed.get(name, 0), now.get(name, 0)) for name in names}
    return [f"{it}: {a:,} to {b:,} ({b - a:+,})" for it, (a, b) in pairs.items() if a != b]


def test_gas_is_as_agreed():
    """A change of gas is a change of this file, beside the reason (`make snapshot`)."""
    changed = changes(json.loads(FILE.read_text()), measured())

    assert not changed, "gas changed (`make snapshot` writes it down):\n" + "\n".join(changed)


def test_a_change_is_told_by_its_name_and_size():
    agreed = {"claim": 41_000, "mint": 120_000, "sync": 38_000}
    now = {"claim": 41_000, "mint": 118_765, "pause": 1_500}

    assert changes(agreed, now) == [
        "mint: 120,000 to 118,765 (-1,235)",
        "pause: 0 to 1,500 (+1,500)",
        "sync: 38,000 to 0 (-38,000)",
    ]

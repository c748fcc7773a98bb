"""What a rebalance loses over one pool, over a split and at best, and the page that tells it."""

import re
from pathlib import Path

import pytest

from tools.leakage.page import table
from tools.leakage.picture import lines, sizes
from tools.leakage.table import row, rows
from tools.leakage.world import World

NUMBER = re.compile(r"\d+,\d{3}(?:,\d{3})*")
PAGE = Path(__file__).parents[2] / "docs" / "execution.md"


@pytest.fixture(scope="module")
def found():
    return rows()


@pytest.mark.parametrize(
    ("size", "figures"),
    [
        (10, (0.727, 0.167, 0.167, 0.167)),
        (100, (0.834, 0.595, 0.542, 0.542)),
        (500, (1.310, 2.499, 1.042, 1.042)),
        (1_000, (1.904, 4.879, 1.532, 1.532)),
    ],
)
def test_two_assets_lose_what_was_measured_on_real_pools(size, figures):
    """V2, V3, split and optimum; the optimum is benchmarks.md's."""
    it = row(World(2, size))
    assert tuple(round(f, 3) for f in (it.v2, it.v3, it.split, it.optimum)) == figures


def test_a_split_is_within_a_hundredth_of_a_basis_point_of_the_optimum(found):
    """By far: the solver's own error is larger."""
    assert len(found) == 12
    assert max(it.split - it.optimum for it in found) < 0.0002


def test_a_split_never_loses_more_than_the_best_pool(found):
    assert all(it.split <= it.single + 1e-9 for it in found)


def test_where_the_second_pool_saves_nothing_it_never_pays(found):
    """A tenth of a percent of the depth goes over the V3 pool alone."""
    assert [it.pays_from is None for it in found if it.size == 0.001] == [True] * 3
    assert round(next(it.pays_from for it in found if it.n == 2 and it.size == 0.1)) == 60_285


def test_the_page_has_the_table(found):
    assert table(found) in PAGE.read_text()


def test_no_size_costs_more_over_the_split_than_over_a_pool_or_than_its_curve_says():
    pair, pool, split, said = lines().values()
    for costs in zip(pair, pool, split, said, strict=True):
        assert costs[2] <= min(costs) + 1e-9
    assert len(sizes()) == 241


def test_the_readme_has_the_best_pool_the_split_and_the_optimum(found):
    readme = (PAGE.parents[1] / "README.md").read_text()
    for size in dict.fromkeys(it.size for it in found):
        three = [(min(it.v2, it.v3), it.split, it.optimum) for it in found if it.size == size]
        cells = (", ".join(f"{figure:.3f}" for figure in it) for it in three)
        assert f"| {size:.1%} | {' | '.join(cells)} |" in readme


def test_the_readme_has_the_gas_of_the_benchmarks():
    """Each number of its table stands in the same row of docs/benchmarks.md."""
    rows = [it for it in (PAGE.parents[1] / "README.md").read_text().splitlines() if "," in it]
    page = (PAGE.parent / "benchmarks.md").read_text().splitlines()
    for name in (
        "rebalance, all assets, V2",
        "rebalance, all assets, V3",
        "open an auction",
        "bid in an auction",
        "split an order between two pairs",
    ):
        told = next(it for it in rows if it.startswith(f"| {name} |"))
        measured = next(it for it in page if it.startswith((f"| {name} |", f"| {name}:")))
        assert [it for it in NUMBER.findall(told)[:3] if it not in NUMBER.findall(measured)] == []
        assert len(NUMBER.findall(told)) >= 3

"""The band where trading costs twice over: against vectors, and against every other band."""

import json
from random import Random

import pytest
from click.testing import CliRunner
from mpmath import mp, mpf

from counterpoise.cli import main
from counterpoise.constraint.band import Bands
from counterpoise.errors import LimitOutOfRange
from counterpoise.math.no_trade import of_cost, of_fixed_cost
from counterpoise.solver.band import Band, Losses, both_costs
from tests.depth import examples

ONE = 10**18
HALF = 4 * ONE // 100, 192 * ONE // 100  # s = 0.8, w = 0.5, gamma = 3
VECTORS = [  # V1.5: cost, fixed; a, L and J, rounded down
    (
        *(3 * ONE // 1000, ONE // 10**5),
        *(32_142_005_921_999_579, 61_978_756_516_010_971, 2_197_310_836_139_719),
    ),
    (
        *(5 * ONE // 10**4, ONE // 10**5),
        *(11_542_637_291_009_789, 46_580_010_515_341_917, 908_987_526_921_979),
    ),
    (
        *(3 * ONE // 1000, ONE // 10**7),
        *(42_255_267_079_612_472, 48_755_794_718_581_462, 1_991_303_757_479_122),
    ),
]


@pytest.mark.parametrize("cost, fixed, back, outer, loss", VECTORS)
def test_the_vectors_of_the_formula(cost, fixed, back, outer, loss):
    """E1, V1.5 The reference's own digits, rounded down; the loss to two units of its last."""
    losses = Losses(cost, fixed, *HALF)
    best = both_costs(losses)
    assert (best.back, best.outer) == (back, outer)
    assert loss - 2 <= best.loss(losses) <= loss


def drawn(draw):
    """Costs, variance and dislike over all of their domain, each magnitude as likely."""
    cost, fixed = (int(10 ** draw.uniform(*span)) for span in ((9, 17), (6, 16)))
    return Losses(cost, fixed, int(10 ** draw.uniform(12, 19)), int(10 ** draw.uniform(15, 20)))


def exact(back, outer, of):
    """J with what is given as it is, at any digits."""
    cost, fixed, variance, dislike = (mpf(it) / ONE for it in (of.cost, of.fixed, *_rates(of)))
    trading = variance * (fixed + cost * (outer - back)) / (outer**2 - back**2)
    return dislike * (outer**2 + back**2) / 12 + trading


def _rates(of):
    return of.variance, of.dislike


def test_no_other_band_loses_less():
    """E1 Neither one beside it, nor one far off; all digits of it taken, to one in 10^12."""
    draw = Random(5)
    with mp.workdps(60):
        for _ in range(examples(200, 5_000)):
            losses = drawn(draw)
            best = both_costs(losses)
            back, outer = (mpf(it) / ONE for it in (best.back, best.outer))
            least = exact(back, outer, losses)
            spans = ((mpf(draw.uniform(0, 2)), mpf(draw.uniform(0, 2))) for _ in range(5))
            near = ((mpf(1 + x), mpf(1 + y)) for x in (-1e-3, 1e-3, 0) for y in (-1e-3, 1e-3))
            for x, y in (*spans, *near):
                if 0 <= back * x < outer * y:
                    assert exact(back * x, outer * y, losses) >= least * (1 - mpf(10) ** -12)


def test_without_a_fixed_cost_it_is_traded_to_the_nearest_edge():
    """E1 Both ends are the cube root, to a unit."""
    draw = Random(6)
    for _ in range(examples(200)):
        of = drawn(draw)
        best = both_costs(Losses(of.cost, 0, *_rates(of)))
        assert best.back == best.outer == of_cost(of.cost, *_rates(of))


def test_with_nothing_but_a_fixed_cost_it_is_traded_to_the_target():
    """E1 The outer end is the fourth root, to a unit."""
    draw = Random(7)
    for _ in range(examples(200)):
        of = drawn(draw)
        best = both_costs(Losses(0, of.fixed, *_rates(of)))
        assert best.back == 0
        assert 0 <= best.outer - of_fixed_cost(of.fixed, *_rates(of)) <= 1


def test_it_is_wider_than_by_either_cost_alone():
    """E1 And it is traded back less far than to the target, and further than to the edge."""
    draw = Random(8)
    for _ in range(examples(100)):
        of = drawn(draw)
        best, one = both_costs(of), of_cost(of.cost, *_rates(of))
        assert best.outer >= max(one, of_fixed_cost(of.fixed, *_rates(of)))
        assert 0 <= best.back <= one


@pytest.mark.parametrize(
    "values, refused",
    [
        ((ONE + 1, 1, 1, 1), ("cost", ONE + 1, ONE)),
        ((0, 0, 1, 1), ("fixed", 0, 1)),
        ((0, ONE + 1, 1, 1), ("fixed", ONE + 1, ONE)),
        ((1, 1, 0, 1), ("variance", 0, 1)),
        ((1, 1, 1, 10**22 + 1), ("dislike", 10**22 + 1, 10**22)),
    ],
)
def test_what_costs_nothing_or_too_much_has_no_band(values, refused):
    with pytest.raises(LimitOutOfRange) as told:
        Losses(*values)
    assert tuple(told.value.fields.values()) == refused


class TestCommand:
    def run(self, text):
        return CliRunner().invoke(main, ["band", *text.split()])

    def test_it_says_what_a_constraint_is_deployed_with(self):
        """E1, V1.5 Ten dollars of a million; and a constraint takes the two."""
        result = self.run("--cost 0.003 --gas 10 --value 1000000 --json")
        assert result.exit_code == 0
        told = {name: int(text) for name, text in json.loads(result.stdout).items()}
        assert told == {
            "back": 32_142_005_921_999_579,
            "outer": 61_978_756_516_010_971,
            "loss": 2_197_310_836_139_718,
            "absolute": 61_978_756_516_010_971,
            "inner": 518_597_140_839_641_324,
        }
        assert Bands(told["absolute"], 1, told["inner"]).inner == told["inner"]

    def test_it_says_it_to_people_too(self):
        result = self.run("--cost 0.003 --gas 10")
        assert [" ".join(it.split()) for it in result.stdout.splitlines()] == [
            "Trade beyond 6.1979 %",
            "Back to 3.2142 %",
            "Loses 21.97 bps a year",
            "absolute 0.061979",
            "inner 0.518597",
        ]

    def test_a_constraint_takes_no_wider_one(self):
        """At the edge of what it takes: a quarter, 0.8 of a band, and never 0 of it."""
        wide = json.loads(self.run("--cost 0.003 --gas 20000 --json").stdout)
        assert (wide["absolute"], int(wide["outer"]) > ONE // 4) == (str(ONE // 4), True)
        assert json.loads(self.run("--cost 0.003 --json").stdout)["inner"] == str(8 * ONE // 10)
        assert json.loads(self.run("--cost 0 --gas 1 --json").stdout)["inner"] == "1"

    @pytest.mark.parametrize(
        "text, code, message",
        [
            ("--weight 1", 2, "nothing drifts: the weight 1 is not between 0 and 1"),
            ("--weight 2", 2, "not a fraction: 2"),
            ("--gas x", 2, "not a number: 'x'"),
            ("--cost 0", 2, "no band: nothing costs anything; give --cost or --gas"),
            (
                "--gas 11 --value 10",
                2,
                "out of range: fixed 1100000000000000000, most 1000000000000000000",
            ),
            ("--aversion 1e9", 2, "out of range: dislike"),
        ],
    )
    def test_what_cannot_be_meant_is_one_line(self, text, code, message):
        result = self.run(text)
        assert (result.exit_code, result.stdout) == (code, "")
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_band_that_is_no_band_is_told_apart():
    """J of any band, not only of the best."""
    losses = Losses(3 * ONE // 1000, 0, *HALF)
    edge = Band(ONE // 20, ONE // 20)
    assert edge.loss(losses) == 192 * ONE // 12 // 100 * 5 // 1000 + 12 * ONE // 10**4

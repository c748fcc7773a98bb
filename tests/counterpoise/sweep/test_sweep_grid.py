"""What a sweep varies: read from the command line, and refused by key before anything runs."""

import pytest
from click.testing import CliRunner

from counterpoise.cli import main
from counterpoise.sweep.grid import Axis, BadGrid, axis, cells
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.plan import BadObjective
from counterpoise.sweep.vary import having, identity, value_of
from tests.counterpoise.sweep.made import FIGURES, planned, written


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("market.lag=60,300", ("60", "300")),
        ("market.lag= 60 , 300 ", ("60", "300")),
        ("market.noise=0..0.001..0.0005", ("0.0000", "0.0005", "0.0010")),
        ("market.lag=5,60..200..60", ("5", "60", "120", "180")),
        ("prices.from=2024-01-01,2024-02-01", ("2024-01-01", "2024-02-01")),
    ],
)
def test_an_axis_is_values_or_steps(text, values):
    assert axis(text) == Axis(text.partition("=")[0], values)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("market.lag", "expected KEY=VALUE,VALUE,... or KEY=FIRST..LAST..STEP"),
        ("market.lag=", "expected KEY=VALUE,VALUE,... or KEY=FIRST..LAST..STEP"),
        ("=60", "expected KEY=VALUE,VALUE,... or KEY=FIRST..LAST..STEP"),
        ("market.lag=60,,300", "expected KEY=VALUE,VALUE,... or KEY=FIRST..LAST..STEP"),
        ("market.lag=0..60", "'0..60' is no FIRST..LAST..STEP"),
        ("market.lag=0..x..1", "'0..x..1' is no FIRST..LAST..STEP"),
        ("market.lag=0..nan..1", "'0..nan..1' is no FIRST..LAST..STEP"),
        ("market.lag=0..60..0", "the step must be above 0 and the last not below the first"),
        ("market.lag=60..0..5", "the step must be above 0 and the last not below the first"),
        ("market.lag=0..10000..1", "more than 10000 values"),
    ],
)
def test_what_is_no_axis_is_told(text, problem):
    with pytest.raises(BadGrid) as refused:
        axis(text)
    assert refused.value.problem == problem


def test_the_last_key_changes_fastest():
    found = list(cells([Axis("a", ("1", "2")), Axis("b", ("x", "y"))]))
    assert found == [
        (("a", "1"), ("b", "x")),
        (("a", "1"), ("b", "y")),
        (("a", "2"), ("b", "x")),
        (("a", "2"), ("b", "y")),
    ]


@pytest.mark.parametrize(
    ("grid", "key", "problem"),
    [
        (["market.laag=1"], "market.laag", "no such key"),
        (["markt.lag=1"], "markt.lag", "no such key"),
        (["lag=1"], "lag", "no such key"),
        (["prices.file.x=1"], "prices.file.x", "no such key"),
        (
            ["market.lag=60,-1"],
            "market.lag",
            "Input should be greater than or equal to 0, not '-1'",
        ),
        (
            ["market.deviation=0.6"],
            "market.deviation",
            "Input should be less than or equal to 0.5, not '0.6'",
        ),
        (["market.lag=60,300,60"], "market.lag", "the value 60 is given twice"),
        (["market.noise=0.01,0.010"], "market.noise", "the value 0.010 is given twice"),
        (["market.lag=60", "market.lag=300"], "market.lag", "it is given twice"),
        (["prices.file=prices.csv,none.csv"], "prices.file", "no file "),
    ],
)
def test_a_key_or_a_value_that_is_not_allowed_is_named(tmp_path, grid, key, problem):
    with pytest.raises(BadKey) as refused:
        planned(written(tmp_path), *grid).check(FIGURES)
    assert refused.value.key == key
    assert refused.value.problem.startswith(problem)


def test_an_objective_that_nobody_measures_is_told_with_those_that_are(tmp_path):
    with pytest.raises(BadObjective, match="height: no such figure; there are cost, depth"):
        planned(written(tmp_path), "market.lag=60").check(["cost", "depth"])


def test_what_the_file_says_stays_where_the_grid_says_nothing(tmp_path):
    plan = planned(written(tmp_path, '[market]\nnoise = "0.001"\n'), "market.lag=60")
    config = having(plan.base.config, {"market.lag": "60"})
    assert (config.market.lag, value_of(config, "market.noise")) == (60, 0.001)
    assert config.model_copy(update={"market": plan.base.config.market}) == plan.base.config


def test_a_trial_is_known_by_its_values_and_by_what_its_files_hold(tmp_path):
    plan = planned(written(tmp_path), "market.lag=60")
    folder, config = tmp_path, plan.base.config
    named = identity(folder, config)
    assert identity(folder, having(config, {"market.lag": "300"})) == named  # as it is anyway
    assert identity(folder, having(config, {"market.lag": "60"})) != named
    assert identity(folder, having(config, {"run.reports": "elsewhere"})) == named
    assert identity(folder, having(config, {"market.lag": "60"}), ["market.lag"]) == identity(
        folder, config, ["market.lag"]
    )
    (tmp_path / "prices.csv").write_text("timestamp,ETH,BTC\n")
    assert identity(folder, config) != named


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--grid market.laag=1", "market.laag: no such key"),
        ("--grid market.lag=1,1", "market.lag: the value 1 is given twice"),
        ("--grid market.lag=1 --objective luck", "--objective luck: no such figure; there are "),
        ("--grid market.lag=1 --walk-forward 12mo", "12mo: expected TRAIN/TEST, as 12mo/3mo"),
        (
            "--grid market.lag=1 --walk-forward 12mo/3mo",
            "2024-01-01 to 2024-01-01: the prices have no room for one train, purge and test",
        ),
        (
            "--grid prices.to=2024-01-02 --walk-forward 1h/1h",
            "prices.to: --walk-forward sets it already",
        ),
    ],
)
def test_the_command_says_it_in_a_line(tmp_path, options, said):
    """Before Ray starts."""
    done = CliRunner().invoke(main, ["sweep", str(written(tmp_path)), *options.split()])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {said}")
    assert done.stderr.count("\n") == 1

"""Which contracts and which tests answer for each source, the fastest first."""

from __future__ import annotations

from dataclasses import dataclass

TWINS = "tests/evm/test_twins.py"
ENGINE = "tests/evm/test_engine_twin.py"
MARKET = "tests/evm/test_market_twin.py"
COVARIANCE = "tests/evm/test_covariance_twin.py"
NORMAL = "tests/evm/test_normal_distribution_twin.py"
NO_TRADE = "tests/evm/test_no_trade_twin.py"
PROJECTION = "tests/evm/test_projection_twin.py"
TWINS = "tests/evm/test_twins.py"
ENGINE = "tests/evm/test_engine_twin.py"
MARKET = "tests/evm/test_market_twin.py"
COVARIANCE = "tests/evm/test_covariance_twin.py"
NORMAL = "tests/evm/test_normal_distribution_twin.py"
PROJECTION = "tests/evm/test_projection_twin.py"
SLICES = "tests/evm/test_slices_twin.py"
MACHINE = (
    "tests/evm/stateful/test_deep_machine.py::test_everybody_at_once_moves_vault_and_twin_together"
)
VAULT = "tests/contracts/vault"
STRATEGY = "tests/evm/strategy"
CONSTRAINT = "tests/contracts/constraint"
WITHIN = "tests/evm/constraint"  # in process
CUSTODY = "tests/evm/vault"  # in process
PLANNER = "tests/contracts/execution/test_hub_planner.py"
V3_VENUE = "tests/evm/execution/venue/test_uniswap_v3_venue.py"
ORACLE = "tests/evm/observer/oracle"
ESTIMATOR = "tests/evm/observer/estimator"
SPLIT = "tests/evm/test_split_twin.py"
EXECUTION = "tests/evm/execution"  # in process
PROPOSALS = f"{ESTIMATOR}/test_proposal_book.py"
SOLUTIONS = f"{ESTIMATOR}/test_solution_book.py"
SOLVED = ("MockMinimumVariance", "MinimumVarianceStrategy", "ProposalBook")
NETTING = ("tests/evm/test_netting_twin.py", "tests/evm/execution/test_netting_planner.py")
RATIO = ("MockMaximumSharpe", "MaximumSharpeStrategy", "MockMinimumVariance")
SHARPE = f"{STRATEGY}/test_maximum_sharpe_strategy.py"
MINIMUM = f"{STRATEGY}/test_minimum_variance_strategy.py"


def twins(*names: str) -> tuple[str, ...]:
    return tuple(f"{TWINS}::test_{name}" for name in names)


MATH = twins(
    "weights_are_the_same",
    "invalid_weights_are_refused_alike",
    "the_least_to_accept_is_the_same",
    "a_change_of_value_is_the_same",
    "what_a_pool_gives_and_bears_is_the_same",
    "the_sale_to_a_weight_is_the_same",
)
VALUATION = twins(
    "the_least_to_accept_is_the_same",
    "a_change_of_value_is_the_same",
    "the_observer_sees_the_same",
)
MEMBER = twins(
    "each_constraint_says_the_same_and_remembers_it",
    "each_constraint_is_ready_at_the_same_time",
    "bands_that_are_too_close_are_refused_alike",
    "limits_out_of_range_are_refused_alike",
    "a_budget_without_a_half_is_refused_alike",
)
LIMITS = twins("limits_out_of_range_are_refused_alike", "the_planner_refuses_the_same_limits")
SET = twins("a_set_says_the_same_and_all_or_none_remember", "a_set_of_nothing_is_refused_alike")
STATELESS = ("TurnoverConstraint", "ProgressConstraint", "ValueConstraint")
MEMBERS = (*STATELESS, "DriftConstraint", "CooldownConstraint", "LossBudgetConstraint")


@dataclass(frozen=True, slots=True)
class Stage:
    """Contracts that depend on a source, and their tests that need no node, if there are any."""

    contracts: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The stages in their order, then tests on a node; and how many mutants to judge."""

    stages: tuple[Stage, ...]
    slow: tuple[str, ...]
    budget: int


def member(name: str, stem: str, budget: int, *properties: str) -> Plan:
    slow = (
        f"{CONSTRAINT}/test_{stem}_constraint.py",
        f"{CONSTRAINT}/test_constraint_conformance.py",
        f"{CONSTRAINT}/test_constraint_memory.py",
    )
    return Plan((Stage((name,), (*MEMBER, *properties)),), slow, budget)


def within(name: str, stem: str) -> Plan:
    """Of a constraint whose own tests are in process."""
    tests = (f"{WITHIN}/test_{stem}_constraint.py",)
    return Plan((Stage((name,), tests),), (f"{CONSTRAINT}/test_constraint_conformance.py",), 20)


def custody(name: str, *files: str, tests: tuple[str, ...] = (), budget: int) -> Plan:
    slow = tuple(f"{VAULT}/test_{it}.py" for it in files)
    return Plan((Stage((name,), tests),), slow, budget)


def library(contracts: tuple[str, ...], *slow: str) -> Plan:
    """Of what has tests of its own, in process, that load Brownie; mostly mathematics."""
    return Plan((Stage(contracts, ()),), slow, 10)


RANGES = Plan((Stage(("UniswapV3Venue",), (V3_VENUE,)),), (), 20)
PLANS = {
    "contracts/constraint/ConstraintSet.sol": Plan(
        (Stage(("ConstraintSet",), SET),),
        (f"{CONSTRAINT}/test_constraint_set.py",),
        40,
    ),
    "contracts/constraint/BandConstraint.sol": Plan(
        (Stage(("BandConstraint",), (f"{WITHIN}/test_band_constraint.py",)),),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        20,
    ),
    "contracts/constraint/BaseFeeConstraint.sol": Plan(
        (Stage(("BaseFeeConstraint", "MockBaseFee"), (f"{WITHIN}/test_base_fee_constraint.py",)),),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        10,
    ),
    "contracts/constraint/CalendarConstraint.sol": Plan(
        (
            Stage(("ScheduleConstraint",), (f"{WITHIN}/test_schedule_constraint.py",)),
            Stage(("JitterConstraint",), (f"{WITHIN}/test_jitter_constraint.py",)),
        ),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        20,
    ),
    "contracts/constraint/CooldownConstraint.sol": member(
        "CooldownConstraint", "cooldown", 20, f"{WITHIN}/test_cooldown_properties.py"
    ),
    "contracts/constraint/DriftConstraint.sol": member("DriftConstraint", "drift", 20),
    "contracts/constraint/GainConstraint.sol": Plan(
        (Stage(("GainConstraint", "MockGain"), (f"{WITHIN}/test_gain_constraint.py",)),),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        20,
    ),
    "contracts/constraint/JitterConstraint.sol": within("JitterConstraint", "jitter"),
    "contracts/constraint/LossBudgetConstraint.sol": member(
        "LossBudgetConstraint", "loss_budget", 40, f"{WITHIN}/test_loss_budget_properties.py"
    ),
    "contracts/constraint/MarketConstraint.sol": Plan(
        (Stage(("MarketConstraint",), (MARKET,)),),
        (f"{WITHIN}/test_market_constraint.py", f"{CONSTRAINT}/test_constraint_conformance.py"),
        20,
    ),
    "contracts/constraint/OwnImpactConstraint.sol": within("OwnImpactConstraint", "own_impact"),
    "contracts/constraint/PaceConstraint.sol": library(
        ("PaceConstraint",), f"{WITHIN}/test_pace_constraint.py"
    ),
    "contracts/constraint/ProgressConstraint.sol": member(
        "ProgressConstraint", "progress", 20, f"{WITHIN}/test_progress_properties.py"
    ),
    "contracts/constraint/ScheduleConstraint.sol": Plan(
        (Stage(("ScheduleConstraint",), (f"{WITHIN}/test_schedule_constraint.py",)),),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        20,
    ),
    "contracts/constraint/SliceConstraint.sol": within("SliceConstraint", "slice"),
    "contracts/constraint/StatelessConstraint.sol": Plan(
        (Stage(STATELESS, MEMBER),), (CONSTRAINT,), 40
    ),
    "contracts/constraint/TurnoverBucketConstraint.sol": within(
        "TurnoverBucketConstraint", "turnover_bucket"
    ),
    "contracts/constraint/SlippageConstraint.sol": Plan(
        (Stage(("SlippageConstraint",), (f"{WITHIN}/test_slippage_constraint.py",)),),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        10,
    ),
    "contracts/constraint/TurnoverConstraint.sol": member("TurnoverConstraint", "turnover", 20),
    "contracts/constraint/ValueConstraint.sol": member("ValueConstraint", "value", 20),
    "contracts/constraint/VolatilityCooldownConstraint.sol": Plan(
        (
            Stage(
                ("VolatilityCooldownConstraint",),
                (f"{WITHIN}/test_volatility_cooldown_constraint.py",),
            ),
        ),
        (f"{CONSTRAINT}/test_constraint_conformance.py",),
        20,
    ),
    "contracts/math/Attempt.sol": library(
        ("FallbackOracle", "MedianOracle"),
        f"{ORACLE}/test_gas_of_attempts.py",
        f"{ORACLE}/test_composite_twins.py",
    ),
    "contracts/math/Bounds.sol": Plan(
        (Stage((*MEMBERS, "HubPlanner"), LIMITS),), (CONSTRAINT, PLANNER), 40
    ),
    "contracts/math/Box.sol": Plan((Stage(SOLVED, (MINIMUM, PROPOSALS)),), (), 10),
    "contracts/math/ConstantProduct.sol": Plan(
        (Stage(("MockMath",), MATH), Stage(("HubPlanner", "MockVenue"), (TWINS, ENGINE))),
        (PLANNER, "tests/contracts/execution/venue"),
        60,
    ),
    "contracts/math/Corridor.sol": library(
        ("MockCorridor", "GuardedStrategy"),
        "tests/evm/test_corridor_twin.py",
        "tests/evm/strategy/test_guarded_strategy.py",
    ),
    "contracts/math/Covariance.sol": Plan(
        (Stage(("MockCovariance",), (COVARIANCE,)),),
        (
            f"{STRATEGY}/test_volatility_target_strategy.py",
            f"{STRATEGY}/test_risk_parity_strategy.py",
        ),
        40,
    ),
    "contracts/math/Decay.sol": library(
        ("CovarianceEstimator", "VarianceEstimator"),
        f"{ESTIMATOR}/test_variance_estimator.py",
        f"{ESTIMATOR}/test_covariance_estimator.py",
    ),
    "contracts/math/Descent.sol": library(
        ("MockDescent", "AuctionPlanner"),
        "tests/evm/test_descent_twin.py",
        "tests/evm/execution/test_auction_planner.py",
    ),
    "contracts/math/GroupProjection.sol": Plan(
        (Stage(("MockProjection",), (PROJECTION,)),), (), 40
    ),
    "contracts/math/Market.sol": Plan(
        (Stage(("MockMarket",), (MARKET,)),),
        (f"{ESTIMATOR}/test_market_estimator.py", f"{WITHIN}/test_market_constraint.py"),
        40,
    ),
    "contracts/math/MaximumSharpe.sol": Plan((Stage(RATIO, (SHARPE,)),), (), 10),
    "contracts/math/MinimumVariance.sol": Plan((Stage(SOLVED, (MINIMUM, SOLUTIONS)),), (), 40),
    "contracts/math/NanoWeights.sol": Plan((Stage(SOLVED, (MINIMUM, PROPOSALS)),), (), 20),
    "contracts/math/Netting.sol": Plan(
        (Stage(("MockNetting", "NettingPlanner"), NETTING),), (), 10
    ),
    "contracts/math/Proposals.sol": Plan((Stage(SOLVED, (PROPOSALS,)),), (), 10),
    "contracts/math/Nano.sol": library(
        ("MockNano", "PaceConstraint"),
        "tests/evm/test_nano_twin.py",
        f"{WITHIN}/test_pace_constraint.py",
    ),
    "contracts/math/NormalDistribution.sol": Plan(
        (Stage(("MockNormalDistribution",), (NORMAL,)),),
        (f"{STRATEGY}/test_option_replication_strategy.py",),
        20,
    ),
    "contracts/math/NoTrade.sol": Plan(
        (Stage(("MockNoTrade",), (NO_TRADE,)),),
        (f"{WITHIN}/test_band_constraint.py",),
        20,
    ),
    "contracts/math/PoolWalk.sol": RANGES,
    "contracts/math/Parallel.sol": Plan(
        (Stage(("MockSplit",), (SPLIT,)),), (f"{EXECUTION}/venue/test_split_venue.py",), 20
    ),
    "contracts/math/Projection.sol": Plan((Stage(("MockProjection",), (PROJECTION,)),), (), 40),
    "contracts/math/Series.sol": Plan(
        (Stage(("MockSplit",), (SPLIT,)),), (f"{EXECUTION}/venue/test_path_venue.py",), 20
    ),
    "contracts/math/RangeTrade.sol": RANGES,
    "contracts/math/Signals.sol": Plan(
        (Stage(("MockMarket", "MarketStrategy"), (MARKET,)),),
        ("tests/evm/observer/test_signal_observer.py",),
        10,
    ),
    "contracts/math/Slices.sol": Plan((Stage(("MockSlices",), (SLICES,)),), (), 20),
    "contracts/math/Stride.sol": Plan((Stage(("MockSlices",), (SLICES,)),), (), 10),
    "contracts/math/TickWord.sol": RANGES,
    "contracts/math/Ticks.sol": library(
        ("MockMath", "UniswapV3TwapOracle"), f"{ORACLE}/test_pool_oracle_twins.py"
    ),
    "contracts/math/TokenBucket.sol": Plan((Stage(("MockSlices",), (SLICES,)),), (), 10),
    "contracts/math/Twap.sol": library(
        ("UniswapV2TwapOracle", "UniswapV3TwapOracle"), f"{ORACLE}/test_pool_oracle_twins.py"
    ),
    "contracts/math/Valuation.sol": Plan(
        (
            Stage(("MockMath", "SpotObserver"), VALUATION),
            Stage(("TurnoverConstraint", "ValueConstraint"), MEMBER),
            Stage(("HubPlanner", "Vault"), (ENGINE,)),
        ),
        (f"{VAULT}/test_vault_pipeline.py", f"{VAULT}/test_vault.py"),
        60,
    ),
    "contracts/math/VirtualReserves.sol": library(
        ("UniswapV3DepthEstimator",), f"{ESTIMATOR}/test_uniswap_v3_depth_estimator.py"
    ),
    "contracts/math/WaterFilling.sol": Plan(
        (Stage(("MockSplit",), (SPLIT,)),), (f"{EXECUTION}/venue/test_split_venue.py",), 40
    ),
    "contracts/math/Weights.sol": Plan(
        (
            Stage(("MockMath",), MATH),
            Stage(
                (
                    *("DriftConstraint", "CooldownConstraint", "ProgressConstraint"),
                    *("HubPlanner", "FixedWeightStrategy"),
                ),
                (TWINS,),
            ),
            Stage(("Vault",), (ENGINE,)),
        ),
        (f"{VAULT}/test_vault_pipeline.py", f"{VAULT}/test_vault.py"),
        60,
    ),
    "contracts/vault/Authority.sol": custody(
        "Authority",
        *("authority", "authority_setup", "authority_seat", "permissions"),
        tests=(MACHINE,),
        budget=12,
    ),
    "contracts/vault/KeeperTank.sol": Plan(
        (Stage(("KeeperTank", "MockTank"), (f"{CUSTODY}/test_keeper_tank.py",)),), (), 20
    ),
    "contracts/vault/DepositorList.sol": custody(
        "DepositorList",
        "depositor_list",
        tests=(f"{CUSTODY}/test_depositor_list_properties.py",),
        budget=6,
    ),
    "contracts/vault/TokenProbe.sol": custody(
        "TokenProbe",
        "token_probe",
        tests=(f"{CUSTODY}/test_token_probe_properties.py",),
        budget=10,
    ),
    "contracts/vault/Vault.sol": custody(
        "Vault",
        *("vault_parts", "vault_tokens", "vault_pipeline", "vault"),
        tests=(
            f"{CUSTODY}/test_vault_properties.py",
            f"{CUSTODY}/test_pipeline_properties.py",
            *(MACHINE, ENGINE),
        ),
        budget=30,
    ),
    "contracts/vault/VaultGateway.sol": custody(
        "VaultGateway",
        "vault_gateway",
        tests=(f"{CUSTODY}/test_gateway_properties.py",),
        budget=10,
    ),
    "contracts/vault/VaultLens.sol": custody("VaultLens", "vault_lens", tests=(MACHINE,), budget=8),
    "contracts/vault/VaultUpkeep.sol": custody(
        "VaultUpkeep", "vault_upkeep", tests=(MACHINE,), budget=5
    ),
}

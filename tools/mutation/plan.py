"""Which contracts and which tests answer for each source, the fastest first."""

from __future__ import annotations

from dataclasses import dataclass

TWINS = "tests/contracts/test_twins.py"
ENGINE = "tests/contracts/test_engine_twin.py"
MARKET = "tests/contracts/test_market_twin.py"
MACHINE = (
    "tests/contracts/stateful/test_deep_machine.py"
    "::test_everybody_at_once_moves_vault_and_twin_together"
)
VAULT = "tests/contracts/vault"
CONSTRAINT = "tests/contracts/constraint"
PLANNER = "tests/contracts/execution/test_hub_planner.py"
ORACLE = "tests/contracts/observer/oracle"
ESTIMATOR = "tests/contracts/observer/estimator"


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


def member(name: str, stem: str, budget: int) -> Plan:
    slow = (
        f"{CONSTRAINT}/test_{stem}_constraint.py",
        f"{CONSTRAINT}/test_constraint_conformance.py",
        f"{CONSTRAINT}/test_constraint_memory.py",
    )
    return Plan((Stage((name,), MEMBER),), slow, budget)


def custody(name: str, *files: str, tests: tuple[str, ...] = (), budget: int) -> Plan:
    slow = tuple(f"{VAULT}/test_{it}.py" for it in files)
    return Plan((Stage((name,), tests),), slow, budget)


def library(contracts: tuple[str, ...], *slow: str) -> Plan:
    """Of mathematics that a few contracts share, whose tests are in process and load Brownie."""
    return Plan((Stage(contracts, ()),), slow, 10)


PLANS = {
    "contracts/constraint/ConstraintSet.sol": Plan(
        (Stage(("ConstraintSet",), SET),),
        (f"{CONSTRAINT}/test_constraint_set.py",),
        40,
    ),
    "contracts/constraint/CooldownConstraint.sol": member("CooldownConstraint", "cooldown", 20),
    "contracts/constraint/DriftConstraint.sol": member("DriftConstraint", "drift", 20),
    "contracts/constraint/LossBudgetConstraint.sol": member(
        "LossBudgetConstraint", "loss_budget", 40
    ),
    "contracts/constraint/MarketConstraint.sol": Plan(
        (Stage(("MarketConstraint",), (MARKET,)),),
        (f"{CONSTRAINT}/test_market_constraint.py", f"{CONSTRAINT}/test_constraint_conformance.py"),
        20,
    ),
    "contracts/constraint/ProgressConstraint.sol": member("ProgressConstraint", "progress", 20),
    "contracts/constraint/StatelessConstraint.sol": Plan(
        (Stage(STATELESS, MEMBER),), (CONSTRAINT,), 40
    ),
    "contracts/constraint/TurnoverConstraint.sol": member("TurnoverConstraint", "turnover", 20),
    "contracts/constraint/ValueConstraint.sol": member("ValueConstraint", "value", 20),
    "contracts/math/Attempt.sol": library(
        ("FallbackOracle", "MedianOracle"),
        f"{ORACLE}/test_gas_of_attempts.py",
        f"{ORACLE}/test_composite_twins.py",
    ),
    "contracts/math/Bounds.sol": Plan(
        (Stage((*MEMBERS, "HubPlanner"), LIMITS),), (CONSTRAINT, PLANNER), 40
    ),
    "contracts/math/ConstantProduct.sol": Plan(
        (Stage(("MockMath",), MATH), Stage(("HubPlanner", "MockVenue"), (TWINS, ENGINE))),
        (PLANNER, "tests/contracts/execution/venue"),
        60,
    ),
    "contracts/math/Decay.sol": library(
        ("CovarianceEstimator", "VarianceEstimator"),
        f"{ESTIMATOR}/test_variance_estimator.py",
        f"{ESTIMATOR}/test_covariance_estimator.py",
    ),
    "contracts/math/Market.sol": Plan(
        (Stage(("MockMarket",), (MARKET,)),),
        (f"{ESTIMATOR}/test_market_estimator.py", f"{CONSTRAINT}/test_market_constraint.py"),
        40,
    ),
    "contracts/math/Signals.sol": Plan(
        (Stage(("MockMarket", "MarketStrategy"), (MARKET,)),),
        ("tests/contracts/observer/test_signal_observer.py",),
        10,
    ),
    "contracts/math/Ticks.sol": library(
        ("MockMath", "UniswapV3TwapOracle"), f"{ORACLE}/test_pool_oracle_twins.py"
    ),
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
    "contracts/vault/DepositorList.sol": custody("DepositorList", "depositor_list", budget=6),
    "contracts/vault/TokenProbe.sol": custody("TokenProbe", "token_probe", budget=10),
    "contracts/vault/Vault.sol": custody(
        "Vault",
        *("vault_parts", "vault_tokens", "vault_pipeline", "vault"),
        tests=(MACHINE, ENGINE),
        budget=30,
    ),
    "contracts/vault/VaultGateway.sol": custody("VaultGateway", "vault_gateway", budget=10),
    "contracts/vault/VaultLens.sol": custody("VaultLens", "vault_lens", tests=(MACHINE,), budget=8),
    "contracts/vault/VaultUpkeep.sol": custody(
        "VaultUpkeep", "vault_upkeep", tests=(MACHINE,), budget=5
    ),
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IBudget} from "interfaces/IBudget.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {TokenBucket} from "contracts/math/TokenBucket.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title TurnoverBucketConstraint
/// @notice Rebalances part with no more than is in a bucket, which fills with time up to a cap (math 1.3, features E3):
///         in any time never more than the cap and what has run in meanwhile.
/// @dev Turnover is what `TurnoverConstraint` judges, and rounded up. A planner that asks `budgetOf` cuts its plan instead
///      of being refused.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract TurnoverBucketConstraint is TimelessConstraint, IBudget {
    using TokenBucket for TokenBucket.Bucket;

    error TurnoverBudgetExceeded(uint256 turnover, uint256 budget);

    uint256 internal constant ONE = 1e18; // D18{1}: there is no more to part with.
    uint256 internal constant MAX_RATE = 24e18; // D18{1/day}: the whole vault each hour is no brake.
    uint256 internal constant YEAR = 365; // {day}, in which a bucket fills: so one that nobody has touched is full.

    uint256 public immutable cap; // D18{1}
    uint256 public immutable rate; // D18{1/day}
    mapping(address caller => TokenBucket.Bucket) public bucketOf;

    constructor(uint256 cap_, uint256 rate_) {
        Bounds.requireSome("cap", cap_, ONE);
        Bounds.requireBetween("rate", rate_, (cap_ - 1) / YEAR + 1, MAX_RATE);
        (cap, rate) = (cap_, rate_);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata end) external view {
        _left(account, start, end);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata, State calldata end) external {
        uint256 left = _left(msg.sender, start, end);
        bucketOf[msg.sender] = TokenBucket.Bucket(uint64(left), uint40(start.time));
    }

    /// @inheritdoc IBudget
    function budgetOf(address account, uint256 time) public view returns (uint256) {
        return bucketOf[account].budgetAt(cap, rate, time);
    }

    function _left(address account, State calldata start, State calldata end) internal view returns (uint256) {
        (uint256 turnover, uint256 budget) = (Valuation.turnover(start, end), budgetOf(account, start.time));
        require(turnover <= budget, TurnoverBudgetExceeded(turnover, budget));
        return budget - turnover;
    }
}

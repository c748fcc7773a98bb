// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title LossBudgetConstraint
/// @notice What rebalances cost fills a bucket that leaks with time; none may fill it beyond its capacity
///         (features D3, cases I-10, RB-02). No window has an edge: in every 24 hours at most twice the
///         capacity is lost, half of it from the bucket, half through the leak.
/// @dev Losses are fractions of the value, which is a loss per share, as no rebalance changes the supply;
///      so no deposit or redemption hides or makes one.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract LossBudgetConstraint is TimelessConstraint {
    error LossBudgetExceeded(uint256 used, uint256 capacity);
    error BudgetEmpty();

    struct Bucket {
        uint192 used; // 24; D18{1}
        uint64 time; // + 8 = 32; {s}
    }

    uint256 internal constant PERIOD = 24 hours; // {s} in which a full bucket leaks empty.
    uint256 internal constant MAX_BUDGET = 0.1e18; // D18{1}, a tenth: what a stolen key may burn before a pause.

    uint256 public immutable capacity; // D18{1}
    mapping(address caller => Bucket) public bucketOf;

    /// @param dailyBudget D18{1}, the most that any 24 hours may cost.
    constructor(uint256 dailyBudget) {
        require(dailyBudget >= 2, BudgetEmpty());
        Bounds.requireAtMost("dailyBudget", dailyBudget, MAX_BUDGET);
        capacity = dailyBudget / 2;
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata end) external view {
        _used(account, start, end);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata, State calldata end) external {
        bucketOf[msg.sender] = Bucket(uint192(_used(msg.sender, start, end)), uint64(start.time));
    }

    /// @return D18{1}, what is left in the bucket now. @param time {s}
    function usedAt(address caller, uint256 time) public view returns (uint256) {
        Bucket memory bucket = bucketOf[caller];
        uint256 leaked = (time - bucket.time) * capacity / PERIOD;
        return leaked < bucket.used ? bucket.used - leaked : 0;
    }

    function _used(address account, State calldata start, State calldata end)
        internal
        view
        returns (uint256 used)
    {
        (uint256 lost,) = Valuation.change(start.value, end.value);
        used = usedAt(account, start.time) + lost;
        require(lost == 0 || used <= capacity, LossBudgetExceeded(used, capacity));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title RiskParityStrategy
/// @notice Wants weights at which each asset is the source of its own part of the vault's risk: the budget that it has
///         been given (math 3.5, features C2). An asset without a budget is not held, and nothing is asked about it.
/// @dev Cyclical coordinate descent for y_i (Cy)_i = b_i with the correlations C; each weight is then in proportion to
///      y_i over its volatility. What does not settle is refused: another strategy may stand behind this one.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract RiskParityStrategy is IStrategy {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    error BudgetsNotReached(uint256 change, uint256 tolerance);
    error VolatilityTooLow(uint256 index, uint256 volatility, uint256 least);

    uint256 public constant MAX_SWEEPS = 25; // Assets that move up together need 5 to 7 (math 3.5).
    uint256 public constant MIN_TOLERANCE = 1e6; // D18{1}; rounding alone moves a coordinate by a few units.
    uint256 public constant MAX_TOLERANCE = 1e15; // D18{1}: a budget is met to a few times that.
    uint256 public constant MIN_VOLATILITY = 1e12; // D18{1/sqrt(year)}: a price that stands still weighs no more (math 3.4).
    uint256 internal constant ONE = 1e18; // D18{1}
    int256 internal constant UNIT = 1e18; // D18{1}
    uint256 internal constant SCALE = 1e36; // of a coordinate over a volatility: far more digits than a weight has
    uint256 internal constant START = 1e54; // D54, over a sum in D18: the square of the start, D36
    uint256 internal constant LOST = 1e27; // D18{1}: no coordinate of a matrix of correlations is this large.

    uint256 public immutable tolerance; // D18{1}, by which the last sweep may move a coordinate
    address internal immutable _list; // The budgets, as code: one cold read for all (docs/decisions/0002).

    /// @param budgets_ D18{1}, in the order of the vault's assets, their sum exactly 1e18.
    constructor(uint256[] memory budgets_, uint256 tolerance_) {
        Weights.requireValid(budgets_, budgets_.length);
        Bounds.requireBetween("tolerance", tolerance_, MIN_TOLERANCE, MAX_TOLERANCE);
        tolerance = tolerance_;
        _list = SSTORE2.write(abi.encode(budgets_));
    }

    /// @inheritdoc IStrategy
    /// @dev Each weight is rounded down; the largest gets the remainder, the first of equal ones.
    function target(State calldata state) external view returns (uint256[] memory) {
        uint256[] memory own = budgets();
        uint256 n = state.assets.length;
        require(own.length == n, Weights.WeightCount(own.length, n));
        uint256[] calldata signals = state.signals;
        uint256[] memory parts = _settled(Covariance.correlations(signals, n), own);
        for (uint256 i; i < n; ++i) {
            if (own[i] > 0) parts[i] = parts[i] * SCALE / _volatilityOf(signals, i);
        }
        return Weights.inProportion(parts);
    }

    /// @return D18{1}, in the order of the vault's assets.
    function budgets() public view returns (uint256[] memory) {
        return abi.decode(SSTORE2.read(_list), (uint256[]));
    }

    /// @return y D18{1}, 0 where there is no budget.
    function _settled(uint256[] memory rows, uint256[] memory own) internal view returns (uint256[] memory y) {
        y = _start(rows, own);
        uint256 change = LOST;
        for (uint256 k; k < MAX_SWEEPS && change > tolerance && change <= LOST; ++k) {
            change = _sweep(y, rows, own);
        }
        require(change <= tolerance, BudgetsNotReached(change, tolerance));
    }

    /// @notice Solves each coordinate for its own budget, the others as they are.
    /// @dev What has grown beyond `LOST` is not swept again, and a sweep of 20 doubles the sum of all at most 20 times:
    ///      below 2^120, and no product passes 2^255.
    /// @return change D18{1}, the largest by which one has moved.
    function _sweep(uint256[] memory y, uint256[] memory rows, uint256[] memory own)
        internal
        pure
        returns (uint256 change)
    {
        unchecked {
            uint256 n = y.length;
            for (uint256 i; i < n; ++i) {
                if (own[i] == 0) continue;
                uint256 solved = _solve(Covariance.dot(rows, i * n, y, 0, n) / UNIT, own[i]);
                (change, y[i]) = (change.max(Weights.distance(solved, y[i])), solved);
            }
        }
    }

    /// @notice The positive root of y^2 + c y = b, in the form that cancels nothing.
    /// @param pull c, D18{1}. @param budget b, D18{1}. @return D18{1}
    function _solve(int256 pull, uint256 budget) internal pure returns (uint256) {
        unchecked {
            uint256 root = (uint256(pull * pull) + 4 * budget * ONE).sqrt();
            return pull > 0 ? 2 * budget * ONE / (root + uint256(pull)) : (root + pull.abs()) / 2;
        }
    }

    /// @return y One over the root of the sum of all correlations, everywhere that there is a budget.
    function _start(uint256[] memory rows, uint256[] memory own) internal pure returns (uint256[] memory y) {
        y = new uint256[](own.length);
        int256 sum = UNIT * int256(y.length);
        for (uint256 k; k < rows.length; ++k) {
            sum += int256(rows[k]);
        }
        uint256 first = (START / uint256(sum.max(UNIT))).sqrt();
        for (uint256 i; i < y.length; ++i) {
            if (own[i] > 0) y[i] = first;
        }
    }

    function _volatilityOf(uint256[] calldata signals, uint256 i) internal pure returns (uint256 volatility) {
        volatility = Covariance.volatilityOf(signals, i);
        require(volatility >= MIN_VOLATILITY, VolatilityTooLow(i, volatility, MIN_VOLATILITY));
    }
}

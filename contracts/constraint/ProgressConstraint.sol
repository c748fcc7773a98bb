// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title ProgressConstraint
/// @notice A rebalance brings the vault nearer to its target, and no asset past its own (cases I-11, I-12).
/// @dev By the lemma of I-11, a trade that loses at most half of its size and does not overshoot always
///      lowers the total drift; the largest single drift may rise by what the trade costs, so it is not judged.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract ProgressConstraint is StatelessConstraint {
    using FixedPointMathLib for int256;

    error NoProgress(uint256 start, uint256 end);
    error Overshot(address asset, uint256 weight, uint256 target, uint256 tolerance);

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_TOLERANCE = 0.1e18; // D18{1}, a tenth: all that a rebalance may cost.

    uint256 public immutable tolerance; // D18{1}, as a cost or a gain elsewhere moves every weight a little

    constructor(uint256 tolerance_) {
        Bounds.requireAtMost("tolerance", tolerance_, MAX_TOLERANCE);
        tolerance = tolerance_;
    }

    function judge(address, State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        override
    {
        (uint256 drift, uint256 left) = (Weights.totalDrift(start, target), Weights.totalDrift(end, target));
        require(left < drift, NoProgress(drift, left));
        (Asset[] calldata from, Asset[] calldata to, uint256 slack) =
            (start.assets, end.assets, tolerance * end.value);
        for (uint256 i; i < to.length; ++i) {
            int256 gap = Weights.gap(to[i].value, target[i], end.value);
            if (gap.abs() <= slack) continue;
            int256 before = Weights.gap(from[i].value, target[i], start.value);
            bool past = gap > 0 ? before <= 0 : before >= 0;
            if (past) revert Overshot(to[i].token, to[i].value * ONE / end.value, target[i], tolerance);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State} from "interfaces/Types.sol";
import {Weights} from "contracts/math/Weights.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title ProgressConstraint
/// @notice A rebalance brings the vault nearer to its target, and no asset past its own (cases I-11, I-12).
/// @dev By the lemma of I-11, a trade that loses at most half of its size and does not overshoot always
///      lowers the total drift; the largest single drift may rise by what the trade costs, so it is not judged.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract ProgressConstraint is StatelessConstraint {
    error NoProgress(uint256 start, uint256 end);
    error Overshot(address asset, uint256 weight, uint256 target, uint256 tolerance);

    uint256 public immutable tolerance; // D18{1}, as a cost or a gain elsewhere moves every weight a little

    constructor(uint256 tolerance_) {
        tolerance = tolerance_;
    }

    function judge(State calldata start, uint256[] calldata target, State calldata end) public view override {
        uint256[] memory from = Weights.weigh(start.values, start.value);
        uint256[] memory to = Weights.weigh(end.values, end.value);
        (uint256 before, uint256 left) = (Weights.totalDrift(from, target), Weights.totalDrift(to, target));
        require(left < before, NoProgress(before, left));
        for (uint256 i; i < to.length; ++i) {
            (uint256 a, uint256 b, uint256 t) = (from[i], to[i], target[i]);
            bool past = b > t ? a <= t && b - t > tolerance : a >= t && t - b > tolerance;
            if (past) revert Overshot(start.assets[i], b, t, tolerance);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title SlippageConstraint
/// @notice What the trades of a rebalance lose is a fraction of what they part with, at the oracle's prices, whoever named
///         them and at whatever limits (features E4, cases AM-01 AM-02, math 5.5).
/// @dev What is sold and bought back within one rebalance parts with nothing, and may lose nothing.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract SlippageConstraint is StatelessConstraint {
    using FixedPointMathLib for uint256;

    error SlippageTooHigh(uint256 lost, uint256 allowed);

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MOST = 0.1e18; // D18{1}, a tenth, as of the whole value: ten times the dearest fee tier.

    uint256 public immutable maxSlippage; // D18{1} of what is parted with

    /// @param maxSlippage_ D18{1}, above the planner's `maxCost`: what it plans always passes then.
    constructor(uint256 maxSlippage_) {
        Bounds.requireAtMost("maxSlippage", maxSlippage_, MOST);
        maxSlippage = maxSlippage_;
    }

    function judge(address, State calldata start, uint256[] calldata, State calldata end) public view override {
        (Asset[] calldata from, Asset[] calldata to, uint256 sold) = (start.assets, end.assets, 0);
        for (uint256 i; i < from.length; ++i) {
            sold += from[i].value.zeroFloorSub(to[i].value);
        }
        (uint256 lost, uint256 allowed) = (start.value.zeroFloorSub(end.value), sold * maxSlippage / ONE);
        require(lost <= allowed, SlippageTooHigh(lost, allowed));
    }
}

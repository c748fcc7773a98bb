// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IBands} from "interfaces/IBands.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title DriftConstraint
/// @notice A rebalance starts where some asset has drifted beyond the outer band, and may go on, slice by
///         slice, until all are inside the inner band (math 1.2, hysteresis; features E1, cases RB-01).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract DriftConstraint is TimelessConstraint, IBands {
    error WithinBand(uint256 drift, uint256 band);
    error BandsTooClose(uint256 inner, uint256 outer);

    uint256 internal constant MAX_OUTER = 0.25e18; // D18{1}, a quarter: two halves never drift by more than a half.

    uint256 public immutable outer; // D18{1}
    uint256 public immutable inner; // D18{1}
    mapping(address caller => bool) public isActive; // Between the slices of one rebalance.

    /// @param outer_ D18{1}, at least 1.25 times the inner band, or the trigger chatters (math 1.2).
    constructor(uint256 outer_, uint256 inner_) {
        require(inner_ > 0 && inner_ * 5 <= outer_ * 4, BandsTooClose(inner_, outer_));
        Bounds.requireAtMost("outer", outer_, MAX_OUTER);
        (outer, inner) = (outer_, inner_);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata target, State calldata) public view {
        uint256 band = isActive[account] ? inner : outer;
        uint256 drift = driftOf(start, target);
        require(drift > band, WithinBand(drift, band));
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        judge(msg.sender, start, target, end);
        isActive[msg.sender] = driftOf(end, target) > inner;
    }

    /// @inheritdoc IBands
    function edgesOf(State calldata, uint256[] calldata target) external view returns (uint256[] memory edges) {
        edges = new uint256[](target.length);
        for (uint256 i; i < edges.length; ++i) {
            edges[i] = inner;
        }
    }

    /// @return D18{1}, how far the farthest asset is from its target.
    function driftOf(State calldata state, uint256[] calldata target) public pure returns (uint256) {
        return Weights.maxDrift(state, target);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title CooldownConstraint
/// @notice After a rebalance the next one waits: the whole cooldown after half of the total drift, or after
///         the pace, and after less in proportion (features E2, docs/decisions/0008). So who makes a
///         rebalance small by moving a pool makes the wait as short.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract CooldownConstraint is IConstraint {
    using FixedPointMathLib for uint256;

    error CooldownActive(uint256 time, uint256 readyAt);

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_COOLDOWN = 7 days; // {s}, as long as the longest pause.

    uint256 public immutable cooldown; // {s}
    uint256 public immutable pace; // D18{1} of drift closed, after which the whole cooldown is due; 0: after any
    mapping(address caller => uint256) public readyAt; // {s}

    /// @param pace_ D18{1}, half of what an undisturbed slice closes: half of the planner's turnover.
    constructor(uint256 cooldown_, uint256 pace_) {
        Bounds.requireAtMost("cooldown", cooldown_, MAX_COOLDOWN);
        Bounds.requireAtMost("pace", pace_, ONE);
        (cooldown, pace) = (cooldown_, pace_);
    }

    /// @inheritdoc IConstraint
    function requireReady(address account) external view {
        _requireReady(account, block.timestamp);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata) external view {
        _requireReady(account, start.time);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        _requireReady(msg.sender, start.time);
        readyAt[msg.sender] = start.time + waitAfter(start, target, end);
    }

    /// @return {s}, rounded up; the whole cooldown too where the drift has not fallen.
    function waitAfter(State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        returns (uint256)
    {
        (uint256 drift, uint256 left) = (Weights.totalDrift(start, target), Weights.totalDrift(end, target));
        (uint256 closed, uint256 due) = (drift.zeroFloorSub(left), pace.min(drift / 2));
        return closed == 0 || closed >= due ? cooldown : (cooldown * closed).divUp(due);
    }

    function _requireReady(address account, uint256 time) internal view {
        uint256 ready = readyAt[account];
        require(time >= ready, CooldownActive(time, ready));
    }
}

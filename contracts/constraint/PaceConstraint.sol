// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {IPace} from "interfaces/IPace.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Nano} from "contracts/math/Nano.sol";
import {Weights} from "contracts/math/Weights.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title PaceConstraint
/// @notice No weight of the target moves faster than a pace, nor further than a step at once, whatever a strategy wants
///         (features E3, cases ST-06). The first target is free. What waits is not saved beyond the step.
/// @dev A target is judged as it is remembered, in whole thousand-millionths (math 0.6): so the same one always passes, and
///      what is remembered never moves faster. The target moves by what it was and not by what is held, so neither prices
///      nor trades move it.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract PaceConstraint is TimelessConstraint, IPace {
    using FixedPointMathLib for uint256;

    error TargetTooFast(address asset, uint256 wanted, uint256 low, uint256 high);

    struct Past {
        uint256 time; // {s}
        uint256[3] words; // Of 24 weights: a vault has 20 at most.
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant LEAST = 1e9; // D18{1}, and a second's: what is remembered has no less, and would stand still.

    uint256 public immutable maxStep; // D18{1}, from one target to the next
    uint256 public immutable pace; // D18{1/s}
    mapping(address caller => Past) internal _pastOf;

    constructor(uint256 maxStep_, uint256 pace_) {
        Bounds.requireBetween("maxStep", maxStep_, LEAST, ONE);
        Bounds.requireBetween("pace", pace_, LEAST, ONE);
        (maxStep, pace) = (maxStep_, pace_);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata target, State calldata)
        external
        view
    {
        _judge(account, start, target);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata) external {
        uint256[] memory words = _judge(msg.sender, start, target);
        Past storage past = _pastOf[msg.sender];
        past.time = start.time;
        for (uint256 k; k < words.length; ++k) {
            past.words[k] = words[k];
        }
    }

    /// @inheritdoc IPace
    function lastOf(address account, uint256 n) public view returns (uint256[] memory weights, uint256 time) {
        Past storage past = _pastOf[account];
        uint256[] memory words = new uint256[]((n + Nano.LANES - 1) / Nano.LANES);
        for (uint256 k; k < words.length; ++k) {
            words[k] = past.words[k];
        }
        return (Nano.unpack(words, n), past.time);
    }

    /// @inheritdoc IPace
    /// @dev Of the last target, the step on either side, rounded down to whole thousand-millionths.
    function windowOf(address account, uint256 n, uint256 time)
        public
        view
        returns (uint256[] memory low, uint256[] memory high)
    {
        uint256 since;
        (low, since) = lastOf(account, n);
        uint256 step = since == 0 ? ONE : pace.saturatingMul(time.zeroFloorSub(since)).min(maxStep);
        step -= step % Nano.UNIT;
        high = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            (low[i], high[i]) = (low[i].zeroFloorSub(step), ONE.min(low[i] + step));
        }
    }

    /// @return words The target as it is to be remembered.
    function _judge(address account, State calldata start, uint256[] calldata target)
        internal
        view
        returns (uint256[] memory words)
    {
        uint256 n = start.assets.length;
        Weights.requireValid(target, n);
        words = Nano.pack(target);
        uint256[] memory rounded = Nano.unpack(words, n);
        (uint256[] memory low, uint256[] memory high) = windowOf(account, n, start.time);
        for (uint256 i; i < n; ++i) {
            bool within = low[i] <= rounded[i] && rounded[i] <= high[i];
            require(within, TargetTooFast(start.assets[i].token, target[i], low[i], high[i]));
        }
    }
}

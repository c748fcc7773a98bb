// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {IGuard} from "interfaces/IGuard.sol";
import {IPace} from "interfaces/IPace.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {IVault} from "interfaces/IVault.sol";
import {State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Corridor} from "contracts/math/Corridor.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title GuardedStrategy
/// @notice Wants what another strategy wants, as near as the walls of assets and groups and the pace allow; where that one
///         fails, in whatever way, the last good weights stay (features C5, D1, K5, cases ST-01, ST-04, ST-08).
/// @dev The inner strategy gets a stated stipend of gas, or nobody is asked: too little gas never makes it look dead. It
///      can change nothing, no answer is copied beyond what is expected, and it is heard only while its code is what it
///      was; what that code calls is not pinned.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract GuardedStrategy is IGuard {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MIN_STIPEND = 50_000; // {gas}, several times what the cheapest strategy takes.
    uint256 internal constant MAX_STIPEND = 5_000_000; // {gas}, a sixth of a block of 30 million.

    IStrategy public immutable inner;
    bytes32 public immutable code; // The hash of its code, when it was chosen.
    uint256 public immutable stipend; // {gas} that it gets
    IPace public immutable pace;
    IEstimator public immutable watch; // The guard never asks it; by it a keeper finds what to record.
    address public immutable account; // For whom the pace remembers: the vault's set, or the vault where it has none.
    address internal immutable _walls; // As code: one cold read for all (docs/decisions/0002).

    /// @param walls_ One for each asset of the vault, in its order; rounded inwards to whole thousand-millionths.
    constructor(
        IStrategy inner_,
        uint256 stipend_,
        IPace pace_,
        address account_,
        Corridor.Walls memory walls_,
        IEstimator watch_
    ) {
        require(address(inner_).code.length > 0, IVault.NoCode(address(inner_)));
        Bounds.requireBetween("stipend", stipend_, MIN_STIPEND, MAX_STIPEND);
        (inner, code, stipend) = (inner_, address(inner_).codehash, stipend_);
        (pace, account, watch) = (pace_, account_, watch_);
        _walls = SSTORE2.write(abi.encode(Corridor.build(walls_)));
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `StrategyFaulted` where there are no last weights to stay with, and `GasTooLow`.
    function target(State calldata state) external view returns (uint256[] memory) {
        (Corridor.Walls memory own, uint256 n) = (walls(), state.assets.length);
        require(own.low.length == n, Weights.WeightCount(own.low.length, n));
        (bool faulty, bytes memory reason, uint256[] memory wanted) = _ask(state);
        if (faulty) {
            uint256 time;
            (wanted, time) = pace.lastOf(account, n);
            require(time > 0, StrategyFaulted(address(inner), reason));
        }
        (uint256[] memory low, uint256[] memory high) = pace.windowOf(account, n, state.time);
        return Corridor.nearest(own, wanted, low, high);
    }

    /// @inheritdoc IGuard
    function faultOf(State calldata state) external view returns (bool faulty, bytes memory reason) {
        (faulty, reason,) = _ask(state);
    }

    function walls() public view returns (Corridor.Walls memory) {
        return abi.decode(SSTORE2.read(_walls), (Corridor.Walls));
    }

    /* INTERNAL */

    function _ask(State calldata state)
        internal
        view
        returns (bool faulty, bytes memory reason, uint256[] memory wanted)
    {
        if (address(inner).codehash != code) {
            return (true, abi.encodeWithSelector(IVault.CodeChanged.selector, inner), wanted);
        }
        uint256 n = state.assets.length;
        bytes memory asked = abi.encodeCall(IStrategy.target, (state));
        (bool given, bytes memory said) = Attempt.read(address(inner), stipend, asked, (2 + n) * Attempt.WORD);
        return _judge(given, said, n);
    }

    /// @dev A list that is too short is no answer, but says so itself.
    function _judge(bool given, bytes memory said, uint256 n)
        internal
        pure
        returns (bool faulty, bytes memory reason, uint256[] memory wanted)
    {
        (bool isList, uint256 count) = _countIn(said);
        if (!given && (!isList || count == n)) return (true, said, wanted);
        if (count != n) return (true, abi.encodeWithSelector(Weights.WeightCount.selector, count, n), wanted);
        wanted = abi.decode(said, (uint256[]));
        uint256 sum = _sumOf(wanted);
        if (sum != ONE) return (true, abi.encodeWithSelector(Weights.WeightSum.selector, sum), wanted);
    }

    /// @return isList Whether what was said begins as a list of words. @return count How many it says there are, or 0.
    function _countIn(bytes memory said) internal pure returns (bool isList, uint256 count) {
        if (said.length < 2 * Attempt.WORD) return (false, 0);
        (uint256 place, uint256 words) = abi.decode(said, (uint256, uint256));
        return place == Attempt.WORD ? (true, words) : (false, 0);
    }

    /// @return sum Or the largest number where that is less, so that none wraps round to one.
    function _sumOf(uint256[] memory weights) internal pure returns (uint256 sum) {
        for (uint256 i; i < weights.length; ++i) {
            sum = sum.saturatingAdd(weights[i]);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";

/// @title DepthEstimator
/// @notice Whether a pool is as deep as it used to be: a fast and a slow mean of its liquidity, and the one over the other
///         (math 2.5, features B7). Liquidity is what leaves first (math 7.1).
/// @dev Liquidity is the root of the product of the reserves. At one price the depth for any impact is a fixed multiple of
///      it, so the quotient of two depths is that of two liquidities; and trading does not change it, so a push of the
///      price is no change of depth. Every sample counts as much as any other, however long the last one is ago.
abstract contract DepthEstimator is IEstimator {
    using FixedPointMathLib for uint256;

    struct Past {
        uint104 fast; // 13; {unit}, geometric mean of both sides
        uint104 slow; // + 13 = 26; {unit}
        uint40 time; // + 5 = 31; {s}, of the last sample
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MIN_SPACING = 1 minutes; // {s}
    uint256 internal constant MAX_SPACING = 1 days; // {s}
    uint256 internal constant LEAST_SAMPLES = 4; // in a fast mean: no sample is more than 22 % of it
    uint256 internal constant LEAST_CONTRAST = 4; // of the slow mean's length to the fast one's
    uint256 internal constant MAX_TAU = 365 days; // {s}

    address public immutable pool;
    uint256 public immutable spacing; // {s} between two samples, at least
    uint256 public immutable fastTau; // {s}, if samples come as often as they may
    uint256 public immutable slowTau; // {s}
    uint256 internal immutable _fastPart; // D18{1}, what a sample is of the fast mean
    uint256 internal immutable _slowPart; // D18{1}
    Past internal _past;

    constructor(address pool_, uint256 spacing_, uint256 fastTau_, uint256 slowTau_) {
        Bounds.requireBetween("spacing", spacing_, MIN_SPACING, MAX_SPACING);
        Bounds.requireBetween("fastTau", fastTau_, LEAST_SAMPLES * spacing_, MAX_TAU / LEAST_CONTRAST);
        Bounds.requireBetween("slowTau", slowTau_, LEAST_CONTRAST * fastTau_, MAX_TAU);
        (pool, spacing, fastTau, slowTau) = (pool_, spacing_, fastTau_, slowTau_);
        (_fastPart, _slowPart) = (ONE - Decay.kept(spacing_, fastTau_), ONE - Decay.kept(spacing_, slowTau_));
    }

    /* ANYONE */

    /// @inheritdoc IEstimator
    /// @dev New is a sample at least `spacing` after the last, where the pool can say what it was like before this block.
    function record() external returns (bool) {
        Past memory past = _past;
        if (block.timestamp < past.time + spacing) return false;
        (bool told, uint256 seen) = _look();
        if (!told) return false;
        seen = seen.min(type(uint104).max);
        if (past.slow == 0) (past.fast, past.slow) = (uint104(seen), uint104(seen));
        past.fast = uint104((past.fast * (ONE - _fastPart) + seen * _fastPart) / ONE);
        past.slow = uint104((past.slow * (ONE - _slowPart) + seen * _slowPart) / ONE);
        past.time = uint40(block.timestamp);
        _past = past;
        emit Recorded(pool, seen);
        return true;
    }

    /* VIEWS */

    /// @notice How deep the pool is beside how deep it used to be. Reverts `NothingRemembered` where it was empty.
    /// @return D18{1}, the fast mean over the slow one, rounded down.
    function ratio() external view returns (uint256) {
        Past memory past = _past;
        require(past.slow > 0, NothingRemembered(pool));
        return past.fast * ONE / past.slow;
    }

    /// @return fast {unit}
    /// @return slow {unit}
    function means() external view returns (uint256 fast, uint256 slow) {
        return (_past.fast, _past.slow);
    }

    /// @return {s}, of the last sample; 0 where there has been none.
    function updatedAt() external view returns (uint256) {
        return _past.time;
    }

    /* INTERNAL */

    /// @return told Whether the pool can be asked now.
    /// @return seen {unit}, its liquidity, by no doing of this block.
    function _look() internal view virtual returns (bool told, uint256 seen);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Decay} from "contracts/math/Decay.sol";
import {FeedEstimator} from "contracts/observer/estimator/FeedEstimator.sol";

/// @title RealizedVarianceEstimator
/// @notice How much each asset's price has moved over its feed's last 32 returns, each as much as any other; what is
///         older is forgotten at once (math 2.2, features B4). A ring of eight words an asset, and one of sums.
/// @dev The sums are of whole numbers, so what leaves the ring leaves them exactly: nothing drifts.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract RealizedVarianceEstimator is FeedEstimator {
    using FixedPointMathLib for uint256;

    struct Sums {
        int72 logPrice; // 9; D18{1}
        uint72 squares; // + 9 = 18; {1e-16}, at most 32 * (5e7)^2
        uint40 span; // + 5 = 23; {s}, of all returns in the ring
        uint40 time; // + 5 = 28; {s}, of the last round
        uint16 round; // + 2 = 30; its number, cut
        uint8 phase; // + 1 = 31
        uint8 count; // + 1 = 32; of all returns so far; 32 to 63 over and over when the ring is full
    }

    uint256 public constant LENGTH = 32; // returns in the ring
    uint256 internal constant LANES = 4; // entries in a word: r int32 in 1e-8, time uint32 in seconds
    uint256 internal constant LANE = 64; // {bit}
    int256 internal constant STEP = 1e10; // D18{1}: a return is kept in 1e-8.

    mapping(address asset => Sums) internal _sums;
    mapping(address asset => uint256[8]) internal _ring;

    constructor(Source[] memory list) FeedEstimator(list) {}

    /* VIEWS */

    /// @return D18{1/year}, rounded down.
    function varianceOf(address asset) external view returns (uint256) {
        return _meanOf(asset, 1e2);
    }

    /// @return D18{1/sqrt(year)}, rounded down.
    function volatilityOf(address asset) external view returns (uint256) {
        return _meanOf(asset, 1e20).sqrt();
    }

    /// @return list D18{1/sqrt(year)}, rounded down; 0 for an asset that nobody watches, or of which no return is known.
    function volatilitiesOf(address[] calldata assets_) external view returns (uint256[] memory list) {
        list = new uint256[](assets_.length);
        for (uint256 i; i < list.length; ++i) {
            if (_sums[assets_[i]].span > 0) list[i] = _meanOf(assets_[i], 1e20).sqrt();
        }
    }

    /// @return {s}, when the last round that counts was published; 0 where none has been.
    function updatedAt(address asset) external view returns (uint256) {
        _sourceOf(asset);
        return _sums[asset].time;
    }

    /// @return How many returns are in the ring: the relative error is about the root of half of one over it.
    function returnsOf(address asset) external view returns (uint256) {
        _sourceOf(asset);
        return LENGTH.min(_sums[asset].count);
    }

    /* INTERNAL */

    function _record(address asset, uint256 source) internal override returns (bool) {
        Sums memory sums = _sums[asset];
        (uint256 phase, uint256 id, int256 answer, uint256 time) = _look(source);
        if (time <= sums.time || (phase == sums.phase && uint16(id) == sums.round)) return false;
        int256 logPrice = _logPriceOf(asset, source, answer, time);
        if (phase != sums.phase || sums.time == 0) emit SeriesStarted(asset, phase);
        else _push(asset, sums, logPrice - sums.logPrice, time - sums.time);
        (sums.logPrice, sums.time, sums.round, sums.phase) =
        (int72(logPrice), uint40(time), uint16(id), uint8(phase));
        _sums[asset] = sums;
        return true;
    }

    /// @notice Puts a return where the oldest one is.
    /// @param change D18{1}
    /// @param wait {s} that it took.
    function _push(address asset, Sums memory sums, int256 change, uint256 wait) internal {
        unchecked {
            int256 kept = Decay.clip(change) / STEP;
            wait = wait.min(type(uint32).max);
            (uint256 at, uint256 shift) = (sums.count % LENGTH / LANES, sums.count % LANES * LANE);
            uint256 word = _ring[asset][at];
            uint256 old = uint64(word >> shift);
            int256 gone = int32(uint32(old >> 32));
            sums.squares = uint72(uint256(int256(uint256(sums.squares)) + kept * kept - gone * gone));
            sums.span = uint40(sums.span + wait - uint32(old));
            sums.count = sums.count == 2 * LENGTH - 1 ? uint8(LENGTH) : sums.count + 1;
            _ring[asset][at] = word ^ ((old ^ (uint256(uint32(int32(kept))) << 32 | wait)) << shift);
        }
    }

    /// @return The squares' mean over a year, {1e-16} times a scale.
    function _meanOf(address asset, uint256 scale) internal view returns (uint256) {
        _sourceOf(asset);
        (uint256 squares, uint256 span) = (_sums[asset].squares, _sums[asset].span);
        require(span > 0, NothingRemembered(asset));
        return squares * scale * Decay.YEAR / span;
    }
}

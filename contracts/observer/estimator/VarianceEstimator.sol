// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";
import {FeedEstimator} from "contracts/observer/estimator/FeedEstimator.sol";

/// @title VarianceEstimator
/// @notice How much each asset's price moves: the mean of its squared returns, in which the older ones count less, from
///         one round of its feed to the next, however far apart they are (math 2.1, features B4). One word an asset.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract VarianceEstimator is FeedEstimator {
    using FixedPointMathLib for uint256;

    error PriorsMissing(uint256 count, uint256 expected);

    struct Past {
        int72 logPrice; // 9; D18{1}, at most 135.4e18 on either side
        uint72 variance; // + 9 = 18; D18{1/year}
        uint40 time; // + 5 = 23; {s}, of the round
        uint8 phase; // + 1 = 24
        uint32 round; // + 4 = 28
        uint16 size; // + 2 = 30; {1e-4}, of the last return, whole, rounded up
        uint16 span; // + 2 = 32; {min}, that it took, rounded down
    }

    /// @dev How a price has moved.
    struct Motion {
        uint256 volatility; // D18{1/sqrt(year)}, rounded up
        uint256 updated; // {s}, when the last round that counts was published; 0 where none has been
        uint256 size; // D18{1}, |r| of the last return, uncut, rounded up to 1e-4, at most 6.5535
        uint256 span; // {s} that it took, rounded down to a minute
    }

    uint256 public constant MAX_VARIANCE = 100e18; // D18{1/year}, a volatility of 1,000 % (math 0.4): no more is said.
    uint256 internal constant MIN_TAU = 1 hours; // {s}
    uint256 internal constant MAX_TAU = 365 days; // {s}
    uint256 internal constant SIZE = 1e14; // D18{1}
    uint256 internal constant SPAN = 1 minutes; // {s}

    uint256 public immutable tau; // {s}, after which a return counts 1/e of what it did; its half-life over ln 2
    mapping(address asset => Past) internal _past;

    /// @param priors D18{1/year}, what is believed of each asset before its feed has said anything.
    constructor(Source[] memory list, uint256[] memory priors, uint256 tau_) FeedEstimator(list) {
        require(priors.length == list.length, PriorsMissing(priors.length, list.length));
        Bounds.requireBetween("tau", tau_, MIN_TAU, MAX_TAU);
        tau = tau_;
        for (uint256 i; i < priors.length; ++i) {
            Bounds.requireAtMost("prior", priors[i], MAX_VARIANCE);
            _past[list[i].asset].variance = uint72(priors[i]);
        }
    }

    /* VIEWS */

    /// @return D18{1/year}
    function varianceOf(address asset) external view returns (uint256) {
        return _pastOf(asset).variance;
    }

    /// @return D18{1/sqrt(year)}, rounded up.
    function volatilityOf(address asset) external view returns (uint256) {
        return Decay.rootUp(_pastOf(asset).variance);
    }

    /// @return list D18{1/sqrt(year)}, rounded up; 0 for an asset that nobody watches.
    function volatilitiesOf(address[] calldata assets_) external view returns (uint256[] memory list) {
        list = new uint256[](assets_.length);
        for (uint256 i; i < list.length; ++i) {
            list[i] = Decay.rootUp(_past[assets_[i]].variance);
        }
    }

    /// @return {s}, when the last round that counts was published; 0 where none has been.
    function updatedAt(address asset) external view returns (uint256) {
        return _pastOf(asset).time;
    }

    /// @notice How far the price went at the last round, uncut: whether that was a jump is another's to say (math 7.3).
    /// @return size D18{1}, |r|, rounded up to 1e-4, at most 6.5535.
    /// @return span {s} that it took, rounded down to a minute.
    function lastReturn(address asset) external view returns (uint256 size, uint256 span) {
        Past memory past = _pastOf(asset);
        return (past.size * SIZE, past.span * SPAN);
    }

    /// @notice All of that in one answer.
    function motionOf(address asset) external view returns (Motion memory) {
        Past memory past = _pastOf(asset);
        return Motion(Decay.rootUp(past.variance), past.time, past.size * SIZE, past.span * SPAN);
    }

    /* INTERNAL */

    function _record(address asset, uint256 source) internal override returns (bool) {
        Past storage past = _past[asset];
        (int256 lastPrice, uint256 variance, uint256 start) = (past.logPrice, past.variance, past.time);
        (uint256 lastPhase, uint256 lastId) = (past.phase, past.round);
        (uint256 phase, uint256 id, int256 answer, uint256 time) = _look(source);
        if (time <= start || (phase == lastPhase && id <= lastId)) return false;
        int256 logPrice = _logPriceOf(asset, source, answer, time);
        (uint256 size, uint256 span) = (0, 0);
        if (phase != lastPhase || start == 0) {
            emit SeriesStarted(asset, phase);
        } else {
            unchecked {
                (int256 change, uint256 wait) = (logPrice - lastPrice, time - start);
                variance = Decay.blend(variance, _counted(Decay.clip(change)), wait, tau).min(MAX_VARIANCE);
                size = ((FixedPointMathLib.abs(change) + SIZE - 1) / SIZE).min(type(uint16).max);
                span = (wait / SPAN).min(type(uint16).max);
            }
        }
        _past[asset] = Past({
            logPrice: int72(logPrice),
            variance: uint72(variance),
            time: uint40(time),
            phase: uint8(phase),
            round: uint32(id.min(type(uint32).max)),
            size: uint16(size),
            span: uint16(span)
        });
        return true;
    }

    /// @return What of a return counts, D18{1}.
    function _counted(int256 change) internal pure virtual returns (int256) {
        return change;
    }

    function _pastOf(address asset) internal view returns (Past memory) {
        _sourceOf(asset);
        return _past[asset];
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {ITrend} from "interfaces/ITrend.sol";
import {FeedEstimator} from "contracts/observer/estimator/FeedEstimator.sol";

/// @title TrendEstimator
/// @notice Whoever makes a trend of a feed's rounds, from the change of the logarithmic price between two of them, however
///         far apart they are: one word an asset, two means in it (math 3.8, features C5).
/// @dev The logarithm of a price within the domain is -41.4 to 47.3, and no price goes further than from the one end to the
///      other: so a number of each kind fits an int64 in 1e-17. Only a series of aggregators could add such ways up; what
///      they add up to stays at what the word holds.
abstract contract TrendEstimator is FeedEstimator, ITrend {
    using FixedPointMathLib for int256;

    uint256 internal constant MIN_TAU = 1 hours; // {s}; less is the noise between two rounds.
    uint256 internal constant MAX_TAU = 365 days; // {s}
    int256 internal constant STEP = 10; // D18{1}: what is kept is kept in 1e-17.
    int256 internal constant UNIT = 1e18; // D18{1}
    uint256 internal constant PRICE = 192; // {bit}, where the logarithm of the price begins
    uint256 internal constant NEAR = 128; // {bit}, the mean that follows at once
    uint256 internal constant FAR = 64; // {bit}, the one that follows later

    // For each asset: price << 192 | near << 128 | far << 64 | time << 24 | phase << 16 | round, cut; the first three are
    // int64 in 1e-17, the time is in seconds. A struct of them would cost a tenth of what an update may.
    mapping(address asset => uint256) internal _past;

    constructor(Source[] memory list) FeedEstimator(list) {}

    /* VIEWS */

    /// @inheritdoc ITrend
    function trendsOf(address[] calldata assets_) external view returns (int256[] memory list) {
        list = new int256[](assets_.length);
        for (uint256 i; i < list.length; ++i) {
            list[i] = trendOf(assets_[i]);
        }
    }

    /// @notice One asset's. Reverts `NothingRemembered` before its first round.
    function trendOf(address asset) public view returns (int256) {
        uint256 past = _past[asset];
        require(past > 0, NothingRemembered(asset));
        return _trendOf(_number(past, NEAR), _number(past, FAR));
    }

    /// @return {s}, when the last round that counts was published; 0 where none has been.
    function updatedAt(address asset) external view returns (uint256) {
        _sourceOf(asset);
        return _timeOf(_past[asset]);
    }

    /* INTERNAL */

    function _record(address asset, uint256 source) internal override returns (bool) {
        uint256 past = _past[asset];
        uint256 start = _timeOf(past);
        (uint256 phase, uint256 id, int256 answer, uint256 time) = _look(source);
        (bool same, uint256 round) = (phase == uint8(past >> 16), uint16(id));
        if (time <= start || (same && round == uint16(past))) return false;
        int256 price = _logPriceOf(asset, source, answer, time) / STEP;
        (int256 near, int256 far) = (_number(past, NEAR), _number(past, FAR));
        unchecked {
            if (same && start > 0) (near, far) = _moved(near, far, price - _number(past, PRICE), time - start);
            else emit SeriesStarted(asset, phase);
        }
        _past[asset] = _laid(price, PRICE) | _laid(near, NEAR) | _laid(far, FAR) | time << 24 | phase << 16 | round;
        return true;
    }

    /// @notice What the means become when the price changes by so much in so many seconds. {1e-17}
    function _moved(int256 near, int256 far, int256 change, uint256 wait)
        internal
        view
        virtual
        returns (int256, int256);

    /// @return D18, in the unit of the estimator.
    function _trendOf(int256 near, int256 far) internal view virtual returns (int256);

    /// @notice A quotient to the nearest whole number, half away from 0: rounding down would be a trend of its own.
    function _nearest(int256 x, int256 y) internal pure returns (int256) {
        unchecked {
            return (x >= 0 ? x + y / 2 : x - y / 2) / y;
        }
    }

    function _timeOf(uint256 past) private pure returns (uint256) {
        return uint40(past >> 24);
    }

    function _number(uint256 past, uint256 shift) private pure returns (int256) {
        return int64(uint64(past >> shift));
    }

    function _laid(int256 x, uint256 shift) private pure returns (uint256) {
        return uint256(uint64(int64(x.clamp(type(int64).min, type(int64).max)))) << shift;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV2Factory} from "interfaces/external/uniswap/IUniswapV2Factory.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {Twap} from "contracts/math/Twap.sol";
import {TwapOracle} from "contracts/observer/oracle/TwapOracle.sol";

/// @title UniswapV2TwapOracle
/// @notice Quotes by the arithmetic mean of base's price in a Uniswap V2 pair, from one of two checkpoints until now.
/// @dev The later checkpoint that is a window old is the one: so the mean covers a window at least, about two where
///      somebody records in time, and a new checkpoint never makes it too young. The other way round quotes the same
///      mean's reciprocal, so that there and back never gains.
/// @custom:stop Nothing to stop: no owner. It stops by itself where nobody records. Point the observer elsewhere.
contract UniswapV2TwapOracle is TwapOracle {
    event Recorded(uint256 cumulative, uint256 time);

    error MaxAgeOutOfRange(uint256 maxAge, uint256 least, uint256 most);
    error TwapTooOld(address pool, uint256 age, uint256 maxAge);

    struct Checkpoint {
        uint256 cumulative; // X112 * {s}, wraps
        uint32 time; // {s}, wraps
    }

    uint256 public constant MAX_AGE = 2 * MAX_WINDOW; // {s}
    uint256 internal constant FEE = 3_000; // {1e-6}: Uniswap V2's, fixed in its pairs.

    IUniswapV2Pair public immutable pool;
    uint32 public immutable maxAge; // {s}: a mean over more is not told. Two windows at least.
    Checkpoint[2] public checkpoints;

    constructor(
        IUniswapV2Factory factory,
        address base_,
        address quote_,
        uint32 window_,
        uint32 maxAge_,
        uint256 deviation_
    ) TwapOracle(base_, quote_, window_, deviation_) {
        uint256 least = 2 * uint256(window_);
        require(maxAge_ >= least && maxAge_ <= MAX_AGE, MaxAgeOutOfRange(maxAge_, least, MAX_AGE));
        (pool, maxAge) = (IUniswapV2Pair(factory.getPair(base_, quote_)), maxAge_);
        require(address(pool) != address(0), PoolUnknown(address(factory), base_, quote_, FEE));
        checkpoints[1] = checkpoints[0] = Checkpoint(_cumulative(), uint32(block.timestamp));
    }

    /* ANYONE */

    /// @notice Puts a checkpoint of now in the place of the earlier one, once the later one is a window old.
    /// @return Whether it was; sooner, nothing happens.
    function record() external returns (bool) {
        (uint256 later, uint256 age,) = _ages();
        if (age < window) return false;
        Checkpoint memory point = Checkpoint(_cumulative(), uint32(block.timestamp));
        checkpoints[1 - later] = point;
        emit Recorded(point.cumulative, point.time);
        return true;
    }

    /* VIEWS */

    /// @notice The mean of base's price until now, X112. Reverts where it would cover too short or too long a time.
    function mean() public view returns (uint256) {
        (uint256 later, uint256 age, uint256 longer) = _ages();
        uint256 start = later;
        if (age < window) (start, age) = (1 - later, longer);
        require(age >= window, TwapTooYoung(address(pool), age, window));
        require(age <= maxAge, TwapTooOld(address(pool), age, maxAge));
        return Twap.meanPrice(checkpoints[start].cumulative, _cumulative(), age);
    }

    /* INTERNAL */

    function _price() internal view override returns (Price memory) {
        return Price(mean(), 1 << 112);
    }

    /// @return later Which checkpoint is the later one. @return age {s}, its. @return longer {s}, the other's.
    function _ages() internal view returns (uint256 later, uint256 age, uint256 longer) {
        unchecked {
            age = uint32(block.timestamp) - checkpoints[0].time;
            longer = uint32(block.timestamp) - checkpoints[1].time;
        }
        if (longer < age) (later, age, longer) = (1, longer, age);
    }

    /// @return X112 * {s}: the pair's accumulator as it would be if somebody traded now.
    function _cumulative() internal view returns (uint256) {
        (uint256 reserve0, uint256 reserve1, uint32 time) = pool.getReserves();
        require(reserve0 > 0 && reserve1 > 0, PoolEmpty(address(pool)));
        (uint256 last, uint256 over, uint256 under) = _isFirst
            ? (pool.price0CumulativeLast(), reserve1, reserve0)
            : (pool.price1CumulativeLast(), reserve0, reserve1);
        unchecked {
            return last + (over << 112) / under * (uint32(block.timestamp) - time);
        }
    }
}

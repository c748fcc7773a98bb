// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IUniswapV3Factory} from "interfaces/external/uniswap/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {Ticks} from "contracts/math/Ticks.sol";
import {Twap} from "contracts/math/Twap.sol";
import {TwapOracle} from "contracts/observer/oracle/TwapOracle.sol";

/// @title UniswapV3TwapOracle
/// @notice Quotes by the mean tick of a Uniswap V3 pool over a window that ends now: the price's geometric mean.
/// @dev A tick is 0.01 %. The mean is rounded down to a whole one; both sides have that tick between them.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract UniswapV3TwapOracle is TwapOracle {
    using FixedPointMathLib for uint256;

    error CardinalityTooLow(address pool, uint256 cardinality, uint256 least);
    error LiquidityTooThin(address pool, uint256 liquidity, uint256 limit);

    IUniswapV3Pool public immutable pool;
    uint256 public immutable minLiquidity; // Its harmonic mean over the window must be above that.

    /// @param fee {1e-6}, with the two tokens what the factory knows the pool by.
    /// @param blockTime {s}: the pool keeps one observation a block at most, and must have room for a window of them.
    constructor(
        IUniswapV3Factory factory,
        address base_,
        address quote_,
        uint24 fee,
        uint32 window_,
        uint256 blockTime,
        uint256 minLiquidity_,
        uint256 deviation_
    ) TwapOracle(base_, quote_, window_, deviation_) {
        (pool, minLiquidity) = (IUniswapV3Pool(factory.getPool(base_, quote_, fee)), minLiquidity_);
        require(address(pool) != address(0), PoolUnknown(address(factory), base_, quote_, fee));
        (,,,, uint256 cardinality,,) = pool.slot0();
        uint256 least = uint256(window_).divUp(blockTime) + 1;
        require(cardinality >= least, CardinalityTooLow(address(pool), cardinality, least));
    }

    /// @notice The mean tick over the window, rounded down. Reverts where the pool remembers less, or was too thin.
    function meanTick() public view returns (int256) {
        (int56[] memory ticks, uint160[] memory rates) = _sums();
        uint256 liquidity = Twap.meanLiquidity(rates[0], rates[1], window);
        require(liquidity > minLiquidity, LiquidityTooThin(address(pool), liquidity, minLiquidity));
        return Twap.meanTick(ticks[0], ticks[1], window);
    }

    function _price() internal view override returns (Price memory) {
        return _priceAt(meanTick());
    }

    function _sides() internal view override returns (Price memory, Price memory) {
        int256 tick = meanTick();
        (Price memory at, Price memory next) = (_priceAt(tick), _priceAt(tick + 1));
        return _isFirst ? (at, next) : (next, at);
    }

    function _priceAt(int256 tick) internal view returns (Price memory) {
        (uint256 over, uint256 under) = Ticks.priceOf(Ticks.sqrtPriceAt(tick));
        return _isFirst ? Price(over, under) : Price(under, over);
    }

    /// @dev A pool that remembers less refuses by itself (`OLD`), and for no other reason; its age is only asked for then.
    /// @return The pool's sums of ticks, a window ago and now. @return Those of one over its liquidity.
    function _sums() internal view returns (int56[] memory, uint160[] memory) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = window;
        try pool.observe(ago) returns (int56[] memory ticks, uint160[] memory rates) {
            return (ticks, rates);
        } catch {
            revert TwapTooYoung(address(pool), _age(), window);
        }
    }

    /// @return {s} since the oldest observation that the pool has kept; its clock wraps at 2^32.
    function _age() internal view returns (uint256) {
        (,, uint256 index, uint256 cardinality,,,) = pool.slot0();
        (uint32 time,,, bool isWritten) = pool.observations((index + 1) % cardinality);
        if (!isWritten) (time,,,) = pool.observations(0);
        unchecked {
            return uint32(block.timestamp) - time;
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {RangeTrade} from "contracts/math/RangeTrade.sol";
import {Ticks} from "contracts/math/Ticks.sol";
import {TickWord} from "contracts/math/TickWord.sol";

/// @title PoolWalk
/// @notice A sale in a Uniswap V3 pool, step by step as the pool would go, by its getters alone.
/// @dev A step ends where liquidity changes, where a word of the pool's ticks ends, or where all is sold.
library PoolWalk {
    using FixedPointMathLib for uint256;

    /// @dev A pool on its way through a sale.
    struct Walk {
        IUniswapV3Pool pool;
        int256 spacing; // {tick}
        uint256 fee; // {1e-6}
        bool isDown; // Sells the first token.
        uint256 left; // {unit} to be sold
        uint256 bought; // {unit}
        uint256 price; // X96, the root of it; 0 in a pool that nobody has given one
        int256 tick;
        uint256 liquidity; // L, in range
        bool isAtEdge; // It changes where the last step ended, and has not been read yet.
    }

    uint256 internal constant Q96 = 2 ** 96; // One, in roots of prices.
    uint256 internal constant LOWEST = 4295128740; // X96, one above the lowest tick's: pools stop there,
    uint256 internal constant HIGHEST = 1461446703485210103287273052203988822378723970341; // X96, and one below the highest tick's.

    /// @notice Reads where a pool stands.
    /// @param amount {unit} to be sold.
    function begin(IUniswapV3Pool pool, int256 spacing, uint256 fee, bool isDown, uint256 amount)
        internal
        view
        returns (Walk memory walk)
    {
        (walk.pool, walk.spacing, walk.fee, walk.isDown, walk.left) = (pool, spacing, fee, isDown, amount);
        (walk.price, walk.tick,,,,,) = pool.slot0();
        walk.liquidity = pool.liquidity();
    }

    /// @notice Sells until all is sold, until the price can go no further, or for so many steps.
    function sell(Walk memory walk, uint256 steps) internal view {
        for (uint256 k; k < steps && walk.left > 0 && !isOver(walk); ++k) {
            _enter(walk);
            _step(walk);
        }
    }

    /// @notice Goes on until the price has moved as far as `reach`, for so many steps at most; skips what lies before any
    ///         liquidity, and ends where there is none after it. Of that way it tells as much as bears most.
    /// @dev Where liquidity is thinner than before, the way is told up to there, or with the thinner one and what follows:
    ///      whichever bears more within reach. So nobody makes it bear less by laying more before the thinner one.
    /// @param reach {tick}
    /// @return from X96, where liquidity begins.
    /// @return least L on the way; 0 where there is none at all.
    /// @return limit {unit} that it takes to go so far, fee included.
    function survey(Walk memory walk, uint256 reach, uint256 steps)
        internal
        view
        returns (uint256 from, uint256 least, uint256 limit)
    {
        (int256 first, uint256 deep, uint256 near) = (walk.tick, 0, 0);
        for (uint256 k; k < steps && !isOver(walk); ++k) {
            if (least == 0) (from, first) = (walk.price, walk.tick);
            else if (FixedPointMathLib.dist(walk.tick, first) >= reach) break;
            _enter(walk);
            uint256 liquidity = walk.liquidity;
            if (liquidity < least) {
                if (limit > _within(walk, liquidity, from, reach)) {
                    (deep, near) = _better(walk, deep, near, least, limit, from, reach);
                }
                if (liquidity == 0) break;
            }
            uint256 price = walk.price;
            (int256 tick, uint256 end, bool isThere) = _next(walk);
            _arrive(walk, tick, end, isThere);
            if (end == price) continue; // It stood at the end of a range.
            if (least == 0 || liquidity < least) least = liquidity;
            limit += RangeTrade.toEnd(price, end, liquidity, walk.fee);
        }
        if (near > 0) (least, limit) = _better(walk, deep, near, least, limit, from, reach);
    }

    /// @notice Whether the price can go no further.
    function isOver(Walk memory walk) internal pure returns (bool) {
        return walk.price == (walk.isDown ? LOWEST : HIGHEST);
    }

    /// @dev Of a way and a longer one, the one that bears more within reach; where they bear the same the longer.
    function _better(
        Walk memory walk,
        uint256 deep,
        uint256 near,
        uint256 least,
        uint256 limit,
        uint256 from,
        uint256 reach
    ) private pure returns (uint256, uint256) {
        uint256 shorter = near.min(_within(walk, deep, from, reach));
        return shorter > limit.min(_within(walk, least, from, reach)) ? (deep, near) : (least, limit);
    }

    /// @dev A tick is half of 1e-4 of the root of a price, and so of a reserve. That is below 2^192 * 2^10 * 50.
    /// @return {unit} that moves the price by `reach`, fee included.
    function _within(Walk memory walk, uint256 liquidity, uint256 from, uint256 reach)
        private
        pure
        returns (uint256)
    {
        (uint256 up, uint256 down) = walk.isDown ? (Q96, from) : (from, Q96);
        return liquidity.fullMulDiv(up, down) * reach * 50 / (1e6 - walk.fee);
    }

    /// @dev Into the next range, with the liquidity that begins there and without what ends. The step that follows comes to
    ///      an end of its own, or has sold all.
    function _enter(Walk memory walk) private view {
        if (!walk.isAtEdge) return;
        unchecked {
            int256 edge = walk.isDown ? walk.tick + 1 : walk.tick;
            (, int256 net,,,,,,) = walk.pool.ticks(int24(edge));
            walk.liquidity = uint256(int256(walk.liquidity) + (walk.isDown ? -net : net));
        }
    }

    /// @dev To where the range or the word ends, or all is sold.
    function _step(Walk memory walk) private view {
        (int256 tick, uint256 end, bool isThere) = _next(walk);
        (uint256 price, uint256 sold, uint256 bought) =
            RangeTrade.trade(walk.price, end, walk.liquidity, walk.left, walk.fee);
        unchecked {
            (walk.left, walk.bought) = (walk.left - sold, walk.bought + bought);
        }
        if (price == end) _arrive(walk, tick, end, isThere);
        else walk.price = price;
    }

    /// @return tick Where the step may end. @return end X96, its price. @return isThere Whether liquidity changes there.
    function _next(Walk memory walk) private view returns (int256 tick, uint256 end, bool isThere) {
        int256 slot = TickWord.slotOf(walk.tick, walk.spacing, walk.isDown);
        (slot, isThere) = TickWord.nextIn(walk.pool.tickBitmap(int16(slot >> 8)), slot, walk.isDown);
        tick = slot * walk.spacing;
        if (tick <= -Ticks.MOST) return (tick, LOWEST, false);
        if (tick >= Ticks.MOST) return (tick, HIGHEST, false);
        end = Ticks.sqrtPriceAt(tick);
    }

    function _arrive(Walk memory walk, int256 tick, uint256 end, bool isThere) private pure {
        unchecked {
            (walk.price, walk.tick, walk.isAtEdge) = (end, walk.isDown ? tick - 1 : tick, isThere);
        }
    }
}

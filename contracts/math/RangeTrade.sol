// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title RangeTrade
/// @notice A sale within one range of liquidity of a Uniswap V3 pool, to the unit as the pool itself rounds it.
/// @dev Within a range the first token's virtual reserve is L / sqrt(P) and the second's L * sqrt(P), so that what
///      goes in or comes out is a difference of two of those (whitepaper 6.2.1 and 6.2.3). What goes in and the fee
///      round up, what comes out and the way that the price goes round down. Prices are roots, X96.
library RangeTrade {
    using FixedPointMathLib for uint256;

    uint256 internal constant Q96 = 2 ** 96; // What a root of a price is a fraction of.
    uint256 internal constant MILLION = 1e6; // What a pool's fee is a fraction of.

    /// @notice Sells until the range's end or until all is sold: the first token where the end is below, else the second.
    /// @param price X96, of the pool. @param end X96, of the range. @param liquidity L, below 2^128.
    /// @param amount {unit} to be sold, fee included. @param fee {1e-6}, below a million.
    /// @return after_ X96, what the price comes to. @return sold {unit}, fee included. @return bought {unit}
    function trade(uint256 price, uint256 end, uint256 liquidity, uint256 amount, uint256 fee)
        internal
        pure
        returns (uint256 after_, uint256 sold, uint256 bought)
    {
        uint256 traded = amount.fullMulDiv(MILLION - fee, MILLION);
        uint256 whole = _between(price, end, liquidity);
        if (traded >= whole) (after_, sold) = (end, _withFee(whole, fee));
        else (after_, sold) = (_priceAfter(price, liquidity, traded, end < price), amount);
        bought = end < price ? secondDown(after_, price, liquidity) : firstDown(price, after_, liquidity);
    }

    /// @return {unit} that it takes to the range's end, fee included.
    function toEnd(uint256 price, uint256 end, uint256 liquidity, uint256 fee) internal pure returns (uint256) {
        return _withFee(_between(price, end, liquidity), fee);
    }

    function _between(uint256 price, uint256 end, uint256 liquidity) private pure returns (uint256) {
        return end < price ? firstUp(end, price, liquidity) : secondUp(price, end, liquidity);
    }

    function _withFee(uint256 amount, uint256 fee) private pure returns (uint256) {
        unchecked {
            return amount + (amount * fee).divUp(MILLION - fee); // Below 2^192, as prices are between 2^32 and 2^160.
        }
    }

    /// @return {unit} of the first token between two prices, rounded up: L / sqrt(low) - L / sqrt(high).
    function firstUp(uint256 low, uint256 high, uint256 liquidity) internal pure returns (uint256) {
        unchecked {
            return (liquidity << 96).fullMulDivUp(high - low, high).divUp(low);
        }
    }

    /// @return {unit} The same, rounded down.
    function firstDown(uint256 low, uint256 high, uint256 liquidity) internal pure returns (uint256) {
        unchecked {
            return (liquidity << 96).fullMulDiv(high - low, high) / low;
        }
    }

    /// @return {unit} of the second token between two prices, rounded up: L * (sqrt(high) - sqrt(low)).
    function secondUp(uint256 low, uint256 high, uint256 liquidity) internal pure returns (uint256) {
        unchecked {
            return liquidity.fullMulDivUp(high - low, Q96);
        }
    }

    /// @return {unit} The same, rounded down.
    function secondDown(uint256 low, uint256 high, uint256 liquidity) internal pure returns (uint256) {
        unchecked {
            return liquidity.fullMulDiv(high - low, Q96);
        }
    }

    /// @dev Short of the range's end. Down: L * P / (L + amount * P), rounded up; the pool divides first where the product
    ///      is no word any more. Up: P + amount / L, rounded down.
    function _priceAfter(uint256 price, uint256 liquidity, uint256 amount, bool isDown)
        private
        pure
        returns (uint256)
    {
        if (!isDown) return price + amount.fullMulDiv(Q96, liquidity);
        unchecked {
            (uint256 whole, uint256 product) = (liquidity << 96, amount * price);
            bool fits = product / price == amount && whole + product >= whole;
            return fits ? whole.fullMulDivUp(price, whole + product) : whole.divUp(whole / price + amount);
        }
    }
}

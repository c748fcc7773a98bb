// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title Ticks
/// @notice Prices of Uniswap V3: 1.0001 to the power of a tick, to the unit those that its pools compute themselves.
library Ticks {
    using FixedPointMathLib for uint256;

    error TickOutOfRange(int256 tick, int256 most);

    int256 internal constant MOST = 887_272; // The last tick at which 1.0001^tick < 2^128.

    /// @notice The root of a tick's price, sqrt(1.0001^tick), rounded up as the pools round it.
    /// @dev The product of the roots of the powers of two in the tick, each step rounded down at 128 bits; a
    ///      pool takes the same steps (https://uniswap.org/whitepaper-v3.pdf, 6.1; its TickMath), so the last bit is its.
    /// @return sqrtPrice X96
    function sqrtPriceAt(int256 tick) internal pure returns (uint160 sqrtPrice) {
        uint256 size = FixedPointMathLib.abs(tick);
        require(size <= uint256(MOST), TickOutOfRange(tick, MOST));
        uint256 root = _over(size); // X128, of 1.0001^-size
        if (tick > 0) root = type(uint256).max / root;
        return uint160(root.divUp(1 << 32));
    }

    /// @notice The price whose root that is, as a fraction of two words.
    /// @dev Exact below 2^64; from there on rounded down at 2^-128 of a unit.
    /// @param sqrtPrice X96
    /// @return over {unit} of the pool's second token, for `under` {unit} of its first.
    function priceOf(uint160 sqrtPrice) internal pure returns (uint256 over, uint256 under) {
        uint256 root = sqrtPrice;
        if (root < 1 << 128) return (root * root, 1 << 192);
        return (root.fullMulDiv(root, 1 << 64), 1 << 128);
    }

    /// @dev Times sqrt(1.0001^-(2^k)) for each bit k of the size, X128 and rounded to the nearest; both are at most 2^128.
    function _over(uint256 size) private pure returns (uint256 root) {
        root = 1 << 128;
        unchecked {
            if (size & 0x1 > 0) root = (root * 0xfffcb933bd6fad37aa2d162d1a594001) >> 128;
            if (size & 0x2 > 0) root = (root * 0xfff97272373d413259a46990580e213a) >> 128;
            if (size & 0x4 > 0) root = (root * 0xfff2e50f5f656932ef12357cf3c7fdcc) >> 128;
            if (size & 0x8 > 0) root = (root * 0xffe5caca7e10e4e61c3624eaa0941cd0) >> 128;
            if (size & 0x10 > 0) root = (root * 0xffcb9843d60f6159c9db58835c926644) >> 128;
            if (size & 0x20 > 0) root = (root * 0xff973b41fa98c081472e6896dfb254c0) >> 128;
            if (size & 0x40 > 0) root = (root * 0xff2ea16466c96a3843ec78b326b52861) >> 128;
            if (size & 0x80 > 0) root = (root * 0xfe5dee046a99a2a811c461f1969c3053) >> 128;
            if (size & 0x100 > 0) root = (root * 0xfcbe86c7900a88aedcffc83b479aa3a4) >> 128;
            if (size & 0x200 > 0) root = (root * 0xf987a7253ac413176f2b074cf7815e54) >> 128;
            if (size & 0x400 > 0) root = (root * 0xf3392b0822b70005940c7a398e4b70f3) >> 128;
            if (size & 0x800 > 0) root = (root * 0xe7159475a2c29b7443b29c7fa6e889d9) >> 128;
            if (size & 0x1000 > 0) root = (root * 0xd097f3bdfd2022b8845ad8f792aa5825) >> 128;
            if (size & 0x2000 > 0) root = (root * 0xa9f746462d870fdf8a65dc1f90e061e5) >> 128;
            if (size & 0x4000 > 0) root = (root * 0x70d869a156d2a1b890bb3df62baf32f7) >> 128;
            if (size & 0x8000 > 0) root = (root * 0x31be135f97d08fd981231505542fcfa6) >> 128;
            if (size & 0x10000 > 0) root = (root * 0x09aa508b5b7a84e1c677de54f3e99bc9) >> 128;
            if (size & 0x20000 > 0) root = (root * 0x005d6af8dedb81196699c329225ee604) >> 128;
            if (size & 0x40000 > 0) root = (root * 0x00002216e584f5fa1ea926041bedfe98) >> 128;
            if (size & 0x80000 > 0) root = (root * 0x00000000048a170391f7dc42444e8fa2) >> 128;
        }
    }
}

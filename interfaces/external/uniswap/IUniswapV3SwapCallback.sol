// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IUniswapV3SwapCallback
/// @notice What a Uniswap V3 pool calls in the middle of a swap, to be paid.
interface IUniswapV3SwapCallback {
    /// @param amount0Delta {unit} that the pool is owed of its first token; below zero, that it gave.
    /// @param amount1Delta The same of its second.
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}

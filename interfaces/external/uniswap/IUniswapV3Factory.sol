// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IUniswapV3Factory
/// @notice The part of Uniswap V3's factory that is used here.
interface IUniswapV3Factory {
    function getPool(address tokenA, address tokenB, uint24 fee) external view returns (address pool);
    function feeAmountTickSpacing(uint24 fee) external view returns (int24 tickSpacing);
    function createPool(address tokenA, address tokenB, uint24 fee) external returns (address pool);
}

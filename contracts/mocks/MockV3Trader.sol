// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockV3Trader
/// @notice Lays liquidity into Uniswap V3 pools, takes it out and trades, with tokens that it mints as they are owed.
contract MockV3Trader {
    function mint(IUniswapV3Pool pool, int24 lower, int24 upper, uint128 amount) external {
        pool.mint(address(this), lower, upper, amount, "");
    }

    function burn(IUniswapV3Pool pool, int24 lower, int24 upper, uint128 amount) external {
        pool.burn(lower, upper, amount);
    }

    /// @notice Trades as much as it takes for the pool's price to have that root.
    /// @param sqrtPrice X96
    function push(IUniswapV3Pool pool, uint160 sqrtPrice) public {
        (uint160 present,,,,,,) = pool.slot0();
        pool.swap(address(this), sqrtPrice < present, type(int128).max, sqrtPrice, "");
    }

    /// @notice Pushes the price and restores it, in one transaction.
    function pushAndRestore(IUniswapV3Pool pool, uint160 sqrtPrice) external {
        (uint160 present,,,,,,) = pool.slot0();
        push(pool, sqrtPrice);
        push(pool, present);
    }

    /// @notice The tick at which a pool that has no price yet would begin.
    function tickAt(IUniswapV3Pool pool, uint160 sqrtPrice) external returns (int24 tick) {
        pool.initialize(sqrtPrice);
        (, tick,,,,,) = pool.slot0();
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        _pay(owed0, owed1);
    }

    function uniswapV3SwapCallback(int256 change0, int256 change1, bytes calldata) external {
        _pay(change0 > 0 ? uint256(change0) : 0, change1 > 0 ? uint256(change1) : 0);
    }

    function _pay(uint256 owed0, uint256 owed1) internal {
        MockToken(IUniswapV3Pool(msg.sender).token0()).mint(msg.sender, owed0);
        MockToken(IUniswapV3Pool(msg.sender).token1()).mint(msg.sender, owed1);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {VirtualReserves} from "contracts/math/VirtualReserves.sol";
import {DepthEstimator} from "contracts/observer/estimator/DepthEstimator.sol";

/// @title UniswapV3DepthEstimator
/// @notice Whether a Uniswap V3 pool is as deep around its price as it used to be.
/// @dev A sample is the harmonic mean of the liquidity in range over the last spacing, from the pool's own observations: a
///      change within this block has lasted for no time yet, and a moment of much liquidity counts next to nothing. The
///      pool's observations must reach back so far; until they do it refuses with the pool's own `OLD`.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract UniswapV3DepthEstimator is DepthEstimator {
    constructor(IUniswapV3Pool pool_, uint256 spacing_, uint256 fastTau_, uint256 slowTau_)
        DepthEstimator(address(pool_), spacing_, fastTau_, slowTau_)
    {}

    /// @notice The sale now that moves the pool's price by `impact`, its fee aside, if the liquidity in range went on so far.
    ///         As the pool stands in this moment, so no bound for a trade by itself.
    /// @param zeroForOne Whether the first token is sold.
    /// @param impact D18{1}, below 1e18.
    /// @return {unit} of what is sold, rounded down.
    function depth(bool zeroForOne, uint256 impact) external view returns (uint256) {
        (uint160 sqrtPrice,,,,,,) = IUniswapV3Pool(pool).slot0();
        (uint256 first, uint256 second) = VirtualReserves.reservesOf(IUniswapV3Pool(pool).liquidity(), sqrtPrice);
        return VirtualReserves.depth(zeroForOne ? first : second, impact);
    }

    /// @inheritdoc DepthEstimator
    function _look() internal view override returns (bool told, uint256 seen) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = uint32(spacing);
        (, uint160[] memory perLiquidity) = IUniswapV3Pool(pool).observe(ago);
        uint160 change;
        unchecked {
            change = perLiquidity[1] - perLiquidity[0]; // Both run over, and their difference does not.
        }
        return (true, spacing * type(uint160).max / (uint256(change) << 32));
    }
}

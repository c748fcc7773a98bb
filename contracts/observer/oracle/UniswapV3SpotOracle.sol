// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV3Factory} from "interfaces/external/uniswap/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {Ticks} from "contracts/math/Ticks.sol";
import {PoolOracle} from "contracts/observer/oracle/PoolOracle.sol";

/// @title UniswapV3SpotOracle
/// @notice Quotes by a Uniswap V3 pool's price of this moment. An input of the market state and of nothing else:
///         whoever trades moves it, so nothing may be valued by it.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract UniswapV3SpotOracle is PoolOracle {
    IUniswapV3Pool public immutable pool;

    /// @param fee {1e-6}, with the two tokens what the factory knows the pool by.
    constructor(IUniswapV3Factory factory, address base_, address quote_, uint24 fee, uint256 deviation_)
        PoolOracle(base_, quote_, deviation_)
    {
        pool = IUniswapV3Pool(factory.getPool(base_, quote_, fee));
        require(address(pool) != address(0), PoolUnknown(address(factory), base_, quote_, fee));
    }

    function _price() internal view override returns (Price memory) {
        require(pool.liquidity() > 0, PoolEmpty(address(pool)));
        (uint160 sqrtPrice,,,,,,) = pool.slot0();
        (uint256 over, uint256 under) = Ticks.priceOf(sqrtPrice);
        return _isFirst ? Price(over, under) : Price(under, over);
    }
}

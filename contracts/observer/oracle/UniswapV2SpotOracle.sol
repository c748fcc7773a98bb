// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IUniswapV2Factory} from "interfaces/external/uniswap/IUniswapV2Factory.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {PoolOracle} from "contracts/observer/oracle/PoolOracle.sol";

/// @title UniswapV2SpotOracle
/// @notice Quotes by the reserves of a Uniswap V2 pair at this moment. An input of the market state and of nothing
///         else: whoever trades moves it, so nothing may be valued by it.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract UniswapV2SpotOracle is PoolOracle {
    uint256 internal constant FEE = 3_000; // {1e-6}: Uniswap V2's, fixed in its pairs.

    IUniswapV2Pair public immutable pool;

    constructor(IUniswapV2Factory factory, address base_, address quote_, uint256 deviation_)
        PoolOracle(base_, quote_, deviation_)
    {
        pool = IUniswapV2Pair(factory.getPair(base_, quote_));
        require(address(pool) != address(0), PoolUnknown(address(factory), base_, quote_, FEE));
    }

    function _price() internal view override returns (Price memory) {
        (uint256 reserve0, uint256 reserve1,) = pool.getReserves();
        require(reserve0 > 0 && reserve1 > 0, PoolEmpty(address(pool)));
        return _isFirst ? Price(reserve1, reserve0) : Price(reserve0, reserve1);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";

/// @title MockVenue
/// @notice A small constant-product market maker for unit tests: it holds its reserves itself, its fee and
///         its honesty can be set.
contract MockVenue is IVenue {
    using ConstantProduct for Curve;

    struct Pool {
        uint256 reserve0;
        uint256 reserve1;
    }

    mapping(address token0 => mapping(address token1 => Pool)) internal _pools;
    uint256 public kept = 0.997e18; // D18{1}
    uint256 public delivered = 1e18; // D18{1} of what is owed; below 1e18 it under-delivers

    /// @notice Sets the reserves of a pair; the tokens for them must lie here.
    function setPool(address a, address b, uint256 reserveA, uint256 reserveB) external {
        if (a < b) _pools[a][b] = Pool(reserveA, reserveB);
        else _pools[b][a] = Pool(reserveB, reserveA);
    }

    function setFee(uint256 fee) external {
        kept = 1e18 - fee;
    }

    function setDelivered(uint256 part) external {
        delivered = part;
    }

    function inlet(address, address) external view returns (address) {
        return address(this);
    }

    function swap(Order calldata order, address receiver) external {
        (bool forward, Pool storage pool) = (order.sell < order.buy, _poolOf(order.sell, order.buy));
        uint256 out = quote(order.sell, order.buy, order.sellAmount);
        if (forward) (pool.reserve0, pool.reserve1) = (pool.reserve0 + order.sellAmount, pool.reserve1 - out);
        else (pool.reserve1, pool.reserve0) = (pool.reserve1 + order.sellAmount, pool.reserve0 - out);
        require(IERC20(order.buy).transfer(receiver, out * delivered / 1e18));
    }

    function quote(address sell, address buy, uint256 sellAmount) public view returns (uint256) {
        return curve(sell, buy).bought(sellAmount);
    }

    function curve(address sell, address buy) public view returns (Curve memory) {
        Pool memory pool = _poolOf(sell, buy);
        require(pool.reserve0 > 0, NoMarket(sell, buy));
        (uint256 given, uint256 taken) =
            sell < buy ? (pool.reserve0, pool.reserve1) : (pool.reserve1, pool.reserve0);
        return Curve(given, taken, kept, type(uint256).max);
    }

    function _poolOf(address a, address b) internal view returns (Pool storage) {
        return a < b ? _pools[a][b] : _pools[b][a];
    }
}

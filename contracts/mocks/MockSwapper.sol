// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {Order} from "interfaces/Types.sol";

/// @title MockSwapper
/// @notice Sells what it holds, through a venue as the vault does or straight on a pool, for the difference to be measured.
contract MockSwapper {
    using SafeTransferLib for address;

    /// @return spent {gas}, from the push to the end of the swap.
    function through(Order calldata order) external returns (uint256 spent) {
        spent = gasleft();
        IVenue venue = IVenue(order.venue);
        order.sell.safeTransfer(venue.inlet(order.sell, order.buy), order.sellAmount);
        venue.swap(order, address(this));
        spent -= gasleft();
    }

    /// @param sqrtPrice X96, how far the price may go.
    /// @return spent {gas}
    function onPool(IUniswapV3Pool pool, address sell, bool forward, uint256 amount, uint160 sqrtPrice)
        external
        returns (uint256 spent)
    {
        spent = gasleft();
        pool.swap(address(this), forward, int256(amount), sqrtPrice, abi.encode(sell));
        spent -= gasleft();
    }

    /// @return spent {gas}, with what the pair's price gives, as `MockFloor` computes it.
    function onPair(IUniswapV2Pair pair, address sell, bool forward, uint256 amount)
        external
        returns (uint256 spent)
    {
        spent = gasleft();
        (uint256 x, uint256 y,) = pair.getReserves();
        if (!forward) (x, y) = (y, x);
        sell.safeTransfer(address(pair), amount);
        uint256 out;
        unchecked {
            out = amount * 997 * y / (x * 1000 + amount * 997);
        }
        (uint256 out0, uint256 out1) = forward ? (uint256(0), out) : (out, uint256(0));
        pair.swap(out0, out1, address(this), "");
        spent -= gasleft();
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata data) external {
        address sell = abi.decode(data, (address));
        sell.safeTransfer(msg.sender, uint256(owed0 > 0 ? owed0 : owed1));
    }
}

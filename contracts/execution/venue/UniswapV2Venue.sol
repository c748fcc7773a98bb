// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVenue} from "interfaces/IVenue.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";

/// @title UniswapV2Venue
/// @notice Trades straight on the pairs of one Uniswap V2 factory, or of a fork with another fee: push to the pair,
///         swap, no router.
/// @dev The pair's address follows from the factory and its pair code, so no caller can name a pool (cases AM-06).
///      The fee is in the pairs' own code: they refuse who reckons with a smaller one, and keep what a larger one leaves.
/// @custom:stop Nothing to stop: no owner, no state. Governance takes it off the vault's list of venues.
contract UniswapV2Venue is IVenue {
    using ConstantProduct for Curve;

    uint256 internal constant LEAST_KEPT = 0.9e18; // D18{1}: a fee of 10 % is ten times the dearest fork's.
    uint256 internal constant ONE = 1e18; // D18{1}

    address public immutable factory;
    bytes32 public immutable pairCodeHash;
    uint256 internal immutable _kept; // D18{1}, the part of what goes in that is traded, as every curve tells it

    /// @param pairCodeHash_ keccak256 of the pair's creation code: 0x96e8ac42… for Uniswap's own.
    /// @param kept_ D18{1}, 1 less the pairs' fee: 0.997e18 for Uniswap's own.
    constructor(address factory_, bytes32 pairCodeHash_, uint256 kept_) {
        Bounds.requireBetween("kept", kept_, LEAST_KEPT, ONE);
        (factory, pairCodeHash, _kept) = (factory_, pairCodeHash_, kept_);
    }

    /// @inheritdoc IVenue
    function inlet(address sell, address buy) external view returns (address) {
        address pair = _pairOf(sell, buy);
        require(pair.code.length > 0, NoMarket(sell, buy));
        return pair;
    }

    /// @inheritdoc IVenue
    function swap(Order calldata order, address receiver) external {
        (address sell, address buy) = (order.sell, order.buy);
        IUniswapV2Pair pair = IUniswapV2Pair(_pairOf(sell, buy));
        uint256 out = _curve(pair, sell < buy).bought(order.sellAmount);
        (uint256 out0, uint256 out1) = sell < buy ? (uint256(0), out) : (out, uint256(0));
        pair.swap(out0, out1, receiver, "");
    }

    /// @inheritdoc IVenue
    function quote(address sell, address buy, uint256 sellAmount) external view returns (uint256) {
        return curve(sell, buy).bought(sellAmount);
    }

    /// @inheritdoc IVenue
    function curve(address sell, address buy) public view returns (Curve memory) {
        address pair = _pairOf(sell, buy);
        require(pair.code.length > 0, NoMarket(sell, buy));
        return _curve(IUniswapV2Pair(pair), sell < buy);
    }

    function _curve(IUniswapV2Pair pair, bool forward) internal view returns (Curve memory) {
        (uint256 reserve0, uint256 reserve1,) = pair.getReserves();
        (uint256 given, uint256 taken) = forward ? (reserve0, reserve1) : (reserve1, reserve0);
        return Curve(given, taken, _kept, type(uint256).max);
    }

    function _pairOf(address a, address b) internal view returns (address) {
        (address token0, address token1) = a < b ? (a, b) : (b, a);
        bytes32 salt = keccak256(abi.encodePacked(token0, token1));
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", factory, salt, pairCodeHash));
        return address(uint160(uint256(hash)));
    }
}

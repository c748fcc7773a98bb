// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State, Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {Ticks} from "contracts/math/Ticks.sol";
import {Twap} from "contracts/math/Twap.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title MockMath
/// @notice Opens the internal functions of the mathematical libraries to tests.
contract MockMath {
    /* WEIGHTS */

    function weigh(State calldata state) external pure returns (uint256[] memory) {
        return Weights.weigh(state);
    }

    function requireValid(uint256[] calldata weights, uint256 n) external pure {
        Weights.requireValid(weights, n);
    }

    function gap(uint256 value, uint256 wanted, uint256 total) external pure returns (int256) {
        return Weights.gap(value, wanted, total);
    }

    function maxDrift(State calldata state, uint256[] calldata target) external pure returns (uint256) {
        return Weights.maxDrift(state, target);
    }

    function totalDrift(State calldata state, uint256[] calldata target) external pure returns (uint256) {
        return Weights.totalDrift(state, target);
    }

    /* VALUATION */

    function valueOf(uint256 balance, uint256 price, uint256 unit) external pure returns (uint256) {
        return Valuation.valueOf(balance, price, unit);
    }

    function leastBought(uint256 worth, uint256 sellUnit, uint256 buyPrice, uint256 buyUnit, uint256 loss)
        external
        pure
        returns (uint256)
    {
        return Valuation.leastBought(worth, sellUnit, buyPrice, buyUnit, loss);
    }

    function partUp(uint256 part, uint256 whole) external pure returns (uint256) {
        return Valuation.partUp(part, whole);
    }

    function change(uint256 start, uint256 end) external pure returns (uint256 lost, uint256 gained) {
        return Valuation.change(start, end);
    }

    function indexOf(address[] calldata assets, address token) external pure returns (uint256) {
        return Valuation.indexOf(assets, token);
    }

    /* CONSTANT PRODUCT */

    function bought(Curve calldata curve, uint256 amount) external pure returns (uint256) {
        return ConstantProduct.bought(curve, amount);
    }

    function depth(Curve calldata curve, uint256 impact) external pure returns (uint256) {
        return ConstantProduct.depth(curve, impact);
    }

    function saleToWeight(uint256 held, uint256 rest, uint256 weight, uint256 kept, uint256 ratio)
        external
        pure
        returns (uint256)
    {
        return ConstantProduct.saleToWeight(held, rest, weight, kept, ratio);
    }

    /* TICKS AND TWAP */

    function sqrtPriceAt(int256 tick) external pure returns (uint160) {
        return Ticks.sqrtPriceAt(tick);
    }

    function priceOf(uint160 sqrtPrice) external pure returns (uint256 over, uint256 under) {
        return Ticks.priceOf(sqrtPrice);
    }

    function meanPrice(uint256 older, uint256 newer, uint256 elapsed) external pure returns (uint256) {
        return Twap.meanPrice(older, newer, elapsed);
    }

    function meanTick(int56 older, int56 newer, uint32 elapsed) external pure returns (int256) {
        return Twap.meanTick(older, newer, elapsed);
    }

    function meanLiquidity(uint160 older, uint160 newer, uint32 elapsed) external pure returns (uint256) {
        return Twap.meanLiquidity(older, newer, elapsed);
    }
}

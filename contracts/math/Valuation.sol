// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {State} from "interfaces/Types.sol";

/// @title Valuation
/// @notice What amounts are worth at given prices, and states that differ in their balances alone.
library Valuation {
    using FixedPointMathLib for uint256;

    error AssetUnknown(address token);

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @return D18{USD}, rounded down (math 0.3).
    /// @param balance {unit}, at most 2^112. @param price D18{USD/tok}, at most 1e30. @param unit {unit/tok}.
    function valueOf(uint256 balance, uint256 price, uint256 unit) internal pure returns (uint256) {
        unchecked {
            return balance * price / unit; // Below 2^112 * 2^100: no overflow.
        }
    }

    /// @notice The least to accept for a sale: its worth less `loss`, rounded up (math 5.5).
    /// @param worth {unit} sold times its price. @param sellUnit {unit/tok} of what is sold.
    /// @param buyPrice D18{USD/tok}. @param buyUnit {unit/tok} of what is bought. @param loss D18{1}.
    /// @return {unit} of what is bought.
    function leastBought(uint256 worth, uint256 sellUnit, uint256 buyPrice, uint256 buyUnit, uint256 loss)
        internal
        pure
        returns (uint256)
    {
        return worth.fullMulDivUp((ONE - loss) * buyUnit, buyPrice * sellUnit * ONE);
    }

    /// @return D18{1}, a part of a whole, rounded up. @param part D18{USD} @param whole D18{USD}
    function partUp(uint256 part, uint256 whole) internal pure returns (uint256) {
        return part.mulDivUp(ONE, whole);
    }

    /// @notice How a value changed, as fractions of the start, rounded up: one of the two is 0.
    function change(uint256 start, uint256 end) internal pure returns (uint256 lost, uint256 gained) {
        return end < start ? (partUp(start - end, start), uint256(0)) : (uint256(0), partUp(end - start, start));
    }

    /// @notice A state with balances and values of its own; all else is shared with the original.
    function copy(State memory state) internal pure returns (State memory twin) {
        (twin.time, twin.supply, twin.value) = (state.time, state.supply, state.value);
        (twin.assets, twin.units, twin.prices) = (state.assets, state.units, state.prices);
        (twin.balances, twin.values) = (clone(state.balances), clone(state.values));
    }

    function clone(uint256[] memory numbers) internal pure returns (uint256[] memory copied) {
        uint256 n = numbers.length;
        copied = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            copied[i] = numbers[i];
        }
    }

    /// @notice Values the balances anew, at the prices the state has.
    function revalue(State memory state) internal pure {
        (uint256[] memory balances, uint256[] memory prices) = (state.balances, state.prices);
        (uint256[] memory units, uint256[] memory values) = (state.units, state.values);
        (uint256 sum, uint256 n) = (0, balances.length);
        for (uint256 i; i < n; ++i) {
            sum += values[i] = valueOf(balances[i], prices[i], units[i]);
        }
        state.value = sum;
    }

    /// @notice Where a token stands in the list. Reverts `AssetUnknown` where it does not.
    function indexOf(address[] memory assets, address token) internal pure returns (uint256 i) {
        uint256 n = assets.length;
        for (; i < n; ++i) {
            if (assets[i] == token) return i;
        }
        revert AssetUnknown(token);
    }
}

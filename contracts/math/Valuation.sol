// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Holdings, State, Asset} from "interfaces/Types.sol";

/// @title Valuation
/// @notice What amounts are worth at given prices, and states that differ in their balances alone.
library Valuation {
    using FixedPointMathLib for uint256;

    error AssetUnknown(address token);
    error AssetsMissing(uint256 count, uint256 expected);

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

    /// @notice What the assets that fell have lost at the starting prices, of the starting value, rounded up. What passes
    ///         through the hub within one rebalance is not counted.
    /// @return D18{1}
    function turnover(State calldata start, State calldata end) internal pure returns (uint256) {
        (Asset[] calldata from, Asset[] calldata to, uint256 sold) = (start.assets, end.assets, 0);
        for (uint256 i; i < from.length; ++i) {
            sold += from[i].value.zeroFloorSub(to[i].value);
        }
        return partUp(sold, start.value);
    }

    /// @notice The same state once more, to be changed on its own.
    function copy(State memory state) internal pure returns (State memory twin) {
        uint256 n = state.assets.length;
        twin = State(state.time, state.supply, state.value, new Asset[](n), state.signals);
        for (uint256 i; i < n; ++i) {
            (Asset memory from, Asset memory to) = (state.assets[i], twin.assets[i]);
            assembly ("memory-safe") {
                mcopy(to, from, 0xa0) // An asset has five words.
            }
        }
    }

    /// @return each D18{USD/tok}, in the order of the assets.
    function prices(State memory state) internal pure returns (uint256[] memory each) {
        uint256 n = state.assets.length;
        each = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            each[i] = state.assets[i].price;
        }
    }

    /// @notice Values the balances anew, at the prices the state has.
    function revalue(State memory state) internal pure {
        (uint256 sum, uint256 n) = (0, state.assets.length);
        for (uint256 i; i < n; ++i) {
            Asset memory asset = state.assets[i];
            sum += asset.value = valueOf(asset.balance, asset.price, asset.unit);
        }
        state.value = sum;
    }

    /// @notice Takes tokens and balances from who holds them: an observer prices, and moves no book (cases I-01).
    function bind(State memory state, Holdings memory held) internal pure {
        (Asset[] memory assets, address[] memory tokens) = (state.assets, held.assets);
        uint256[] memory balances = held.balances;
        require(assets.length == tokens.length, AssetsMissing(assets.length, tokens.length));
        for (uint256 i; i < assets.length; ++i) {
            Asset memory asset = assets[i];
            (asset.token, asset.balance) = (tokens[i], balances[i]);
        }
    }

    /// @notice The asset of a token. Reverts `AssetUnknown` where there is none.
    function find(Asset[] memory assets, address token) internal pure returns (Asset memory) {
        uint256 n = assets.length;
        for (uint256 i; i < n; ++i) {
            if (assets[i].token == token) return assets[i];
        }
        revert AssetUnknown(token);
    }

    /// @notice Where a token stands among assets. Reverts `AssetUnknown` where it does not.
    function placeOf(Asset[] calldata assets, address token) internal pure returns (uint256 i) {
        for (uint256 n = assets.length; i < n; ++i) {
            if (assets[i].token == token) return i;
        }
        revert AssetUnknown(token);
    }

    /// @notice Where a token stands in a list. Reverts `AssetUnknown` where it does not.
    function indexOf(address[] memory tokens, address token) internal pure returns (uint256 i) {
        uint256 n = tokens.length;
        for (; i < n; ++i) {
            if (tokens[i] == token) return i;
        }
        revert AssetUnknown(token);
    }
}

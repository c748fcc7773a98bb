// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Holdings, State} from "interfaces/Types.sol";

/// @title IStateObserver
/// @notice Says what is true: prices and values of what a vault holds, now.
/// @dev Reverts rather than answer with a number it does not trust.
interface IStateObserver {
    error DecimalsTooMany(address asset, uint256 decimals, uint256 most);
    error AssetNotObserved(address asset);
    error PriceOutOfDomain(address asset, uint256 price, uint256 least, uint256 most);
    error ValueOutOfDomain(address asset, uint256 value, uint256 most);

    /// @param holdings What the vault owns by its own books; the observer asks the vault nothing.
    /// @return state Time, supply, and for each asset unit, balance, price and value; values round down.
    function observe(Holdings calldata holdings) external view returns (State memory state);

    /// @notice Both sides of a single-asset entry, each at the price that is worse for who enters (features P10).
    /// @param amount {unit} of the asset that is paid, at most 2^112.
    /// @return paid D18{USD}, at the least price that is believed possible, rounded down.
    /// @return held D18{USD}, what the vault owns, at the highest prices, rounded up.
    function appraise(Holdings calldata holdings, address asset, uint256 amount)
        external
        view
        returns (uint256 paid, uint256 held);
}

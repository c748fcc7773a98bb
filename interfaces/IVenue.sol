// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Order, Curve} from "interfaces/Types.sol";

/// @title IVenue
/// @notice A place to trade. The caller pushes the tokens to `inlet`, calls `swap`, and measures what came.
/// @dev A venue holds no tokens, is given no allowance and needs no trust beyond one order's amount.
interface IVenue {
    error NoMarket(address sell, address buy);

    /// @return Where the tokens must lie before `swap`. Reverts `NoMarket` where there is none.
    function inlet(address sell, address buy) external view returns (address);

    /// @notice Trades the tokens that lie in the inlet; what they bring goes to the receiver.
    function swap(Order calldata order, address receiver) external;

    /// @return buyAmount {unit} of buy, what `swap` of this amount would bring now.
    function quote(address sell, address buy, uint256 sellAmount) external view returns (uint256 buyAmount);

    /// @return The market near its price, for sizing; not a price to trust.
    function curve(address sell, address buy) external view returns (Curve memory);
}

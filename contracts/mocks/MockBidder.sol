// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IAuction} from "interfaces/IAuction.sol";
import {IBidder} from "interfaces/IBidder.sol";
import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order} from "interfaces/Types.sol";

/// @title MockBidder
/// @notice Pays for what it buys by selling it elsewhere, or does something else first.
contract MockBidder is IBidder {
    IAuction public immutable auction;
    IVenue public immutable venue;

    address public target;
    bytes public data;

    constructor(IAuction auction_, IVenue venue_) {
        (auction, venue) = (auction_, venue_);
    }

    /// @notice Makes this call when it is to pay, before it sells.
    function first(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function bid(IVault vault, address sell, address buy, uint256 amount, uint256 maxPay)
        external
        returns (uint256 sold, uint256 paid)
    {
        IERC20(buy).approve(address(auction), type(uint256).max);
        return auction.bid(vault, sell, buy, amount, maxPay, true);
    }

    /// @inheritdoc IBidder
    function pay(address sell, address buy, uint256 sold, uint256) external {
        if (target != address(0)) Address.functionCall(target, data);
        IERC20(sell).transfer(venue.inlet(sell, buy), sold);
        venue.swap(Order(address(venue), sell, buy, sold, 0), address(this));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order, Curve} from "interfaces/Types.sol";

/// @title MockHostileVenue
/// @notice A venue with bad habits: it wants the tokens where it likes, calls whom it likes, and gives
///         back a part of what it was sold, or nothing, or a token that nobody asked for.
contract MockHostileVenue is IVenue {
    address public place;
    address public target;
    bytes public data;
    IERC20 public gift;
    uint256 public giftAmount; // {unit}

    constructor() {
        place = address(this);
    }

    function setInlet(address place_) external {
        place = place_;
    }

    function setCall(address target_, bytes calldata data_) external {
        (target, data) = (target_, data_);
    }

    function setGift(IERC20 gift_, uint256 giftAmount_) external {
        (gift, giftAmount) = (gift_, giftAmount_);
    }

    function inlet(address, address) external view returns (address) {
        return place;
    }

    function swap(Order calldata, address receiver) external {
        if (target != address(0)) Address.functionCall(target, data);
        if (giftAmount > 0) require(gift.transfer(receiver, giftAmount));
    }

    function quote(address, address, uint256 sellAmount) external pure returns (uint256) {
        return sellAmount;
    }

    function curve(address, address) external pure returns (Curve memory) {
        return Curve(1e30, 1e30, 1e18, type(uint256).max);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAuction} from "interfaces/IAuction.sol";

/// @title MockAuction
/// @notice Tells a planner of an auction and a bid that there never were.
contract MockAuction {
    IAuction.Terms internal _terms;
    uint256 internal _start; // {s}
    uint256[] internal _prices; // D18{USD/tok}
    address internal _sell;
    address internal _buy;
    uint256 internal _amount; // {unit}

    constructor(IAuction.Terms memory terms_) {
        _terms = terms_;
    }

    function set(uint256 start, uint256[] calldata prices, address sell, address buy, uint256 amount) external {
        (_start, _prices, _sell, _buy, _amount) = (start, prices, sell, buy, amount);
    }

    function bidOf(address) external view returns (address sell, address buy, uint256 amount) {
        return (_sell, _buy, _amount);
    }

    function timesOf(address) external view returns (uint256 start, uint256 end) {
        return (_start, _start == 0 ? 0 : _start + _terms.duration);
    }

    function priceOf(address, uint256 i) external view returns (uint256) {
        return _prices[i];
    }

    function terms() external view returns (IAuction.Terms memory) {
        return _terms;
    }
}

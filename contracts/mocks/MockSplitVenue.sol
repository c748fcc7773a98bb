// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {SplitVenue} from "contracts/execution/venue/SplitVenue.sol";

/// @title MockSplitVenue
/// @notice A SplitVenue in blocks of a base fee that it is told.
contract MockSplitVenue is SplitVenue {
    uint256 internal immutable _baseFee; // {wei/gas}

    constructor(IVenue[] memory venues_, uint256 swapGas_, IPriceOracle oracle_, address weth_, uint256 baseFee)
        SplitVenue(venues_, swapGas_, oracle_, weth_)
    {
        _baseFee = baseFee;
    }

    function _fee() internal view override returns (uint256) {
        return swapGas * _baseFee;
    }
}

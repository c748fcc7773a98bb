// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {NoTrade} from "contracts/math/NoTrade.sol";

/// @title MockNoTrade
/// @notice Opens the widths of the regions where nothing is done to tests.
contract MockNoTrade {
    function ofRisk(uint256 budget, uint256 volatility) external pure returns (uint256) {
        return NoTrade.ofRisk(budget, volatility);
    }

    function ofCost(uint256 cost, uint256 variance, uint256 dislike) external pure returns (uint256) {
        return NoTrade.ofCost(cost, variance, dislike);
    }

    function ofFixedCost(uint256 cost, uint256 variance, uint256 dislike) external pure returns (uint256) {
        return NoTrade.ofFixedCost(cost, variance, dislike);
    }

    function volatilityAgainst(uint256 a, uint256 b, int256 correlation) external pure returns (uint256) {
        return NoTrade.volatilityAgainst(a, b, correlation);
    }
}

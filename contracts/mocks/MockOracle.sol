// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPriceOracle} from "interfaces/IPriceOracle.sol";

/// @title MockOracle
/// @notice Answers every question with the number it was last given.
contract MockOracle is IPriceOracle {
    uint256 public answer; // {unit} of the quote

    function set(uint256 answer_) external {
        answer = answer_;
    }

    function getQuote(uint256, address, address) external view returns (uint256) {
        return answer;
    }

    function getQuotes(uint256, address, address) external view returns (uint256, uint256) {
        return (answer, answer);
    }
}

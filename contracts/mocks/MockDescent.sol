// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Descent} from "contracts/math/Descent.sol";

/// @title MockDescent
/// @notice Opens the internal functions of Descent to tests.
contract MockDescent {
    function span(uint256 high, uint256 low) external pure returns (uint256) {
        return Descent.span(high, low);
    }

    function at(uint256 high, uint256 low, uint256 elapsed, uint256 duration) external pure returns (uint256) {
        return Descent.at(high, low, Descent.span(high, low), elapsed, duration);
    }
}

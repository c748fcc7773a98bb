// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";

/// @title MockStrategy
/// @notice Wants whatever it was last told, be it a valid target or not.
contract MockStrategy is IStrategy {
    uint256[] internal _weights; // D18{1}

    function set(uint256[] calldata weights) external {
        _weights = weights;
    }

    function target(State calldata) external view returns (uint256[] memory) {
        return _weights;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Corridor} from "contracts/math/Corridor.sol";

/// @title MockCorridor
/// @notice Opens the internal functions of Corridor to tests.
contract MockCorridor {
    function build(Corridor.Walls memory walls) external pure returns (Corridor.Walls memory) {
        return Corridor.build(walls);
    }

    function isOpen(Corridor.Walls memory walls) external pure returns (bool) {
        return Corridor.isOpen(walls);
    }

    function nearest(
        Corridor.Walls memory walls,
        uint256[] memory wanted,
        uint256[] memory low,
        uint256[] memory high
    ) external pure returns (uint256[] memory) {
        return Corridor.nearest(walls, wanted, low, high);
    }
}

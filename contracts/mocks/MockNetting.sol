// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Netting} from "contracts/math/Netting.sol";

/// @title MockNetting
/// @notice Opens the mathematics of netting to tests.
contract MockNetting {
    function net(int256[] calldata needs) external pure returns (Netting.Trade[] memory) {
        return Netting.net(needs);
    }
}

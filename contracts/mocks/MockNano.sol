// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Nano} from "contracts/math/Nano.sol";

/// @title MockNano
/// @notice Opens the internal functions of Nano to tests.
contract MockNano {
    function pack(uint256[] calldata weights) external pure returns (uint256[] memory) {
        return Nano.pack(weights);
    }

    function unpack(uint256[] calldata words, uint256 n) external pure returns (uint256[] memory) {
        return Nano.unpack(words, n);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title MockAttacker
/// @notice Makes several calls in one transaction, all of them or none: a sandwich with nobody in between.
contract MockAttacker {
    using Address for address;

    function attack(address[] calldata accounts, bytes[] calldata data) external {
        for (uint256 i; i < accounts.length; ++i) {
            accounts[i].functionCall(data[i]);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockFlashToken
/// @notice A token that anyone may make any amount of within one call. The token is its own borrower: it calls what
///         it is told to, and burns what it has made.
contract MockFlashToken is MockToken {
    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function flash(uint256 amount, address[] calldata targets, bytes[] calldata data) external {
        _mint(address(this), amount);
        for (uint256 i; i < targets.length; ++i) {
            Address.functionCall(targets[i], data[i]);
        }
        _burn(address(this), amount);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockLyingToken
/// @notice A token that says what it likes of one account's balance.
contract MockLyingToken is MockToken {
    address public subject;
    uint256 public told; // {unit}

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setLie(address subject_, uint256 told_) external {
        (subject, told) = (subject_, told_);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return account == subject ? told : super.balanceOf(account);
    }
}

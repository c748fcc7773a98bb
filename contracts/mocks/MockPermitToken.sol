// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockPermitToken
/// @notice A token whose owners allow by a signature (EIP-2612).
contract MockPermitToken is MockToken, ERC20Permit {
    constructor(string memory name, string memory symbol, uint8 decimals_)
        MockToken(name, symbol, decimals_)
        ERC20Permit(name)
    {}

    function decimals() public view override(ERC20, MockToken) returns (uint8) {
        return super.decimals();
    }
}

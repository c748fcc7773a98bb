// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockTaxToken
/// @notice A token that burns a tenth of what moves to or from some accounts, and nothing elsewhere.
contract MockTaxToken is MockToken {
    mapping(address account => bool) public isTaxed;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setTaxed(address account, bool taxed) external {
        isTaxed[account] = taxed;
    }

    function _update(address from, address to, uint256 amount) internal override {
        uint256 burnt = isTaxed[from] || isTaxed[to] ? amount / 10 : 0;
        if (burnt > 0) super._update(from, address(0), burnt);
        super._update(from, to, amount - burnt);
    }
}

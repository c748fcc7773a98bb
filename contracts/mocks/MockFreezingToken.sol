// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockFreezingToken
/// @notice A token whose issuer may freeze accounts: nothing moves to or from them.
contract MockFreezingToken is MockToken {
    error AccountFrozen(address account);

    mapping(address account => bool) public isFrozen;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setFrozen(address account, bool frozen) external {
        isFrozen[account] = frozen;
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!isFrozen[from], AccountFrozen(from));
        require(!isFrozen[to], AccountFrozen(to));
        super._update(from, to, amount);
    }
}

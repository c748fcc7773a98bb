// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockDoubleEntryToken
/// @notice A token with a second address, which moves the same balances.
contract MockDoubleEntryToken is MockToken {
    MockSecondEntry public immutable second;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {
        second = new MockSecondEntry(this);
    }

    function move(address spender, address from, address to, uint256 amount) external returns (bool) {
        require(msg.sender == address(second));
        if (spender != from) _spendAllowance(from, spender, amount);
        _transfer(from, to, amount);
        return true;
    }

    function allow(address owner, address spender, uint256 amount) external returns (bool) {
        require(msg.sender == address(second));
        _approve(owner, spender, amount);
        return true;
    }
}

/// @title MockSecondEntry
/// @notice The other address.
contract MockSecondEntry {
    MockDoubleEntryToken public immutable first;

    constructor(MockDoubleEntryToken first_) {
        first = first_;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return first.move(msg.sender, msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return first.move(msg.sender, from, to, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        return first.allow(msg.sender, spender, amount);
    }

    function mint(address to, uint256 amount) external {
        first.mint(to, amount);
    }

    function balanceOf(address account) external view returns (uint256) {
        return first.balanceOf(account);
    }

    function decimals() external view returns (uint8) {
        return first.decimals();
    }
}

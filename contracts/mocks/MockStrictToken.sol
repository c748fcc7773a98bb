// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockStrictToken
/// @notice A token that, once it is strict, refuses what most allow: to move nothing, to change an allowance that is
///         not used up, and allowances beyond 96 bits.
contract MockStrictToken is MockToken {
    error NothingMoved();
    error AllowanceNotUsedUp(uint256 allowance);
    error AllowanceTooHigh(uint256 amount, uint256 most);

    bool public strict;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setStrict(bool strict_) external {
        strict = strict_;
    }

    function approve(address spender, uint256 amount) public override returns (bool) {
        uint256 left = allowance(msg.sender, spender);
        require(!strict || amount == 0 || left == 0, AllowanceNotUsedUp(left));
        require(!strict || amount <= type(uint96).max, AllowanceTooHigh(amount, type(uint96).max));
        return super.approve(spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!strict || amount > 0, NothingMoved());
        super._update(from, to, amount);
    }
}

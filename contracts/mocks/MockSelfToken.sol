// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockSelfToken
/// @notice A token that doubles what an account sends to itself, as one does that reads both balances before it writes
///         them; or refuses it.
contract MockSelfToken is MockToken {
    error SentToSelf(address account);

    bool public doubling;
    bool public refusing;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setSelf(bool doubling_, bool refusing_) external {
        (doubling, refusing) = (doubling_, refusing_);
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(from != to || !refusing, SentToSelf(from));
        super._update(from, to, amount);
        if (from == to && doubling) super._update(address(0), to, amount);
    }
}

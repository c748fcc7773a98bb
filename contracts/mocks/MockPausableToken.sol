// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockPausableToken
/// @notice A token whose issuer may stop it whole.
contract MockPausableToken is MockToken {
    error TokenPaused();

    bool public paused;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!paused, TokenPaused());
        super._update(from, to, amount);
    }
}

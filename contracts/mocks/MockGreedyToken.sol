// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockGreedyToken
/// @notice A token that takes more from the payer than was asked, a hundredth, once it is told to; the receiver
///         gets what was asked.
contract MockGreedyToken is MockToken {
    bool public greedy;

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function setGreedy(bool greedy_) external {
        greedy = greedy_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (greedy && from != address(0)) super._update(from, address(0), amount / 100);
        super._update(from, to, amount);
    }
}

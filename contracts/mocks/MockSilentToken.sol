// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockSilentToken
/// @notice A token that answers nothing where the standard wants a yes, as USDT does.
contract MockSilentToken is MockToken {
    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        _beSilent();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _beSilent();
    }

    function approve(address spender, uint256 amount) public override returns (bool) {
        super.approve(spender, amount);
        _beSilent();
    }

    function _beSilent() internal pure {
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}

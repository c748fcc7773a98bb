// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockHookToken} from "contracts/mocks/MockHookToken.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {World} from "tests/symbolic/World.sol";

/// @title LockRules
/// @notice While the vault is at work nobody comes in again; afterwards it is open.
/// @dev The first token calls the vault while it is sent, and fails where that call fails: so a redemption that
///      succeeds would be one in which the door was open. The token owns shares of its own to leave with.
contract LockRules is World {
    /// @notice I-23 Nobody redeems, claims or syncs during a redemption.
    /// @custom:bites TK-07.open-redeem
    function check_no_exit_within_an_exit(uint8 shares) public {
        assert(call(holder, address(vault), abi.encodeCall(vault.transfer, (address(tokens[0]), 2 ** 30))));
        hook(redeeming(shares, new address[](0)));
        refuses();
        hook(abi.encodeCall(vault.sync, (address(tokens[1]))));
        refuses();
        hook(abi.encodeCall(vault.claim, (address(tokens[1]), receiver)));
        refuses();
    }

    /// @notice I-23 Nobody enters or trades during a redemption.
    function check_no_entry_or_trade_within_an_exit(uint256 amount) public {
        hook(abi.encodeCall(vault.mint, (amount, new uint256[](N), receiver, block.timestamp)));
        refuses();
        hook(abi.encodeCall(vault.deposit, (address(tokens[1]), amount, 0, receiver, block.timestamp)));
        refuses();
        hook(abi.encodeCall(vault.rebalance, ()));
        refuses();
        hook(abi.encodeCall(vault.performUpkeep, ("")));
        refuses();
    }

    /// @notice I-23 The books are not read while they are being written.
    /// @custom:bites TK-07.open-views
    function check_no_look_within_an_exit() public {
        hook(abi.encodeCall(vault.holdings, ()));
        refuses();
    }

    /// @notice I-23 The lock is open at the end: whoever comes next in the same transaction is let in.
    function check_the_lock_opens_again(address caller) public {
        assert(call(holder, address(vault), redeeming(2 ** 20, new address[](0))));
        assert(call(caller, address(vault), abi.encodeCall(vault.sync, (address(tokens[0])))));
        assert(call(holder, address(vault), redeeming(2 ** 20, new address[](0))));
        assert(call(holder, address(vault), abi.encodeCall(vault.holdings, ())));
    }

    function newToken() internal override returns (MockToken) {
        return new MockHookToken("Token", "TKN", 18);
    }

    function hook(bytes memory data) internal {
        MockHookToken(address(tokens[0])).setHook(address(vault), data);
    }

    function refuses() internal {
        assert(!call(holder, address(vault), redeeming(2 ** 20, new address[](0))));
    }
}

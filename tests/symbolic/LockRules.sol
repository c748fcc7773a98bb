// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockHookToken} from "contracts/mocks/MockHookToken.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {Order} from "interfaces/Types.sol";
import {BusyWitness, ObligingAuthority} from "tests/symbolic/Parts.sol";
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

    /// @notice I-23 No power is used during a redemption, whatever the authority allows.
    /// @custom:bites open-powers
    function check_no_power_within_an_exit(uint256 number) public {
        bytes[] memory powers = powersOver(number);
        vm.etch(address(authority), address(new ObligingAuthority()).code);
        for (uint256 i; i < powers.length; ++i) {
            hook(powers[i]);
            refuses();
        }
        for (uint256 i; i < powers.length; ++i) {
            assert(call(receiver, address(vault), powers[i])); // It was the lock that refused.
        }
    }

    /// @notice I-23 No power is used, and nobody leaves, during a trade.
    /// @custom:bites open-powers
    function check_no_power_within_a_trade(uint256 number) public {
        bytes[] memory powers = powersOver(number);
        vm.etch(address(authority), address(new ObligingAuthority()).code);
        assert(call(holder, address(vault), abi.encodeCall(vault.transfer, (address(venue), 2 ** 30))));
        for (uint256 i; i < powers.length; ++i) {
            venue.setCall(address(vault), powers[i]);
            assert(!trades());
        }
        venue.setCall(address(vault), redeeming(2 ** 20, new address[](0)));
        assert(!trades());
        venue.setCall(address(0), "");
        assert(trades());
    }

    /// @notice I-23 The vault says that it is at work while it is, and no longer.
    /// @custom:bites never-busy
    function check_the_vault_says_that_it_is_busy(uint8 shares) public {
        vm.assume(shares > 0);
        MockHookToken(address(tokens[0])).setHook(address(new BusyWitness(vault)), "");
        assert(call(holder, address(vault), redeeming(shares, new address[](0))));
        assert(!vault.isBusy());
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

    /// @dev Everything that a role may do, the guardian's pause first.
    function powersOver(uint256 number) internal returns (bytes[] memory powers) {
        vm.assume(number < 2 ** 55); // Also a spread that the vault takes.
        powers = new bytes[](12);
        powers[0] = abi.encodeCall(vault.pause, ());
        powers[1] = abi.encodeCall(vault.unpause, ());
        powers[2] = abi.encodeCall(vault.setVenue, (address(tokens[2]), true));
        powers[3] = abi.encodeCall(vault.setVenue, (address(venue), false));
        powers[4] = abi.encodeCall(vault.setObserver, (vault.observer()));
        powers[5] = abi.encodeCall(vault.setStrategy, (vault.strategy()));
        powers[6] = abi.encodeCall(vault.setPlanner, (vault.planner()));
        powers[7] = abi.encodeCall(vault.setConstraint, (vault.constraint()));
        powers[8] = abi.encodeCall(vault.setSupplyCap, (number));
        powers[9] = abi.encodeCall(vault.setEntrySpread, (number));
        powers[10] = abi.encodeCall(vault.sweep, (address(newToken()), receiver));
        powers[11] = abi.encodeCall(vault.execute, (new Order[](0), block.timestamp));
    }

    /// @return Whether the third token, which calls nobody, is sold for the second.
    function trades() internal returns (bool) {
        Order[] memory orders = new Order[](1);
        orders[0] = Order(address(venue), address(tokens[2]), address(tokens[1]), 2 ** 20, 0);
        return call(keeper, address(vault), abi.encodeCall(vault.execute, (orders, block.timestamp)));
    }

    function hook(bytes memory data) internal {
        MockHookToken(address(tokens[0])).setHook(address(vault), data);
    }

    function refuses() internal {
        assert(!call(holder, address(vault), redeeming(2 ** 20, new address[](0))));
    }
}

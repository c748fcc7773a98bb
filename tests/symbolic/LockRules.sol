// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockHookToken} from "contracts/mocks/MockHookToken.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {Order} from "interfaces/Types.sol";
import {BusyWitness, Intruder, ObligingAuthority} from "tests/symbolic/Parts.sol";
import {World} from "tests/symbolic/World.sol";

/// @title LockRules
/// @notice While the vault is at work nobody comes in again; afterwards it is open.
/// @dev The first token calls an intruder while it is sent, as does the venue while it trades; the intruder calls the
///      vault and fails where that fails: so work that succeeds would be work in which the door was open. What was
///      refused then is done by the same intruder at once afterwards: it was the lock that refused.
contract LockRules is World {
    Intruder internal intruder; // Owns shares, a claim, and each token.

    /// @notice I-23 Nobody redeems, claims or syncs during a redemption.
    /// @custom:bites TK-07.open-redeem
    function check_no_exit_within_an_exit() public {
        waitsForTheExit(exits());
    }

    /// @notice I-23 Nobody enters or trades during a redemption.
    function check_no_entry_or_trade_within_an_exit() public {
        waitsForTheExit(entries());
    }

    /// @notice I-23 The books are not read while they are being written.
    /// @custom:bites TK-07.open-views
    function check_no_look_within_an_exit() public {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(vault.holdings, ());
        waitsForTheExit(calls);
    }

    /// @notice I-23 No power is used during a redemption, whatever the authority allows.
    /// @custom:bites open-powers
    function check_no_power_within_an_exit(uint256 number) public {
        waitsForTheExit(powers(number));
    }

    /// @notice I-23 Nobody leaves, enters or trades during a trade.
    function check_nobody_comes_within_a_trade() public {
        waitsForTheTrade(exits());
        waitsForTheTrade(entries());
    }

    /// @notice I-23 No power is used during a trade, whatever the authority allows.
    /// @custom:bites open-powers
    function check_no_power_within_a_trade(uint256 number) public {
        waitsForTheTrade(powers(number));
    }

    /// @notice I-23 The vault says that it is at work while it is, and no longer.
    /// @custom:bites never-busy
    function check_the_vault_says_that_it_is_busy() public {
        MockHookToken(address(tokens[0])).setHook(address(new BusyWitness(vault)), "");
        assert(leaves());
        assert(!vault.isBusy());
    }

    /// @notice I-23 The lock is open at the end: whoever comes next in the same transaction is let in.
    function check_the_lock_opens_again(address caller) public {
        assert(leaves());
        assert(call(caller, address(vault), abi.encodeCall(vault.sync, (address(tokens[0])))));
        assert(leaves());
        assert(call(holder, address(vault), abi.encodeCall(vault.holdings, ())));
    }

    function setUp() public override {
        super.setUp();
        intruder = new Intruder(address(vault));
        assert(call(holder, address(vault), abi.encodeCall(vault.transfer, (address(intruder), 2 ** 30))));
        assert(call(address(intruder), address(vault), redeeming(2 ** 20, second())));
        for (uint256 i; i < N; ++i) {
            tokens[i].mint(address(intruder), 2 ** 30);
            assert(
                call(
                    address(intruder),
                    address(tokens[i]),
                    abi.encodeCall(tokens[i].approve, (address(vault), 2 ** 30))
                )
            );
        }
        MockHookToken(address(tokens[0])).setHook(address(intruder), "");
        venue.setCall(address(intruder), "");
    }

    function newToken() internal override returns (MockToken) {
        return new MockHookToken("Token", "TKN", 18);
    }

    function exits() internal view returns (bytes[] memory calls) {
        calls = new bytes[](3);
        calls[0] = redeeming(2 ** 20, new address[](0));
        calls[1] = abi.encodeCall(vault.claim, (address(tokens[1]), receiver));
        calls[2] = abi.encodeCall(vault.sync, (address(tokens[1])));
    }

    function entries() internal view returns (bytes[] memory calls) {
        uint256[] memory most = new uint256[](N);
        (most[0], most[1], most[2]) = (2 ** 30, 2 ** 30, 2 ** 30);
        calls = new bytes[](4);
        calls[0] = abi.encodeCall(vault.mint, (2 ** 20, most, receiver, block.timestamp));
        calls[1] = depositing(2 ** 20, receiver);
        calls[2] = abi.encodeCall(vault.rebalance, ());
        calls[3] = abi.encodeCall(vault.performUpkeep, (""));
    }

    /// @dev All but the seed that a role may do, open to everybody at once.
    function powers(uint256 number) internal returns (bytes[] memory calls) {
        vm.assume(number < 2 ** 55); // Also a spread that the vault takes.
        calls = new bytes[](12);
        calls[0] = abi.encodeCall(vault.pause, ());
        calls[1] = abi.encodeCall(vault.unpause, ());
        calls[2] = abi.encodeCall(vault.setVenue, (address(tokens[2]), true));
        calls[3] = abi.encodeCall(vault.setVenue, (address(tokens[2]), false));
        calls[4] = abi.encodeCall(vault.setObserver, (vault.observer()));
        calls[5] = abi.encodeCall(vault.setStrategy, (vault.strategy()));
        calls[6] = abi.encodeCall(vault.setPlanner, (vault.planner()));
        calls[7] = abi.encodeCall(vault.setConstraint, (vault.constraint()));
        calls[8] = abi.encodeCall(vault.setSupplyCap, (number));
        calls[9] = abi.encodeCall(vault.setEntrySpread, (number));
        calls[10] = abi.encodeCall(vault.sweep, (address(newToken()), receiver));
        calls[11] = abi.encodeCall(vault.execute, (new Order[](0), block.timestamp));
        vm.etch(address(authority), address(new ObligingAuthority()).code);
    }

    function waitsForTheExit(bytes[] memory calls) internal {
        for (uint256 i; i < calls.length; ++i) {
            intruder.intend(calls[i]);
            assert(!leaves());
        }
        isOpen(calls);
        assert(leaves());
    }

    function waitsForTheTrade(bytes[] memory calls) internal {
        for (uint256 i; i < calls.length; ++i) {
            intruder.intend(calls[i]);
            assert(!trades());
        }
        isOpen(calls);
        assert(trades());
    }

    function isOpen(bytes[] memory calls) internal {
        intruder.intend("");
        for (uint256 i; i < calls.length; ++i) {
            assert(call(address(intruder), address(vault), calls[i]));
        }
    }

    function leaves() internal returns (bool) {
        return call(holder, address(vault), redeeming(2 ** 20, new address[](0)));
    }

    function trades() internal returns (bool) {
        Order[] memory orders = new Order[](1);
        orders[0] = Order(address(venue), address(tokens[2]), address(tokens[1]), 2 ** 20, 0);
        return call(keeper, address(vault), abi.encodeCall(vault.execute, (orders, block.timestamp)));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Order} from "interfaces/Types.sol";
import {LyingObserver, ObligingAuthority} from "tests/symbolic/Parts.sol";
import {World} from "tests/symbolic/World.sol";

/// @title PartRules
/// @notice Only the code that the governor chose is used, whatever has come to stand at its address.
/// @dev The other code does the very same and has one byte more, so that nothing but the vault refuses it.
contract PartRules is World {
    /// @notice I-21 Nobody rebalances with a part whose code has changed.
    /// @custom:bites changed-code
    function check_a_changed_part_decides_nothing(address caller) public {
        address[4] memory parts = [
            address(vault.observer()),
            address(vault.strategy()),
            address(vault.planner()),
            address(vault.constraint())
        ];
        for (uint256 i; i < parts.length; ++i) {
            bytes memory chosen = change(parts[i]);
            assert(!rebalances(caller));
            vm.etch(parts[i], chosen);
        }
        assert(rebalances(caller));
    }

    /// @notice I-21 Nobody enters at a price or a cost that changed code tells.
    /// @custom:bites changed-code
    function check_a_changed_part_prices_nothing(address to) public {
        vm.assume(to != address(0));
        (address observer, address planner) = (address(vault.observer()), address(vault.planner()));
        tokens[1].mint(receiver, 2 ** 20);
        assert(call(receiver, address(tokens[1]), abi.encodeCall(tokens[1].approve, (address(vault), 2 ** 20))));
        bytes memory chosen = change(observer);
        assert(!call(receiver, address(vault), depositing(2 ** 20, to)));
        vm.etch(observer, chosen);
        chosen = change(planner);
        assert(!call(receiver, address(vault), depositing(2 ** 20, to)));
        vm.etch(planner, chosen);
        assert(call(receiver, address(vault), depositing(2 ** 20, to)));
    }

    /// @notice I-21 Nothing is sold at a venue whose code has changed.
    /// @custom:bites changed-venue
    function check_a_changed_venue_gets_nothing(uint256 amount) public {
        change(address(venue));
        Order[] memory orders = new Order[](1);
        orders[0] = Order(address(venue), address(tokens[0]), address(tokens[1]), amount, 0);
        assert(!call(keeper, address(vault), abi.encodeCall(vault.execute, (orders, block.timestamp))));
    }

    /// @notice I-01 An observer that sees what is not there moves no book.
    function check_a_lying_observer_moves_no_book(address caller, uint256 lie) public {
        vm.assume(lie < 2 ** 100);
        vm.etch(address(authority), address(new ObligingAuthority()).code);
        vault.setObserver(new LyingObserver(lie));
        assert(rebalances(caller));
        for (uint256 i; i < N; ++i) {
            assert(vault.holdings().balances[i] == BOOKS);
        }
    }

    /// @return chosen The code that stood there before.
    function change(address part) internal returns (bytes memory chosen) {
        chosen = part.code;
        vm.etch(part, bytes.concat(chosen, hex"00"));
    }

    function rebalances(address caller) internal returns (bool) {
        return call(caller, address(vault), abi.encodeCall(vault.rebalance, ()));
    }
}

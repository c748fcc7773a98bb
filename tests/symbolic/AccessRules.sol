// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Order} from "interfaces/Types.sol";
import {World} from "tests/symbolic/World.sol";

/// @title AccessRules
/// @notice What is guarded answers to its role alone, and nobody governs the vault without the delay.
contract AccessRules is World {
    /// @notice I-20 Nobody but the keeper brings its own orders.
    /// @custom:bites open-execute
    function check_nobody_but_the_keeper_executes(address caller) public {
        vm.assume(caller != keeper);
        assert(!call(caller, address(vault), abi.encodeCall(vault.execute, (new Order[](0), block.timestamp))));
    }

    /// @notice I-20 The guardian pauses, and nobody else.
    function check_the_guardian_alone_pauses(address caller) public {
        assert(call(caller, address(vault), abi.encodeCall(vault.pause, ())) == (caller == guardian));
    }

    /// @notice I-20 Nobody, the governor included, replaces a part without scheduling it.
    function check_nobody_replaces_a_part_at_once(address caller, address part) public {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeWithSelector(vault.setObserver.selector, part);
        calls[1] = abi.encodeWithSelector(vault.setStrategy.selector, part);
        calls[2] = abi.encodeWithSelector(vault.setPlanner.selector, part);
        calls[3] = abi.encodeWithSelector(vault.setConstraint.selector, part);
        refusesEach(caller, address(vault), calls);
    }

    /// @notice I-20 Nobody allows or forbids a venue at once.
    function check_nobody_allows_a_venue_at_once(address caller, bool allowed) public {
        assert(!call(caller, address(vault), abi.encodeCall(vault.setVenue, (address(tokens[0]), allowed))));
    }

    /// @notice I-20 Nobody changes the cap or the spread, or ends a pause, at once.
    /// @custom:bites GV-06.guardian-governs
    function check_nobody_changes_a_number_at_once(address caller, uint256 value) public {
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(vault.setSupplyCap, (value));
        calls[1] = abi.encodeCall(vault.setEntrySpread, (value));
        calls[2] = abi.encodeCall(vault.unpause, ());
        refusesEach(caller, address(vault), calls);
    }

    /// @notice I-20 Nobody sweeps a token at once.
    function check_nobody_sweeps_at_once(address caller, address to) public {
        bytes memory data = abi.encodeCall(vault.sweep, (address(newToken()), to));
        assert(!call(caller, address(vault), data));
    }

    /// @notice I-20 Nobody seeds the vault, or gives it another authority.
    function check_nobody_seeds_or_moves_the_authority(address caller, uint256 shares, address other) public {
        bytes memory seeding = abi.encodeCall(vault.seed, (shares, new uint256[](N), caller));
        assert(!call(caller, address(vault), seeding));
        vm.assume(caller != address(authority));
        assert(!call(caller, address(vault), abi.encodeCall(IAccessManaged.setAuthority, (other))));
    }
}

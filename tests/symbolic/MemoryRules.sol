// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Asset, State} from "interfaces/Types.sol";
import {World} from "tests/symbolic/World.sol";

/// @title MemoryRules
/// @notice What the constraints remember of the vault is the vault's doing alone.
contract MemoryRules is World {
    /// @notice I-10, I-20 Nobody but its vault spends what the set's members remember.
    /// @custom:bites RB-02.set-open-to-anyone
    function check_nobody_but_the_vault_spends_the_memory(address caller, uint256 time) public {
        vm.assume(caller != address(vault));
        assert(!call(caller, address(set), checking(time)));
        assert(cooldown.readyAt(address(set)) == 0);
    }

    /// @notice I-20 Who asks a member itself spends only its own.
    function check_a_stranger_spends_its_own_memory(address caller, uint256 time) public {
        vm.assume(caller != address(set));
        assert(call(caller, address(cooldown), checking(time)));
        assert(cooldown.readyAt(address(set)) == 0);
        assert(cooldown.readyAt(caller) == time);
    }

    /// @notice I-14 No member waits longer than a week after a rebalance, or knows a pace above one.
    /// @custom:bites endless-cooldown
    function check_a_cooldown_has_its_bounds(uint256 wait, uint256 pace) public {
        bool made = tryDeploy("CooldownConstraint", abi.encode(wait, pace)) != address(0);
        assert(made == (wait <= 7 days && pace <= 1e18));
    }

    function checking(uint256 time) internal view returns (bytes memory) {
        State memory state = State(time, 0, 1, new Asset[](0), new uint256[](0));
        return abi.encodeCall(set.check, (state, new uint256[](0), state));
    }
}

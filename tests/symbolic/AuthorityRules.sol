// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {World} from "tests/symbolic/World.sol";

/// @title AuthorityRules
/// @notice The list of powers does not change by anybody's hand alone, and what may change waits.
contract AuthorityRules is World {
    /// @notice I-20 The wiring is the hand-over's alone: every setter of it refuses everybody.
    /// @custom:bites open-wiring
    function check_the_wiring_is_refused(address caller, uint256 first, uint256 second) public {
        bytes[] memory calls = new bytes[](6);
        calls[0] = abi.encodeWithSelector(authority.setTargetAdminDelay.selector, first, second);
        calls[1] = abi.encodeWithSelector(authority.setTargetClosed.selector, first, second);
        calls[2] = abi.encodeWithSelector(authority.setRoleAdmin.selector, first, second);
        calls[3] = abi.encodeWithSelector(authority.setRoleGuardian.selector, first, second);
        calls[4] = abi.encodeWithSelector(authority.setGrantDelay.selector, first, second);
        calls[5] = abi.encodeWithSelector(authority.updateAuthority.selector, first, second);
        refusesEach(caller, address(authority), calls);
    }

    /// @notice I-20 Which function needs which role is fixed.
    function check_no_function_gets_another_role(address caller, bytes4 selector, uint64 role) public {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        bytes memory data = abi.encodeCall(authority.setTargetFunctionRole, (address(vault), selectors, role));
        assert(!call(caller, address(authority), data));
    }

    /// @notice I-20 Nobody renounces a role.
    function check_nobody_renounces(address caller, uint64 role, address account) public {
        assert(!call(caller, address(authority), abi.encodeCall(authority.renounceRole, (role, account))));
    }

    /// @notice I-20, I-21 Nobody, the governor included, grants or revokes a role at once.
    function check_nobody_grants_or_revokes_at_once(address caller, uint64 role, address account) public {
        assert(!call(caller, address(authority), abi.encodeCall(authority.grantRole, (role, account, 0))));
        assert(!call(caller, address(authority), abi.encodeCall(authority.revokeRole, (role, account))));
    }

    /// @notice I-20 The guardian dismisses a keeper, and nobody else.
    function check_the_guardian_alone_dismisses(address caller) public {
        bytes memory data = abi.encodeCall(authority.dismiss, (keeper));
        assert(call(caller, address(authority), data) == (caller == guardian));
    }

    /// @notice I-20 Nobody takes the governor's seat that is not named, and nobody names at once.
    function check_nobody_takes_the_seat(address caller, address other) public {
        vm.assume(caller != address(0));
        assert(!call(caller, address(authority), abi.encodeCall(authority.accept, ())));
        assert(!call(caller, address(authority), abi.encodeCall(authority.nameSuccessor, (other))));
    }

    /// @notice I-20 The hand-over happens once.
    /// @custom:bites GV-08.deployer-stays
    function check_nobody_hands_over_again(address caller) public {
        bytes memory data = abi.encodeCall(authority.handOver, (vault, receiver, receiver, receiver, DELAY));
        assert(!call(caller, address(authority), data));
    }

    /// @notice I-21 No hand-over gives a governor a delay below 48 hours.
    /// @custom:bites GV-09.short-delay
    function check_no_governor_has_a_shorter_delay(uint32 delay) public {
        address fresh = deploy("Authority", abi.encode(address(this)));
        bytes memory data = abi.encodeCall(authority.handOver, (vault, governor, guardian, keeper, delay));
        assert(call(address(this), fresh, data) == (delay >= 48 hours));
    }

    /// @notice I-20 Nobody but the governor schedules.
    function check_the_governor_alone_schedules(address caller, uint256 cap) public {
        bytes memory data = abi.encodeCall(authority.schedule, (address(vault), capping(cap), 0));
        assert(call(caller, address(authority), data) == (caller == governor));
    }

    /// @notice I-21 What is scheduled runs no earlier than after the delay, whatever moment was asked for.
    function check_a_change_waits_for_the_delay(uint48 when, uint32 elapsed) public {
        bytes memory data = abi.encodeCall(authority.schedule, (address(vault), capping(0), when));
        vm.assume(call(governor, address(authority), data));
        vm.warp(START + elapsed);
        bool done = call(governor, address(vault), capping(0));
        assert(!done || (elapsed >= DELAY && START + elapsed >= when));
    }

    /// @notice I-21 What the guardian has cancelled never runs.
    /// @custom:bites GV-09.no-veto
    function check_what_is_cancelled_never_runs(uint32 elapsed) public {
        call(governor, address(authority), abi.encodeCall(authority.schedule, (address(vault), capping(0), 0)));
        bytes memory cancel = abi.encodeCall(authority.cancel, (governor, address(vault), capping(0)));
        assert(call(guardian, address(authority), cancel));
        vm.warp(START + elapsed);
        assert(!call(governor, address(vault), capping(0)));
    }

    function capping(uint256 cap) internal view returns (bytes memory) {
        return abi.encodeCall(vault.setSupplyCap, (cap));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Order} from "interfaces/Types.sol";
import {World} from "tests/symbolic/World.sol";

/// @title PauseRules
/// @notice A pause stops entry and trading, no exit, and ends by itself.
contract PauseRules is World {
    uint256 internal constant LONGEST = 7 days; // {s}
    uint256 internal constant REST = 7 days; // {s} between two pauses.

    /// @notice I-22 Nobody enters during a pause.
    function check_a_pause_stops_entry(address caller, uint256 elapsed, uint256 amount) public {
        pauseFor(elapsed);
        vm.assume(elapsed < LONGEST);
        assert(!call(caller, address(vault), minting(amount)));
        bytes memory data = abi.encodeCall(vault.deposit, (address(tokens[0]), amount, 0, caller, block.timestamp));
        assert(!call(caller, address(vault), data));
    }

    /// @notice I-22 Nobody trades during a pause, the keeper included.
    /// @custom:bites EX-02.pause-ignored
    function check_a_pause_stops_trading(address caller, uint256 elapsed) public {
        pauseFor(elapsed);
        vm.assume(elapsed < LONGEST);
        assert(!call(caller, address(vault), abi.encodeCall(vault.rebalance, ())));
        assert(!call(caller, address(vault), abi.encodeCall(vault.performUpkeep, (""))));
        bytes memory data = abi.encodeCall(vault.execute, (new Order[](0), block.timestamp));
        assert(!call(keeper, address(vault), data));
    }

    /// @notice I-22 A pause has lapsed after seven days, without anybody's help.
    /// @custom:bites EX-02.pause-a-second-longer
    function check_a_pause_lapses(uint256 elapsed) public {
        pauseFor(elapsed);
        vm.assume(elapsed >= LONGEST);
        assert(call(receiver, address(vault), abi.encodeCall(vault.rebalance, ())));
    }

    /// @notice I-22 After a pause comes a rest as long, in which nobody pauses.
    /// @custom:bites pause-without-rest
    function check_a_rest_follows_a_pause(uint256 elapsed) public {
        pauseFor(elapsed);
        bool done = call(guardian, address(vault), abi.encodeCall(vault.pause, ()));
        assert(done == (elapsed >= LONGEST + REST));
    }

    /// @notice I-22 A guardian never ends a pause, and its next one lasts no longer.
    /// @custom:bites GV-06.guardian-governs
    function check_a_guardian_only_pauses(uint256 elapsed) public {
        pauseFor(elapsed);
        assert(!call(guardian, address(vault), abi.encodeCall(vault.unpause, ())));
        call(guardian, address(vault), abi.encodeCall(vault.pause, ()));
        assert(vault.pausedUntil() >= START + LONGEST);
        assert(vault.pausedUntil() <= START + elapsed + LONGEST);
    }

    /// @notice I-22, I-17 A redemption pays the same, paused or not.
    /// @custom:bites EX-01.pause-stops-redeem
    function check_a_pause_changes_no_redemption(bool paused, uint256 elapsed, uint8 shares) public {
        if (paused) pauseFor(elapsed);
        vm.assume(shares > 0);
        assert(call(holder, address(vault), redeeming(shares, new address[](0))));
        assert(tokens[1].balanceOf(receiver) == uint256(shares) * PER_SHARE);
    }

    /// @notice I-22 A claim pays the same, paused or not.
    /// @custom:bites EX-01.pause-stops-claims
    function check_a_pause_changes_no_claim(bool paused, uint256 elapsed) public {
        leaveBehind();
        if (paused) pauseFor(elapsed);
        assert(call(holder, address(vault), abi.encodeCall(vault.claim, (address(tokens[1]), receiver))));
        assert(tokens[1].balanceOf(receiver) == 2 ** 20 * PER_SHARE);
    }

    /// @dev Pauses, and lets time pass.
    function pauseFor(uint256 elapsed) internal {
        vm.assume(elapsed < 2 ** 40);
        assert(call(guardian, address(vault), abi.encodeCall(vault.pause, ())));
        vm.warp(START + elapsed);
    }

    function minting(uint256 shares) internal view returns (bytes memory) {
        return abi.encodeCall(vault.mint, (shares, new uint256[](N), receiver, block.timestamp));
    }
}

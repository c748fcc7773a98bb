// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IDepositorList} from "interfaces/IDepositorList.sol";
import {DepositorList} from "contracts/vault/DepositorList.sol";
import {BrokenPart} from "tests/symbolic/Parts.sol";
import {World} from "tests/symbolic/World.sol";

/// @title EntryRules
/// @notice A list of depositors decides who comes in, never who goes out.
/// @dev The receiver alone is listed; the holder, who got its shares as the vault was seeded, is not.
contract EntryRules is World {
    /// @notice I-20 Nobody gets new shares that is not listed, whoever pays.
    /// @custom:bites open-entry
    function check_the_listed_alone_enter(address to, uint256 shares) public {
        vm.assume(to != receiver);
        tokens[1].mint(holder, 2 ** 20);
        assert(call(holder, address(tokens[1]), abi.encodeCall(tokens[1].approve, (address(vault), 2 ** 20))));
        assert(!call(holder, address(vault), depositing(2 ** 20, to)));
        bytes memory data = abi.encodeCall(vault.mint, (shares, new uint256[](N), to, block.timestamp));
        assert(!call(holder, address(vault), data));
        assert(call(holder, address(vault), depositing(2 ** 20, receiver)));
    }

    /// @notice I-17 Who is not listed leaves, draws its claims and sends its shares, also where the list is broken.
    /// @custom:bites list-stops-exit
    function check_a_list_keeps_nobody(bool broken, uint8 shares) public {
        vm.assume(shares > 0);
        if (broken) vm.etch(address(vault.depositors()), address(new BrokenPart()).code);
        assert(call(holder, address(vault), redeeming(shares, second())));
        assert(tokens[0].balanceOf(receiver) == uint256(shares) * PER_SHARE);
        assert(call(holder, address(vault), abi.encodeCall(vault.claim, (address(tokens[1]), receiver))));
        assert(tokens[1].balanceOf(receiver) == uint256(shares) * PER_SHARE);
        assert(call(holder, address(vault), abi.encodeCall(vault.transfer, (receiver, shares))));
    }

    function newDepositors() internal override returns (IDepositorList) {
        DepositorList listed = new DepositorList(address(this));
        address[] memory accounts = new address[](1);
        accounts[0] = receiver;
        listed.list(accounts, true);
        return listed;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockFreezingToken} from "contracts/mocks/MockFreezingToken.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {BrokenPart} from "tests/symbolic/Parts.sol";
import {World} from "tests/symbolic/World.sol";

/// @title ExitRules
/// @notice A holder leaves in kind whatever else is broken, and what it left behind is its own.
contract ExitRules is World {
    /// @notice I-17 A redemption needs no observer, strategy, planner, constraint, venue or authority.
    /// @custom:bites EX-01.redeem-asks-prices
    function check_an_exit_needs_the_tokens_alone(uint8 shares) public {
        vm.assume(shares > 0);
        breakAllParts();
        assert(call(holder, address(vault), redeeming(shares, new address[](0))));
        for (uint256 i; i < N; ++i) {
            assert(tokens[i].balanceOf(receiver) == uint256(shares) * PER_SHARE);
        }
    }

    /// @notice I-17, I-01 With a token frozen the others are paid, and the frozen one is owed and reserved.
    /// @custom:bites TK-04.skip-pays-twice
    function check_a_frozen_token_keeps_nobody(uint8 shares) public {
        vm.assume(shares > 0);
        freeze(1, true);
        assert(call(holder, address(vault), redeeming(shares, second())));
        assert(tokens[0].balanceOf(receiver) == uint256(shares) * PER_SHARE);
        assert(tokens[2].balanceOf(receiver) == uint256(shares) * PER_SHARE);
        assert(vault.claimOf(holder, address(tokens[1])) == uint256(shares) * PER_SHARE);
        assert(vault.reserved(address(tokens[1])) == uint256(shares) * PER_SHARE);
        assert(tokens[1].balanceOf(address(vault)) == BOOKS);
    }

    /// @notice I-17 Nobody but its owner draws a claim, also not while every part is broken.
    /// @custom:bites anybody-claims
    function check_a_claim_is_its_owners_alone(address caller) public {
        leaveBehind();
        breakAllParts();
        bytes memory data = abi.encodeCall(vault.claim, (address(tokens[1]), holder));
        assert(call(caller, address(vault), data) == (caller == holder));
    }

    /// @notice I-01 A claim is paid once, also where enough of another's lies there for twice.
    /// @custom:bites TK-04.claim-not-cleared
    function check_a_claim_is_paid_once() public {
        leaveBehind();
        assert(call(holder, address(vault), abi.encodeCall(vault.transfer, (keeper, 2 ** 20))));
        assert(call(keeper, address(vault), redeeming(2 ** 20, second())));
        bytes memory data = abi.encodeCall(vault.claim, (address(tokens[1]), receiver));
        assert(call(holder, address(vault), data));
        assert(!call(holder, address(vault), data));
    }

    /// @notice I-01, I-02 Whatever is given to the vault, `sync` takes no claim into the books.
    /// @custom:bites TK-04.sync-takes-claims
    function check_sync_takes_no_claim(address caller, uint256 gift) public {
        vm.assume(gift < 2 ** 100);
        leaveBehind();
        tokens[1].mint(address(vault), gift);
        assert(call(caller, address(vault), abi.encodeCall(vault.sync, (address(tokens[1])))));
        uint256 books = vault.holdings().balances[1];
        assert(books + vault.reserved(address(tokens[1])) == tokens[1].balanceOf(address(vault)));
    }

    /// @notice I-20 Nobody redeems or sends another's shares without its leave.
    function check_shares_are_their_holders_alone(address caller, uint8 shares) public {
        vm.assume(caller != holder && caller != NOBODY && caller != address(0));
        uint256 owned = vault.balanceOf(holder);
        vm.assume(shares > 0);
        assert(!call(caller, address(vault), abi.encodeCall(vault.transferFrom, (holder, caller, shares))));
        assert(!call(caller, address(vault), redeeming(shares, new address[](0))));
        assert(vault.balanceOf(holder) == owned);
    }

    function newToken() internal override returns (MockToken) {
        return new MockFreezingToken("Token", "TKN", 18);
    }

    function freeze(uint256 i, bool frozen) internal {
        MockFreezingToken(address(tokens[i])).setFrozen(address(vault), frozen);
    }

    function breakAllParts() internal {
        bytes memory broken = address(new BrokenPart()).code;
        vm.etch(address(vault.observer()), broken);
        vm.etch(address(vault.strategy()), broken);
        vm.etch(address(vault.planner()), broken);
        vm.etch(address(vault.constraint()), broken);
        vm.etch(address(venue), broken);
        vm.etch(address(authority), broken);
    }
}

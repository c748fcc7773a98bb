// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockDoubleEntryToken} from "contracts/mocks/MockDoubleEntryToken.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {ObligingAuthority} from "tests/symbolic/Parts.sol";
import {World} from "tests/symbolic/World.sol";

/// @title SweepRules
/// @notice A sweep sends strays away and no asset, neither what is in the books nor what is owed.
/// @dev Everybody may sweep at once; part of the second token is the holder's claim.
contract SweepRules is World {
    /// @notice I-01 Whatever address is swept, the assets stay.
    /// @custom:bites open-sweep
    function check_a_sweep_moves_no_asset(address token, address to) public {
        sweeps(token, to);
        for (uint256 i; i < N; ++i) {
            uint256 books = vault.holdings().balances[i];
            assert(tokens[i].balanceOf(address(vault)) == books + vault.reserved(address(tokens[i])));
        }
    }

    /// @notice I-01 Neither by an asset's second address, also where a gift lies beside the books.
    /// @custom:bites open-sweep
    function check_a_second_address_sweeps_nothing(uint256 gift, address to) public {
        vm.assume(gift < 2 ** 100 && to != address(vault));
        tokens[1].mint(address(vault), gift);
        assert(!sweeps(address(MockDoubleEntryToken(address(tokens[1])).second()), to));
    }

    /// @notice I-02 A stray goes whole.
    function check_a_stray_goes_whole(uint256 gift) public {
        MockToken stray = newToken();
        stray.mint(address(vault), gift);
        assert(sweeps(address(stray), receiver));
        assert(stray.balanceOf(receiver) == gift);
    }

    function setUp() public override {
        super.setUp();
        leaveBehind();
        vm.etch(address(authority), address(new ObligingAuthority()).code);
    }

    function newToken() internal override returns (MockToken) {
        return new MockDoubleEntryToken("Token", "TKN", 18);
    }

    function sweeps(address token, address to) internal returns (bool) {
        return call(receiver, address(vault), abi.encodeCall(vault.sweep, (token, to)));
    }
}

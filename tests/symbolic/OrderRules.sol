// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MockHostileVenue} from "contracts/mocks/MockHostileVenue.sol";
import {Order} from "interfaces/Types.sol";
import {World} from "tests/symbolic/World.sol";

/// @title OrderRules
/// @notice An order moves what it sells and what it buys, whatever the venue does meanwhile.
/// @dev The keeper sells the first token for the second at a venue that keeps everything, and calls any function of
///      the third token, or of a token that is traded, with any arguments.
contract OrderRules is World {
    /// @notice I-19 The third asset stays, in the books and in fact, and so does the supply.
    /// @custom:bites standing-allowance
    function check_an_order_moves_no_third_asset(uint256 amount) public {
        venue.setCall(address(tokens[2]), svm.createCalldata("IERC20"));
        trade(address(venue), amount);
        assert(tokens[2].balanceOf(address(vault)) >= BOOKS); // Anybody may give.
        assert(vault.holdings().balances[2] == BOOKS);
        assert(vault.totalSupply() == SUPPLY);
    }

    /// @notice I-19 A venue that takes more than the order's amount undoes the whole.
    /// @custom:bites RB-11.sold-unchecked
    function check_an_order_sells_no_more_than_its_amount(uint256 amount) public {
        venue.setCall(address(tokens[0]), svm.createCalldata("IERC20"));
        bool done = trade(address(venue), amount);
        uint256 sold = BOOKS - tokens[0].balanceOf(address(vault));
        assert(sold <= amount && (done || sold == 0));
        assert(vault.holdings().balances[0] == BOOKS - sold);
    }

    /// @notice I-18 Nobody is left with an allowance over any of the vault's tokens.
    /// @custom:bites standing-allowance
    function check_an_order_leaves_no_allowance(uint256 amount, address spender) public {
        trade(address(venue), amount);
        for (uint256 i; i < N; ++i) {
            assert(tokens[i].allowance(address(vault), spender) == 0);
        }
    }

    /// @notice I-01 The vault never books more than it holds, whatever the venue gives.
    /// @custom:bites RB-11.booked-as-quoted
    function check_an_order_books_what_came(uint256 amount, uint256 gift) public {
        vm.assume(gift < 2 ** 100);
        tokens[1].mint(address(venue), gift);
        venue.setGift(IERC20(address(tokens[1])), gift);
        trade(address(venue), amount);
        for (uint256 i; i < N; ++i) {
            assert(vault.holdings().balances[i] == tokens[i].balanceOf(address(vault)));
        }
    }

    /// @notice I-20 Nothing is sold at a venue that is not allowed.
    /// @custom:bites RB-11.any-venue
    function check_a_venue_must_be_allowed(address other, uint256 amount) public {
        vm.assume(other != address(venue));
        assert(!trade(other, amount));
        assert(!trade(address(new MockHostileVenue()), amount));
    }

    /// @notice I-19 An order that brings less than its limit undoes the whole.
    function check_an_order_keeps_its_limit(uint256 amount, uint256 least, uint256 gift) public {
        vm.assume(gift < 2 ** 100 && gift < least);
        tokens[1].mint(address(venue), gift);
        venue.setGift(IERC20(address(tokens[1])), gift);
        assert(!trade(address(venue), amount, least));
        assert(tokens[0].balanceOf(address(vault)) == BOOKS);
    }

    function trade(address where, uint256 amount) internal returns (bool) {
        return trade(where, amount, 0);
    }

    function trade(address where, uint256 amount, uint256 least) internal returns (bool) {
        Order[] memory orders = new Order[](1);
        orders[0] = Order(where, address(tokens[0]), address(tokens[1]), amount, least);
        return call(keeper, address(vault), abi.encodeCall(vault.execute, (orders, block.timestamp)));
    }
}

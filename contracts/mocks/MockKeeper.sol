// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MockCaller} from "contracts/mocks/MockCaller.sol";

/// @title MockKeeper
/// @notice A caller that takes ether, in the way that it was last told.
contract MockKeeper is MockCaller {
    enum Habit {
        Take,
        Call, // Somebody, in the middle of being paid.
        Burn, // All the gas it is given.
        Bomb // Reverts with a hundred thousand bytes.
    }

    Habit internal _habit;
    address internal _account;
    bytes internal _data;
    bytes public heard; // What the one that it called said.

    receive() external payable {
        if (_habit == Habit.Call) (, heard) = _account.call(_data);
        if (_habit == Habit.Burn) while (true) {}
        if (_habit == Habit.Bomb) {
            assembly ("memory-safe") {
                revert(0, 100000)
            }
        }
    }

    function become(Habit habit, address account, bytes calldata data) external {
        (_habit, _account, _data) = (habit, account, data);
    }
}

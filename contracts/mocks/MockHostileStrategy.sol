// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";

/// @title MockHostileStrategy
/// @notice A strategy with bad habits: it wants what it is told, or fails in a way of its own.
contract MockHostileStrategy is IStrategy {
    error Unwell(uint256 since, uint256 now_);

    enum Habit {
        Answer,
        Refuse,
        Burn, // all the gas that it gets
        Bomb, // says a million bytes
        BombRefusal,
        Mute, // says nothing
        Mumble, // one byte less than its answer
        Reenter, // asks back whoever it is told to
        Gas, // wants the gas that it got of the first, and the rest of the second asset
        Heavy // answers after much work
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant WORK = 400_000; // {gas}

    Habit internal _habit;
    uint256[] internal _words; // D18{1}, or whatever else
    IStrategy internal _other;

    function want(uint256[] calldata words) external {
        _words = words;
    }

    function fall(Habit habit) external {
        _habit = habit;
    }

    function know(IStrategy other) external {
        _other = other;
    }

    function target(State calldata state) external view returns (uint256[] memory) {
        (uint256 gas, Habit habit) = (gasleft(), _habit);
        require(habit != Habit.Refuse, Unwell(3, 4));
        if (habit == Habit.Reenter) return _other.target(state);
        if (habit == Habit.Gas) return _pair(gas);
        if (habit == Habit.Heavy) while (gas - gasleft() < WORK) {}
        if (habit == Habit.Burn) assembly { invalid() }
        if (habit == Habit.Bomb) assembly { return(0x400, 1000000) }
        if (habit == Habit.BombRefusal) assembly { revert(0x400, 1000000) }
        if (habit == Habit.Mute) assembly { return(0, 0) }
        if (habit == Habit.Mumble) _mumble(abi.encode(_words));
        return _words;
    }

    function _pair(uint256 gas) internal pure returns (uint256[] memory weights) {
        weights = new uint256[](2);
        (weights[0], weights[1]) = (gas, ONE - gas);
    }

    function _mumble(bytes memory answer) internal pure {
        assembly { return(add(answer, 0x20), sub(mload(answer), 1)) }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";

/// @title MockSource
/// @notice An oracle of any pair with bad habits: it answers by the rate that it is given, or fails in a way of its own.
contract MockSource is IPriceOracle {
    using FixedPointMathLib for uint256;

    error Unwell(uint256 since, uint256 now_);

    enum Habit {
        Answer,
        Refuse,
        Burn, // all the gas that it gets
        Bomb, // says more than its caller could pay for
        BombRefusal,
        Mumble, // one byte less than an answer
        Gas, // tells the gas that it got
        Heavy // answers, after much work
    }

    uint256 internal constant SCALE = 1e36;
    uint256 internal constant WORK = 1_500_000; // {gas}

    uint256 internal _bid; // {unit} of the quote for SCALE of the base
    uint256 internal _mid;
    uint256 internal _ask;
    Habit internal _habit;
    bool internal _hidesSides; // fails where both sides are asked for

    function set(uint256 bid, uint256 mid, uint256 ask) external {
        (_bid, _mid, _ask) = (bid, mid, ask);
    }

    function fall(Habit habit) external {
        _habit = habit;
    }

    function hideSides(bool hides) external {
        _hidesSides = hides;
    }

    function getQuote(uint256 amount, address, address) external view returns (uint256) {
        uint256 gas = gasleft();
        if (_habit == Habit.Gas) return gas * 1e16;
        if (_habit == Habit.Heavy) while (gas - gasleft() < WORK) {}
        _misbehave(31);
        return amount.fullMulDiv(_mid, SCALE);
    }

    function getQuotes(uint256 amount, address, address) external view returns (uint256, uint256) {
        require(!_hidesSides, Unwell(1, 2));
        _misbehave(63);
        return (amount.fullMulDiv(_bid, SCALE), amount.fullMulDivUp(_ask, SCALE));
    }

    function _misbehave(uint256 length) internal view {
        Habit habit = _habit;
        require(habit != Habit.Refuse, Unwell(3, 4));
        if (habit == Habit.Burn) assembly { invalid() }
        if (habit == Habit.Bomb) assembly { return(0x400, 200000) }
        if (habit == Habit.BombRefusal) assembly { revert(0x400, 200000) }
        if (habit == Habit.Mumble) assembly { return(0, length) }
    }
}

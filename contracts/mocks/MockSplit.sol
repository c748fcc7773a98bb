// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Curve} from "interfaces/Types.sol";
import {Parallel} from "contracts/math/Parallel.sol";
import {Series} from "contracts/math/Series.sol";
import {WaterFilling} from "contracts/math/WaterFilling.sol";

/// @title MockSplit
/// @notice Opens the arithmetic of several markets to tests, one case or many at once, and tells what a split costs.
contract MockSplit {
    struct Case {
        Curve[] curves;
        uint256 amount; // {unit} of what is sold
        uint256 cost; // {unit} of what is bought
    }

    struct Answer {
        uint256[] parts; // {unit}
        uint256 gas; // {gas} of the split alone, its arguments in memory
    }

    function fill(Case memory it) public view returns (Answer memory answer) {
        uint256 start = gasleft();
        answer.parts = WaterFilling.fill(it.curves, it.amount, it.cost);
        answer.gas = start - gasleft();
    }

    /// @dev Each in a call of its own, as memory is dearer the more of it was used before.
    function fillAll(Case[] calldata cases) external view returns (Answer[] memory answers) {
        answers = new Answer[](cases.length);
        for (uint256 i; i < cases.length; ++i) {
            answers[i] = this.fill(cases[i]);
        }
    }

    function isSound(Curve memory curve) external pure returns (bool) {
        return WaterFilling.isSound(curve);
    }

    function parallel(Curve[] memory curves) external pure returns (Curve memory) {
        return Parallel.join(curves);
    }

    function series(Curve memory first, Curve memory second) external pure returns (Curve memory) {
        return Series.join(first, second);
    }
}

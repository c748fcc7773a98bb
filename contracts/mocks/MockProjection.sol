// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GroupProjection} from "contracts/math/GroupProjection.sol";
import {Projection} from "contracts/math/Projection.sol";

/// @title MockProjection
/// @notice Opens the projections to tests, one case or many at once, and tells what each costs.
contract MockProjection {
    struct Answer {
        uint256[] weights;
        uint256 gas; // {gas} of the projection alone, its arguments in memory
    }

    function project(int256[] memory wanted, uint256[] memory low, uint256[] memory high)
        public
        view
        returns (Answer memory answer)
    {
        uint256 start = gasleft();
        answer.weights = Projection.project(wanted, low, high);
        answer.gas = start - gasleft();
    }

    /// @dev Each in a call of its own, as memory is dearer the more of it was used before.
    function projectAll(Projection.Box[] calldata boxes) external view returns (Answer[] memory answers) {
        answers = new Answer[](boxes.length);
        for (uint256 i; i < boxes.length; ++i) {
            answers[i] = this.project(boxes[i].wanted, boxes[i].low, boxes[i].high);
        }
    }

    function projectGroups(Projection.Box memory box, GroupProjection.Groups memory groups)
        public
        view
        returns (Answer memory answer)
    {
        uint256 start = gasleft();
        answer.weights = GroupProjection.project(box, groups);
        answer.gas = start - gasleft();
    }

    function projectAllGroups(Projection.Box[] calldata boxes, GroupProjection.Groups[] calldata groups)
        external
        view
        returns (Answer[] memory answers)
    {
        answers = new Answer[](boxes.length);
        for (uint256 i; i < boxes.length; ++i) {
            answers[i] = this.projectGroups(boxes[i], groups[i]);
        }
    }
}

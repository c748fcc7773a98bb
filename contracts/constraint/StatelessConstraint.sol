// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title StatelessConstraint
/// @notice A constraint that remembers nothing: to check is to judge.
abstract contract StatelessConstraint is TimelessConstraint {
    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external view {
        judge(msg.sender, start, target, end);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        virtual;
}

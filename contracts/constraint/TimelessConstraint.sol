// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";

/// @title TimelessConstraint
/// @notice A constraint that waits for no time: whether it refuses depends on what is observed.
abstract contract TimelessConstraint is IConstraint {
    /// @inheritdoc IConstraint
    function requireReady(address) external pure {}
}

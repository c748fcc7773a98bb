// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GainConstraint} from "contracts/constraint/GainConstraint.sol";

/// @title MockGain
/// @notice A GainConstraint in blocks of a base fee that it is told.
contract MockGain is GainConstraint {
    uint256 internal immutable _fee; // {wei/gas}

    constructor(Terms memory terms, uint256 fee) GainConstraint(terms) {
        _fee = fee;
    }

    function etherFor(uint256 gas_) public view override returns (uint256) {
        return gas_ * _fee;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {BaseFeeConstraint} from "contracts/constraint/BaseFeeConstraint.sol";

/// @title MockBaseFee
/// @notice A BaseFeeConstraint in blocks of the base fee that it is told.
contract MockBaseFee is BaseFeeConstraint {
    uint256 internal _fee; // {wei/gas}

    constructor(uint256 maxBaseFee_, uint256 hardDrift_) BaseFeeConstraint(maxBaseFee_, hardDrift_) {}

    function setFee(uint256 fee) external {
        _fee = fee;
    }

    function etherFor(uint256 gas) public view override returns (uint256) {
        return gas * _fee;
    }
}

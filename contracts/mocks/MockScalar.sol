// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IRiskScalar} from "interfaces/IRiskScalar.sol";
import {State} from "interfaces/Types.sol";

/// @title MockScalar
/// @notice Says what it was made to say, be it a part or not.
contract MockScalar is IRiskScalar {
    uint256 internal immutable _part; // D18{1}

    constructor(uint256 part_) {
        _part = part_;
    }

    function exposure(State calldata) external view returns (uint256) {
        return _part;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IRiskScalar
/// @notice Says how much of what is at risk may be held. A pure function of the state: it remembers nothing.
interface IRiskScalar {
    /// @return D18{1} of the risky weights, at most 1e18.
    function exposure(State calldata state) external view returns (uint256);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IStrategy
/// @notice Says what should be true. A pure function of the state: it remembers nothing.
interface IStrategy {
    /// @return weights D18{1}, one for each asset of the state, their sum exactly 1e18.
    function target(State calldata state) external view returns (uint256[] memory weights);
}

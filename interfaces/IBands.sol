// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IBands
/// @notice Says how near to its target an asset has come when a rebalance may stop.
interface IBands {
    /// @return edges D18{1}, how far each asset may still be from its target then, rounded down.
    function edgesOf(State calldata state, uint256[] calldata target)
        external
        view
        returns (uint256[] memory edges);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State, Order} from "interfaces/Types.sol";

/// @title IPlanner
/// @notice Says which trades lead from the state towards the target.
interface IPlanner {
    /// @param state What is true.
    /// @param target D18{1}, what should be true.
    /// @param hint Better routes from a keeper; a planner may ignore it and must not trust it.
    /// @return orders In the order of their execution. Their limits come from the state's prices.
    function plan(State calldata state, uint256[] calldata target, bytes calldata hint)
        external
        view
        returns (Order[] memory orders);
}

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

    /// @notice The most that bringing a sum from one asset into any other may cost at the state's prices, by any plan.
    /// @return D18{1} of the sum. Who enters with one asset pays it, so that nobody else does (cases RB-04).
    function maxCost() external view returns (uint256);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPlanner} from "interfaces/IPlanner.sol";
import {State, Order} from "interfaces/Types.sol";

/// @title MockRepeatingPlanner
/// @notice Plans one order as often as it was told.
contract MockRepeatingPlanner is IPlanner {
    Order internal _order;
    uint256 internal _times;

    function set(Order calldata order, uint256 times) external {
        (_order, _times) = (order, times);
    }

    function plan(State calldata, uint256[] calldata, bytes calldata)
        external
        view
        returns (Order[] memory orders)
    {
        orders = new Order[](_times);
        for (uint256 i; i < _times; ++i) {
            orders[i] = _order;
        }
    }

    function maxCost() external pure returns (uint256) {
        return 0;
    }
}

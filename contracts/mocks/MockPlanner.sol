// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPlanner} from "interfaces/IPlanner.sol";
import {State, Order} from "interfaces/Types.sol";

/// @title MockPlanner
/// @notice Plans the one order that it was last told, be it possible or not.
contract MockPlanner is IPlanner {
    Order internal _order;

    function set(Order calldata order) external {
        _order = order;
    }

    function plan(State calldata, uint256[] calldata, bytes calldata)
        external
        view
        returns (Order[] memory orders)
    {
        orders = new Order[](1);
        orders[0] = _order;
    }

    function maxCost() external pure returns (uint256) {
        return 0;
    }
}

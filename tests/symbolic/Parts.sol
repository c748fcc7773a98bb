// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPlanner} from "interfaces/IPlanner.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {Asset, Holdings, Order, State} from "interfaces/Types.sol";

/// @notice Sees every token at one dollar a unit, so that no price is multiplied.
contract UnitObserver is IStateObserver {
    function observe(Holdings calldata held) external view returns (State memory state) {
        uint256 n = held.assets.length;
        state = State(block.timestamp, held.supply, 0, new Asset[](n));
        for (uint256 i; i < n; ++i) {
            uint256 balance = held.balances[i];
            state.assets[i] = Asset(held.assets[i], 1, balance, 1, balance);
            state.value += balance;
        }
    }
}

/// @notice Wants everything in the first asset.
contract FirstAssetStrategy is IStrategy {
    function target(State calldata state) external pure returns (uint256[] memory weights) {
        weights = new uint256[](state.assets.length);
        weights[0] = 1e18;
    }
}

/// @notice Plans nothing.
contract IdlePlanner is IPlanner {
    function plan(State calldata, uint256[] calldata, bytes calldata) external pure returns (Order[] memory) {
        return new Order[](0);
    }
}

/// @notice Every part at once, broken: whatever it is asked, it fails.
contract BrokenPart {
    error Broken();

    fallback() external {
        revert Broken();
    }
}

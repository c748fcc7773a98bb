// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {Holdings, State} from "interfaces/Types.sol";

/// @title MockBooks
/// @notice A vault of no assets that is worth whatever it was last told, its own observer, and follows whom it is told to.
contract MockBooks {
    uint256 public value; // D18{USD}
    uint256 public supply; // {share}
    IStrategy public strategy;

    function set(uint256 value_, uint256 supply_) external {
        (value, supply) = (value_, supply_);
    }

    function follow(IStrategy strategy_) external {
        strategy = strategy_;
    }

    function holdings() external view returns (Holdings memory held) {
        held.supply = supply;
    }

    function observer() external view returns (MockBooks) {
        return this;
    }

    function observe(Holdings calldata held) external view returns (State memory state) {
        (state.time, state.supply, state.value) = (block.timestamp, held.supply, value);
    }
}

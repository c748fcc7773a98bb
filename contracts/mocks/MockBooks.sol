// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Holdings, State} from "interfaces/Types.sol";

/// @title MockBooks
/// @notice A vault of no assets that is worth whatever it was last told, and its own observer.
contract MockBooks {
    uint256 public value; // D18{USD}
    uint256 public supply; // {share}

    function set(uint256 value_, uint256 supply_) external {
        (value, supply) = (value_, supply_);
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

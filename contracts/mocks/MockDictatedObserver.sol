// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStateObserver} from "interfaces/IStateObserver.sol";
import {Holdings, State} from "interfaces/Types.sol";

/// @title MockDictatedObserver
/// @notice Says what it was told, whoever asks.
contract MockDictatedObserver is IStateObserver {
    bytes internal _state;

    function dictate(State calldata state) external {
        _state = abi.encode(state);
    }

    function observe(Holdings calldata) external view returns (State memory) {
        return abi.decode(_state, (State));
    }

    function appraise(Holdings calldata, address, uint256) external pure returns (uint256, uint256) {
        return (0, 0);
    }
}

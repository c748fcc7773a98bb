// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Holdings, State} from "interfaces/Types.sol";

/// @title MockBoard
/// @notice Plays a vault, its observer, its authority and a contract that signs: what is seen, who guards, what is signed.
contract MockBoard {
    State internal _seen;
    address public strategy; // A part, so that parts can change.
    address public guardian;
    uint32 public delay; // {s}, of the guardian
    bytes32 public signed;

    function show(State calldata state) external {
        delete _seen;
        (_seen.time, _seen.supply, _seen.value) = (state.time, state.supply, state.value);
        _seen.signals = state.signals;
        for (uint256 i; i < state.assets.length; ++i) {
            _seen.assets.push(state.assets[i]);
        }
    }

    function change(address strategy_, address guardian_, uint32 delay_, bytes32 signed_) external {
        (strategy, guardian, delay, signed) = (strategy_, guardian_, delay_, signed_);
    }

    function holdings() external pure returns (Holdings memory held) {}

    function observe(Holdings calldata) external view returns (State memory) {
        return _seen;
    }

    function assets() external view returns (address[] memory tokens) {
        tokens = new address[](_seen.assets.length);
        for (uint256 i; i < tokens.length; ++i) {
            tokens[i] = _seen.assets[i].token;
        }
    }

    function observer() external view returns (address) {
        return address(this);
    }

    function planner() external view returns (address) {
        return address(this);
    }

    function constraint() external view returns (address) {
        return address(this);
    }

    function hasRole(uint64 role, address account) external view returns (bool, uint32) {
        return (role == 2 && account == guardian, delay);
    }

    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        return hash == signed ? this.isValidSignature.selector : bytes4(0);
    }
}

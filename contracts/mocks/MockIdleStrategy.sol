// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";

/// @title MockIdleStrategy
/// @notice Computes nothing, for the benchmark to subtract: what is left of a strategy that asks another one, of one that
///         keeps a list as code, or of one that keeps nothing.
contract MockIdleStrategy is IStrategy {
    using Address for address;

    IStrategy internal immutable _inner;
    address internal immutable _list;

    /// @param inner Address 0: nobody is asked. @param list Any words; empty: nothing is kept.
    constructor(IStrategy inner, uint256[] memory list) {
        (_inner, _list) = (inner, list.length > 0 ? SSTORE2.write(abi.encode(list)) : address(0));
    }

    /// @return What the other one says, or the list, or as many zeros as there are assets.
    function target(State calldata state) external view returns (uint256[] memory) {
        if (address(_inner) != address(0)) {
            return abi.decode(address(_inner).functionStaticCall(msg.data), (uint256[]));
        }
        return
            _list == address(0) ? new uint256[](state.assets.length) : abi.decode(SSTORE2.read(_list), (uint256[]));
    }
}

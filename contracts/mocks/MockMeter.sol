// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title MockMeter
/// @notice Tells what a call costs to the unit, for the benchmark: without the transaction around it and its calldata.
contract MockMeter {
    /// @notice Asks an account, which is cold, and leaves its answer where it is. Reverts as the account does.
    /// @return used {gas} from before the call until after it, 2,600 for the cold account among it.
    function measure(address account, bytes calldata question) external view returns (uint256 used) {
        bytes memory asked = question;
        assembly ("memory-safe") {
            used := gas()
            let given := staticcall(gas(), account, add(asked, 0x20), mload(asked), 0, 0)
            used := sub(used, gas())
            if iszero(given) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }
}

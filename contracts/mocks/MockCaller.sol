// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title MockCaller
/// @notice Creates and calls what it is told to, and hands back what a revert said.
contract MockCaller {
    /// @return account Where the contract is, or 0. @return reason What its constructor reverted with.
    function create(bytes memory code) external returns (address account, bytes memory reason) {
        assembly ("memory-safe") {
            account := create(0, add(code, 0x20), mload(code))
        }
        if (account == address(0)) reason = _returned();
    }

    function attempt(address account, bytes calldata data) external returns (bool success, bytes memory result) {
        return account.call(data);
    }

    function _returned() internal pure returns (bytes memory data) {
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(data, returndatasize())
            returndatacopy(add(data, 0x20), 0, returndatasize())
            mstore(0x40, add(add(data, 0x20), and(add(returndatasize(), 0x1f), not(0x1f))))
        }
    }
}

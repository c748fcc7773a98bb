// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title MockCaller
/// @notice Creates and calls what it is told to, and hands back what a revert said.
contract MockCaller {
    /// @return {s}, the block's.
    function time() external view returns (uint256) {
        return block.timestamp;
    }

    /// @return outcome (bool success, bytes reason, address account), encoded.
    function create(bytes memory code) external returns (bytes memory outcome) {
        address account;
        assembly ("memory-safe") {
            account := create(0, add(code, 0x20), mload(code))
        }
        return abi.encode(account != address(0), account == address(0) ? _returned() : bytes(""), account);
    }

    /// @return outcome (bool success, bytes result), encoded.
    function attempt(address account, bytes calldata data) external returns (bytes memory outcome) {
        (bool success, bytes memory result) = account.call(data);
        return abi.encode(success, result);
    }

    /// @notice The same with so much gas and no more.
    function attemptWith(uint256 gas, address account, bytes calldata data)
        external
        returns (bytes memory outcome)
    {
        (bool success, bytes memory result) = account.call{gas: gas}(data);
        return abi.encode(success, result);
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

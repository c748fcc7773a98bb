// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What halmos answers in the node's place: a part of Foundry's cheat codes.
interface Vm {
    function assume(bool condition) external pure;
    function envOr(string calldata name, string calldata otherwise) external view returns (string memory);
    function etch(address account, bytes calldata code) external;
    function getCode(string calldata path) external view returns (bytes memory);
    function prank(address caller) external;
    function warp(uint256 time) external;
}

/// @notice What halmos makes symbolic.
interface Svm {
    /// @return Any call of any function of the contract or interface that changes state.
    function createCalldata(string calldata name) external pure returns (bytes memory);
    function snapshotStorage(address account) external returns (uint256);
}

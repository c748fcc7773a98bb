// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IPermit2
/// @notice What is asked of Uniswap's Permit2: to move what its owner has signed for, once.
interface IPermit2 {
    struct TokenPermissions {
        address token;
        uint256 amount; // {unit}, at most
    }

    struct PermitBatchTransferFrom {
        TokenPermissions[] permitted;
        uint256 nonce;
        uint256 deadline; // {s}
    }

    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount; // {unit}
    }

    function permitTransferFrom(
        PermitBatchTransferFrom calldata permit,
        SignatureTransferDetails[] calldata transferDetails,
        address owner,
        bytes calldata signature
    ) external;
}

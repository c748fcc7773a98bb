// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Proposals
/// @notice Weights that somebody signs, as EIP-712 has it (math 3.10).
library Proposals {
    struct WeightProposal {
        uint256 weights; // As NanoWeights lays them out.
        uint64 nonce; // One above that of the last one that was taken.
        uint40 validAfter; // {s}, the first second at which they hold
        uint40 deadline; // {s}, the last
        uint32 maxStepNano; // {1e-9}, of each weight, up or down
        bytes32 basis; // What they were found from.
    }

    bytes32 internal constant TYPEHASH = keccak256(
        "WeightProposal(uint256 weights,uint64 nonce,uint40 validAfter,uint40 deadline,uint32 maxStepNano,bytes32 basis)"
    );

    function hash(WeightProposal calldata proposal) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, proposal));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IProposals
/// @notice Weights that were found off the chain, and that a strategy may look at.
interface IProposals {
    /// @param strategy Who asks.
    /// @return weights As contracts/math/NanoWeights.sol lays them out; 0 where there are none.
    /// @return validUntil {s}, the last second at which they hold; 0 where there are none.
    function proposalFor(address strategy) external view returns (uint256 weights, uint256 validUntil);
}

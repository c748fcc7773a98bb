// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IProposals} from "interfaces/IProposals.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {NanoWeights} from "contracts/math/NanoWeights.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title ProposedWeightStrategy
/// @notice Wants what was proposed for as long as that holds, and says so when it does no longer: then FallbackStrategy
///         wants what a strategy wants that needs nobody (math 3.10, features C6).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract ProposedWeightStrategy is IStrategy {
    error ProposalExpired(uint256 validUntil, uint256 time);

    IProposals public immutable book;

    constructor(IProposals book_) {
        book = book_;
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `ProposalExpired`, with 0 where there is none, `NanoSurplus` or `WeightSum`.
    function target(State calldata state) external view returns (uint256[] memory weights) {
        (uint256 word, uint256 validUntil) = book.proposalFor(address(this));
        require(state.time <= validUntil, ProposalExpired(validUntil, state.time));
        weights = NanoWeights.unpack(word, state.assets.length);
        Weights.requireValid(weights, weights.length);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IProposals} from "interfaces/IProposals.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {Box} from "contracts/math/Box.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";
import {NanoWeights} from "contracts/math/NanoWeights.sol";
import {Proposals} from "contracts/math/Proposals.sol";

/// @title MockMinimumVariance
/// @notice Opens the mathematics of minimum variance to tests, and keeps a proposal that nobody has judged.
contract MockMinimumVariance is IProposals {
    uint256 public weights;
    uint256 public validUntil; // 0: they hold for ever.

    /* A BOOK */

    function write(uint256 weights_, uint256 validUntil_) external {
        (weights, validUntil) = (weights_, validUntil_);
    }

    /// @inheritdoc IProposals
    function proposalFor(address) external view returns (uint256, uint256) {
        return (weights, validUntil);
    }

    /* MATHEMATICS */

    function covariance(uint256[] calldata signals, uint256 n) external pure returns (int256[] memory) {
        return MinimumVariance.covariance(signals, n);
    }

    function descend(
        MinimumVariance.Problem calldata problem,
        int256[] calldata matrix,
        uint256[] memory start,
        uint256 tolerance,
        uint256 steps
    ) external pure returns (uint256[] memory, uint256 left, uint256 made) {
        (left, made) = MinimumVariance.descend(problem, matrix, start, tolerance, steps);
        return (start, left, made);
    }

    function gap(uint256[] calldata signals, MinimumVariance.Problem calldata problem, uint256[] calldata held)
        external
        pure
        returns (uint256)
    {
        return MinimumVariance.gap(signals, problem, held);
    }

    function requireFeasible(uint256[] calldata least, uint256[] calldata most) external pure {
        Box.requireFeasible(least, most);
    }

    function requireWithin(uint256[] calldata held, uint256[] calldata least, uint256[] calldata most)
        external
        pure
    {
        Box.requireWithin(held, least, most);
    }

    function middle(uint256[] calldata least, uint256[] calldata most) external pure returns (uint256[] memory) {
        return Box.middle(least, most);
    }

    function pack(uint256[] calldata list) external pure returns (uint256) {
        return NanoWeights.pack(list);
    }

    function unpack(uint256 word, uint256 n) external pure returns (uint256[] memory) {
        return NanoWeights.unpack(word, n);
    }

    function fits(uint256 word, uint256 least, uint256 most) external pure returns (bool) {
        return NanoWeights.fits(word, least, most);
    }

    function hashOf(Proposals.WeightProposal calldata proposal) external pure returns (bytes32) {
        return Proposals.hash(proposal);
    }

    function digestOf(bytes32 separator, bytes32 hash) external pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, hash);
    }

    /* GAS */

    /// @return {gas} that a strategy's answer takes, the cold call to it included. Reverts as it does.
    function gasOf(IStrategy strategy, bytes calldata question) external view returns (uint256) {
        uint256 start = gasleft();
        (bool given, bytes memory said) = address(strategy).staticcall(question);
        uint256 end = gasleft();
        if (!given) {
            assembly ("memory-safe") {
                revert(add(said, 32), mload(said))
            }
        }
        return start - end;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IProposals} from "interfaces/IProposals.sol";
import {IVault} from "interfaces/IVault.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {MaximumSharpe} from "contracts/math/MaximumSharpe.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";
import {SolvedStrategy} from "contracts/strategy/SolvedStrategy.sol";

/// @title MaximumSharpeStrategy
/// @notice Wants the weights of the most expected return for its volatility within a box: those in the book, or none (math
///         3.7, features C4, C6). What is expected is a guess, so it is bounded, no more than half of it counts, and no
///         asset may weigh more than `MAX_WEIGHT`.
/// @dev No deployment chooses it unasked.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract MaximumSharpeStrategy is SolvedStrategy {
    uint256 internal constant MAX_WEIGHT = 0.6e18; // D18{1}: two assets have room, and no guess has it all.
    uint256 internal constant MAX_KEPT = 0.5e18; // D18{1}: returns of years leave more doubt than that (math 12).

    uint256 public immutable kept; // D18{1}, of what was expected, the part that counts

    /// @param least D18{1}, in whole steps of 1e-9, in the order of the vault's assets. @param most The same.
    /// @param expected D18{1/year}, above what cash brings. @param kept_ D18{1}, what of it counts; `box` tells what does.
    /// @param tolerance_ D18{1/year}, of expected return.
    constructor(
        IProposals book_,
        uint256[] memory least,
        uint256[] memory most,
        int256[] memory expected,
        uint256 kept_,
        uint256 tolerance_
    ) SolvedStrategy(book_, least, most, _counted(expected, most, kept_), tolerance_) {
        require(address(book_).code.length > 0, IVault.NoCode(address(book_)));
        for (uint256 i; i < most.length; ++i) {
            Bounds.requireAtMost("most", most[i], MAX_WEIGHT);
        }
        kept = kept_;
    }

    function _counted(int256[] memory expected, uint256[] memory most, uint256 kept_)
        internal
        pure
        returns (int256[] memory)
    {
        Bounds.requireSome("kept", kept_, MAX_KEPT);
        _requireGains(expected);
        return MaximumSharpe.shrunk(expected, most, kept_);
    }

    /// @dev Reverts `ReturnTooLow` and `VarianceTooLow` too.
    function _gap(uint256[] calldata signals, MinimumVariance.Problem memory problem, uint256[] memory weights)
        internal
        pure
        override
        returns (uint256)
    {
        return MaximumSharpe.gap(signals, problem, weights);
    }
}

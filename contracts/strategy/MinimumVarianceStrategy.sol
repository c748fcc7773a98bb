// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IProposals} from "interfaces/IProposals.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";
import {SolvedStrategy} from "contracts/strategy/SolvedStrategy.sol";

/// @title MinimumVarianceStrategy
/// @notice Wants the weights of the least variance within a box, or of the best variance and expected return where some
///         are given (math 3.7, features C4, C6). Where those in the book are not good enough, it goes on from them.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract MinimumVarianceStrategy is SolvedStrategy {
    struct Limits {
        uint256 aversion; // D18{1}, of what variance counts against expected return
        uint256 tolerance; // D18{1/year}
        uint256 steps; // of the descent, at most
    }

    uint256 internal constant MIN_AVERSION = 1e15; // D18{1} (math 0.4)
    uint256 internal constant MAX_AVERSION = 100e18; // D18{1} (math 0.4)
    uint256 internal constant ROUNDING = 1e4; // D18{1/year}: a matrix in units hides less than 2 of them, times the aversion.
    uint256 internal constant MAX_STEPS = 200; // Of eight assets they take less than a million gas.

    int256 internal immutable _aversion;
    uint256 public immutable steps;

    /// @param least D18{1}, in whole steps of 1e-9, in the order of the vault's assets. @param most The same.
    /// @param gains_ D18{1/year}, expected; none: nothing but variance counts.
    constructor(
        IProposals book_,
        uint256[] memory least,
        uint256[] memory most,
        int256[] memory gains_,
        Limits memory limits
    ) SolvedStrategy(book_, least, most, gains_, limits.tolerance) {
        Bounds.requireBetween("aversion", limits.aversion, MIN_AVERSION, MAX_AVERSION);
        Bounds.requireAtMost("steps", limits.steps, MAX_STEPS);
        (_aversion, steps) = (int256(limits.aversion), limits.steps);
    }

    /// @return D18{1}
    function aversion() external view returns (uint256) {
        return uint256(_aversion);
    }

    function _gap(uint256[] calldata signals, MinimumVariance.Problem memory problem, uint256[] memory weights)
        internal
        view
        override
        returns (uint256)
    {
        problem.aversion = _aversion;
        return MinimumVariance.gap(signals, problem, weights);
    }

    function _improve(
        uint256[] calldata signals,
        MinimumVariance.Problem memory problem,
        uint256[] memory weights,
        uint256 gap
    ) internal view override returns (uint256) {
        if (steps == 0) return gap;
        int256[] memory matrix = MinimumVariance.covariance(signals, count);
        MinimumVariance.descend(problem, matrix, weights, tolerance - ROUNDING, steps);
        return MinimumVariance.gap(signals, problem, weights);
    }
}

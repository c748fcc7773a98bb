// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IProblem} from "interfaces/IProblem.sol";
import {IProposals} from "interfaces/IProposals.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Box} from "contracts/math/Box.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";
import {NanoWeights} from "contracts/math/NanoWeights.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title SolvedStrategy
/// @notice Wants the best weights within a box, by some measure of what is good. Whoever has solved it may leave them in a
///         book: where they are good enough by the state's own volatilities and correlations, they are wanted (math 3.7,
///         features C4, C6).
/// @dev What it wants is never further from the best than `tolerance`, whoever wrote in the book; or it refuses.
abstract contract SolvedStrategy is IStrategy, IProblem {
    error GainOutOfRange(uint256 index, int256 expected, int256 most);

    uint256 internal constant MIN_TOLERANCE = 1e10; // D18{1/year}: what steps of 1e-9 can reach at 100 % volatility.
    uint256 internal constant MAX_TOLERANCE = 1e16; // D18{1/year}: of a volatility of 10 % it is all.
    int256 internal constant MAX_GAIN = 1e18; // D18{1/year}: what is expected is a guess, and 100 % a bold one.

    IProposals public immutable book; // Address 0: it always begins in the middle of the box.
    uint256 public immutable count; // assets
    uint256 public immutable tolerance; // D18{1/year}
    uint256 internal immutable _least; // As NanoWeights lays them out: no list is read (docs/decisions/0002).
    uint256 internal immutable _most;
    uint256 internal immutable _gains; // Each with MAX_GAIN added; 0 where nothing is expected.

    /// @param least D18{1}, in whole steps of 1e-9, in the order of the vault's assets. @param most The same.
    /// @param gains_ D18{1/year}, expected; none: nothing but variance counts.
    constructor(
        IProposals book_,
        uint256[] memory least,
        uint256[] memory most,
        int256[] memory gains_,
        uint256 tolerance_
    ) {
        Bounds.requireBetween("assets", least.length, 2, NanoWeights.LANES);
        Bounds.requireBetween("tolerance", tolerance_, MIN_TOLERANCE, MAX_TOLERANCE);
        Box.requireFeasible(least, most);
        (book, count, tolerance) = (book_, least.length, tolerance_);
        (_least, _most) = (NanoWeights.pack(least), NanoWeights.pack(most));
        _gains = gains_.length == 0 ? 0 : NanoWeights.pack(_raised(gains_, least.length));
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `GapTooWide`, as `covariance` of MinimumVariance does, and where what the book says is no vector of
    ///      weights within the box.
    function target(State calldata state) external view returns (uint256[] memory weights) {
        MinimumVariance.Problem memory problem = _problemOf(state);
        weights = _start(problem);
        uint256 gap = _gap(state.signals, problem, weights);
        if (gap > tolerance) gap = _improve(state.signals, problem, weights, gap);
        require(gap <= tolerance, GapTooWide(gap, tolerance));
    }

    /// @inheritdoc IProblem
    /// @dev D18{1/year}. Reverts `WeightCount`, `WeightSum`, `WeightOutOfBox`, and as `covariance` of MinimumVariance does.
    function gapOf(State calldata state, uint256[] calldata weights) external view returns (uint256) {
        MinimumVariance.Problem memory problem = _problemOf(state);
        _requireAllowed(problem, weights);
        return _gap(state.signals, problem, weights);
    }

    /// @return least D18{1}
    /// @return most D18{1}
    /// @return gains_ D18{1/year}
    function box() external view returns (uint256[] memory least, uint256[] memory most, int256[] memory gains_) {
        (least, most) = (NanoWeights.unpack(_least, count), NanoWeights.unpack(_most, count));
        if (_gains > 0) gains_ = _lowered(_gains, count);
    }

    /* INTERNAL */

    /// @notice How far weights are from the best.
    /// @return D18{1/year}, rounded up.
    function _gap(uint256[] calldata signals, MinimumVariance.Problem memory problem, uint256[] memory weights)
        internal
        view
        virtual
        returns (uint256);

    /// @notice Makes weights better, in place, that are not good enough; here nobody can.
    /// @return D18{1/year}, how far they are from the best then.
    function _improve(uint256[] calldata, MinimumVariance.Problem memory, uint256[] memory, uint256 gap)
        internal
        view
        virtual
        returns (uint256)
    {
        return gap;
    }

    function _problemOf(State calldata state) internal view returns (MinimumVariance.Problem memory problem) {
        uint256 n = state.assets.length;
        require(n == count, Weights.WeightCount(count, n));
        if (_gains > 0) problem.gains = _lowered(_gains, n);
        (problem.least, problem.most) = (NanoWeights.unpack(_least, n), NanoWeights.unpack(_most, n));
    }

    /// @notice What the book says, or the middle of the box where it says nothing.
    function _start(MinimumVariance.Problem memory problem) internal view returns (uint256[] memory weights) {
        uint256 word;
        if (address(book) != address(0)) (word,) = book.proposalFor(address(this));
        if (word == 0) return Box.middle(problem.least, problem.most);
        weights = NanoWeights.unpack(word, count);
        if (!NanoWeights.fits(word, _least, _most)) _requireAllowed(problem, weights); // It tells why not.
    }

    function _requireAllowed(MinimumVariance.Problem memory problem, uint256[] memory weights) internal view {
        Weights.requireValid(weights, count);
        Box.requireWithin(weights, problem.least, problem.most);
    }

    function _requireGains(int256[] memory list) internal pure {
        for (uint256 i; i < list.length; ++i) {
            require(list[i] >= -MAX_GAIN && list[i] <= MAX_GAIN, GainOutOfRange(i, list[i], MAX_GAIN));
        }
    }

    function _lowered(uint256 word, uint256 n) private pure returns (int256[] memory list) {
        list = new int256[](n);
        uint256[] memory raised = NanoWeights.unpack(word, n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                list[i] = int256(raised[i]) - MAX_GAIN;
            }
        }
    }

    function _raised(int256[] memory list, uint256 n) private pure returns (uint256[] memory raised) {
        require(list.length == n, Weights.WeightCount(list.length, n));
        _requireGains(list);
        raised = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            raised[i] = uint256(list[i] + MAX_GAIN);
        }
    }
}

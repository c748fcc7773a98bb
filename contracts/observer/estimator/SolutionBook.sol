// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IProblem} from "interfaces/IProblem.sol";
import {IProposals} from "interfaces/IProposals.sol";
import {IVault} from "interfaces/IVault.sol";
import {State} from "interfaces/Types.sol";
import {NanoWeights} from "contracts/math/NanoWeights.sol";

/// @title SolutionBook
/// @notice What was last found, off the chain, to be the best of what a vault's strategies look for (features C6). Anyone
///         may write, and nobody is believed: the strategy itself judges what is written for it, by the vault's own state
///         of that moment, and judges it again when it reads it.
/// @dev So a page holds nothing worse than its strategy would take. As long as it is that good, only what is at least twice
///      as good takes its place: or anybody could move what is wanted back and forth, as far as the tolerance goes.
/// @custom:stop Nothing to stop: no owner, no setter. Point the strategy elsewhere.
contract SolutionBook is IProposals {
    event SolutionWritten(address indexed strategy, uint64 nonce, uint256 weights, uint256 gap);

    error NotBetter(uint256 gap, uint256 present);

    struct Solution {
        uint256 weights; // 32; as NanoWeights lays them out
        uint64 nonce; // 8; how many there have been
        uint40 time; // + 5 = 13; {s}
    }

    IVault public immutable vault;
    mapping(address strategy => Solution) public solutionOf;

    constructor(IVault vault_) {
        vault = vault_;
    }

    /// @notice Takes what is good enough now, and at least twice as good as what is written, where that still is. Reverts
    ///         `GapTooWide` with how good it is, `NotBetter` with how good both are, `NanoSurplus` where it is no vector, and
    ///         as the strategy does where it may not be wanted.
    /// @param weights As NanoWeights lays them out.
    function write(IProblem strategy, uint256 weights) external {
        State memory state = vault.observer().observe(vault.holdings());
        (uint256 gap, uint256 tolerance) = (_gapOf(strategy, state, weights), strategy.tolerance());
        require(gap <= tolerance, IProblem.GapTooWide(gap, tolerance));
        Solution storage page = solutionOf[address(strategy)];
        if (page.weights > 0) {
            uint256 present = _gapOf(strategy, state, page.weights);
            require(present > tolerance || gap <= present / 2, NotBetter(gap, present));
        }
        (page.weights, page.nonce, page.time) = (weights, page.nonce + 1, uint40(block.timestamp));
        emit SolutionWritten(address(strategy), page.nonce, weights, gap);
    }

    /// @inheritdoc IProposals
    /// @dev It holds until something better is written: how good it is by now, the strategy finds out.
    function proposalFor(address strategy) external view returns (uint256 weights, uint256 validUntil) {
        weights = solutionOf[strategy].weights;
        validUntil = weights == 0 ? 0 : type(uint256).max;
    }

    function _gapOf(IProblem strategy, State memory state, uint256 weights) internal view returns (uint256) {
        return strategy.gapOf(state, NanoWeights.unpack(weights, state.assets.length));
    }
}

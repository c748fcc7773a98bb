// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title BlendStrategy
/// @notice Wants what several strategies want, each with a share in the say. The share of one that refuses, or whose
///         answer is no vector of weights, is another's meanwhile (math 3.11, features K5).
/// @dev Each part gets a stated stipend of gas, or nobody is asked: too little gas never makes one look dead. A part that
///      gives stipends itself needs a larger one than it gives.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract BlendStrategy is IStrategy {
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_PARTS = 8; // Each may cost its whole stipend.
    uint256 internal constant MAX_GAS = 10_000_000; // {gas}, a third of a block.

    IStrategy public immutable secondary;
    uint256 public immutable partGas; // {gas} that each part gets for a question
    address internal immutable _list; // Parts and shares, as code: one cold read for all (docs/decisions/0002).

    /// @param shares_ D18{1}, in the order of the parts, none of them 0, their sum exactly 1e18.
    /// @param secondary_ Who gets the shares of those that fault.
    constructor(IStrategy[] memory parts_, uint256[] memory shares_, IStrategy secondary_, uint256 partGas_) {
        Bounds.requireSome("parts", parts_.length, MAX_PARTS);
        Bounds.requireSome("partGas", partGas_, MAX_GAS);
        Weights.requireValid(shares_, parts_.length);
        for (uint256 k; k < shares_.length; ++k) {
            Bounds.requireSome("share", shares_[k], ONE);
        }
        (secondary, partGas, _list) = (secondary_, partGas_, SSTORE2.write(abi.encode(parts_, shares_)));
    }

    /// @inheritdoc IStrategy
    /// @dev The sum of the shares' parts, rounded down; the largest gets the remainder, the first of equal ones.
    ///      Reverts `GasTooLow`; where a part faults, as the second does, or `WeightCount` or `WeightSum` of its answer.
    function target(State calldata state) external view returns (uint256[] memory) {
        (IStrategy[] memory list, uint256[] memory shares) = parts();
        (bytes memory asked, uint256 n, uint256 idle) = (msg.data, state.assets.length, 0); // The same question.
        uint256[] memory sums = new uint256[](n); // D36{1}
        for (uint256 k; k < list.length; ++k) {
            (bool given, uint256[] memory weights) = Attempt.readList(address(list[k]), partGas, asked, n);
            if (given && Weights.isWhole(weights)) _add(sums, weights, shares[k]);
            else idle += shares[k];
        }
        if (idle > 0) _add(sums, _replacement(state), idle);
        return Weights.inProportion(sums);
    }

    /// @return list The strategies. @return shares D18{1}, of each.
    function parts() public view returns (IStrategy[] memory list, uint256[] memory shares) {
        return abi.decode(SSTORE2.read(_list), (IStrategy[], uint256[]));
    }

    function _replacement(State calldata state) internal view returns (uint256[] memory weights) {
        weights = secondary.target(state);
        Weights.requireValid(weights, state.assets.length);
    }

    function _add(uint256[] memory sums, uint256[] memory weights, uint256 share) internal pure {
        for (uint256 i; i < sums.length; ++i) {
            sums[i] += share * weights[i];
        }
    }
}

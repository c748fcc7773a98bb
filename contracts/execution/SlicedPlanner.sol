// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IBands} from "interfaces/IBands.sol";
import {IBudget} from "interfaces/IBudget.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IProgramme} from "interfaces/IProgramme.sol";
import {IVault} from "interfaces/IVault.sol";
import {State, Asset, Order} from "interfaces/Types.sol";
import {Projection} from "contracts/math/Projection.sol";
import {Stride} from "contracts/math/Stride.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title SlicedPlanner
/// @notice Has another planner go a part of the way: to the inner edges of the bands instead of the target, and no
///         farther than a bucket of turnover and a programme of slices allow, so that these need not refuse (math 1.3,
///         5.2, features B7 E6). Each of the three is asked where it is named.
/// @dev What it may turn over is kept back by the inner planner's `maxCost`, as a weight that is met in the vault that is
///      left takes that much more, and by a unit of each asset.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract SlicedPlanner is IPlanner {
    using FixedPointMathLib for uint256;
    using Stride for uint256[];

    uint256 internal constant ONE = 1e18; // D18{1}

    IPlanner public immutable inner;
    address public immutable account; // For whom they remember: the vault's set, or the vault where it has none.
    IBands public immutable bands;
    IBudget public immutable bucket;
    IProgramme public immutable programme;

    constructor(IPlanner inner_, address account_, IBands bands_, IBudget bucket_, IProgramme programme_) {
        require(address(inner_).code.length > 0, IVault.NoCode(address(inner_)));
        (inner, account) = (inner_, account_);
        (bands, bucket, programme) = (bands_, bucket_, programme_);
    }

    /// @inheritdoc IPlanner
    /// @dev Reverts `NothingToWeigh`, and as those whom it asks do.
    function plan(State calldata state, uint256[] calldata target, bytes calldata hint)
        external
        view
        returns (Order[] memory)
    {
        return inner.plan(state, goalOf(state, target), hint);
    }

    /// @inheritdoc IPlanner
    function maxCost() external view returns (uint256) {
        return inner.maxCost();
    }

    /// @notice The weights that the inner planner is to head for, D18{1}, their sum exactly 1e18.
    function goalOf(State calldata state, uint256[] calldata target) public view returns (uint256[] memory goal) {
        uint256[] memory held = Weights.weigh(state);
        goal = address(bands) == address(0) ? target : _nearest(held, target, bands.edgesOf(state, target));
        uint256 step = Stride.part(_most(state, target), held.wayTo(goal));
        if (step < ONE) goal = held.towards(goal, step);
    }

    /// @dev The nearest weights of which none is farther from its target than its edge (math 1.3, 4).
    function _nearest(uint256[] memory held, uint256[] calldata target, uint256[] memory edges)
        internal
        pure
        returns (uint256[] memory)
    {
        uint256 n = held.length;
        (int256[] memory wanted, uint256[] memory low, uint256[] memory high) =
            (new int256[](n), new uint256[](n), new uint256[](n));
        for (uint256 i; i < n; ++i) {
            wanted[i] = int256(held[i]);
            (low[i], high[i]) = (target[i].zeroFloorSub(edges[i]), target[i].saturatingAdd(edges[i]));
        }
        return Projection.project(wanted, low, high);
    }

    /// @return most D18{1}, what may be sold in this plan; one where nobody limits it.
    function _most(State calldata state, uint256[] calldata target) internal view returns (uint256 most) {
        most = ONE;
        if (address(bucket) != address(0)) most = most.min(bucket.budgetOf(account, state.time));
        if (address(programme) != address(0)) {
            most = most.min(programme.sliceOf(account, Weights.totalDrift(state, target), state.time));
        }
        if (most < ONE) most = (most * (ONE - inner.maxCost()) / ONE).zeroFloorSub(_specks(state));
    }

    /// @dev Amounts are whole units, so an asset may be one off its goal, and weights by two of theirs. D18{1}
    function _specks(State calldata state) internal pure returns (uint256) {
        (Asset[] calldata assets, uint256 sum) = (state.assets, 0); // D18{USD}
        unchecked {
            for (uint256 i; i < assets.length; ++i) {
                sum += assets[i].price / assets[i].unit + 1; // At most 2^100 each: no overflow.
            }
        }
        return sum.mulDivUp(ONE, state.value) + 2 * assets.length;
    }
}

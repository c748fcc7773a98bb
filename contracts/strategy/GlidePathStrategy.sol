// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title GlidePathStrategy
/// @notice From one vector of weights to another between two times: the first until the start, the last from the end on,
///         and in between as the way has it (math 3.2, features C1).
/// @dev No asset gets what the others' rounding leaves: each weight is within a unit of the way, or two (cases ST-02).
abstract contract GlidePathStrategy is IStrategy {
    enum Way {
        Linear,
        Geometric,
        Arc
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_TIME = type(uint40).max; // {s}, the year 36,812: a time in milliseconds is beyond it.

    Way public immutable way;
    uint256 public immutable start; // {s}
    uint256 public immutable end; // {s}
    address internal immutable _list; // Both vectors, as code: one cold read for all (docs/decisions/0002).

    /// @param first_ D18{1}, in the order of the vault's assets, their sum exactly 1e18. @param last_ As many.
    /// @param start_ {s}. @param end_ {s}, after it.
    constructor(Way way_, uint256[] memory first_, uint256[] memory last_, uint256 start_, uint256 end_) {
        Weights.requireValid(first_, first_.length);
        Weights.requireValid(last_, first_.length);
        Bounds.requireAtMost("start", start_, MAX_TIME);
        Bounds.requireBetween("end", end_, start_ + 1, MAX_TIME);
        (way, start, end) = (way_, start_, end_);
        _list = SSTORE2.write(abi.encode(first_, last_));
    }

    /// @inheritdoc IStrategy
    function target(State calldata state) external view returns (uint256[] memory) {
        (uint256[] memory first, uint256[] memory last) = path();
        (uint256 n, uint256 time) = (state.assets.length, state.time);
        require(first.length == n, Weights.WeightCount(first.length, n));
        if (time <= start) return first;
        return time < end ? _between(first, last, time - start, end - start) : last;
    }

    /// @return first D18{1}, what is wanted until the start. @return last From the end on.
    function path() public view returns (uint256[] memory first, uint256[] memory last) {
        return abi.decode(SSTORE2.read(_list), (uint256[], uint256[]));
    }

    /// @dev May work in place. @param done {s}, above 0 and below the whole {s}.
    /// @return D18{1}, their sum exactly 1e18.
    function _between(uint256[] memory first, uint256[] memory last, uint256 done, uint256 whole)
        internal
        pure
        virtual
        returns (uint256[] memory);

    /// @dev Weights in proportion to parts, in place; at most 2^190 each, and not all of them 0. It is the running sums that
    ///      are rounded, to the nearest: their sum is exact, and each is within a unit.
    function _inProportion(uint256[] memory parts) internal pure returns (uint256[] memory) {
        (uint256 n, uint256 total, uint256 sum, uint256 given) = (parts.length, 0, 0, 0);
        for (uint256 i; i < n; ++i) {
            total += parts[i];
        }
        for (uint256 i; i < n; ++i) {
            sum += parts[i];
            uint256 weight = (sum * ONE + total / 2) / total - given;
            given += parts[i] = weight;
        }
        return parts;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Projection} from "contracts/math/Projection.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title MomentumStrategy
/// @notice Wants more than another strategy of what has been rising more than the others, and less of what has been rising
///         less; with negative sensitivities the other way round (math 3.8, features C5). Always within its bounds.
/// @dev An asset with a sensitivity of 0 moves only as the bounds of the others make it, and needs no trend.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract MomentumStrategy is IStrategy {
    using Address for address;
    using FixedPointMathLib for int256;

    error KappasOpposed(int256 kappa, int256 sum);

    uint256 public constant MAX_KAPPA = 1e24; // D18{1}: a million; with it and a power of 4 nothing passes 2^220.
    uint256 public constant MAX_POWER = 4e18; // D18{1}: beyond, a trend of a tenth is no signal at all.
    int256 internal constant MAX_TREND = 1e24; // D18, a million a year: more than any estimator says. It counts as this.
    int256 internal constant MAX_PUSH = 4e18; // D18{1}: four times the whole; two of them stay within what is projected.
    uint256 internal constant ONE = 1e18; // D18{1}
    int256 internal constant UNIT = 1e18; // D18{1}

    IStrategy public immutable inner;
    uint256 public immutable power; // D18{1}, of each trend's size
    int256 internal immutable _sum; // D18{1}, of all sensitivities
    address internal immutable _lists; // Sensitivities and bounds, as code (docs/decisions/0002).

    /// @param kappas D18{1}, the weight for each unit of the powered trend: all of one sign, some of them may be 0.
    /// @param low D18{1}. @param high D18{1}. Where they leave no weights, `Projection` says how.
    constructor(
        IStrategy inner_,
        int256[] memory kappas,
        uint256 power_,
        uint256[] memory low,
        uint256[] memory high
    ) {
        Bounds.requireBetween("power", power_, ONE, MAX_POWER);
        (inner, power, _sum) = (inner_, power_, _summed(kappas));
        Projection.project(new int256[](kappas.length), low, high);
        _lists = SSTORE2.write(abi.encode(kappas, low, high));
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `WeightCount` and `WeightSum` where the other strategy's answer is no vector of weights, and
    ///      `TrendNotObserved`.
    function target(State calldata state) external view returns (uint256[] memory) {
        bytes memory answer = address(inner).functionStaticCall(msg.data); // The same question.
        uint256[] memory base = abi.decode(answer, (uint256[]));
        (int256[] memory kappas, uint256[] memory low, uint256[] memory high) = parameters();
        uint256 n = state.assets.length;
        require(kappas.length == n, Weights.WeightCount(kappas.length, n));
        Weights.requireValid(base, n);
        return Projection.project(_wanted(base, kappas, state.signals), low, high);
    }

    /// @return kappas D18{1}. @return low D18{1}. @return high D18{1}. In the order of the vault's assets.
    function parameters()
        public
        view
        returns (int256[] memory kappas, uint256[] memory low, uint256[] memory high)
    {
        return abi.decode(SSTORE2.read(_lists), (int256[], uint256[], uint256[]));
    }

    /// @notice Moves each weight by how far its push is above what it would be if all had the centre's trend.
    /// @return wanted D18{1}, between -8 and 9; their sum is one, to a unit an asset.
    function _wanted(uint256[] memory base, int256[] memory kappas, uint256[] calldata signals)
        internal
        view
        returns (int256[] memory wanted)
    {
        (uint256 n, int256 sum) = (kappas.length, 0);
        wanted = new int256[](n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                int256 kappa = kappas[i];
                if (kappa != 0) sum += wanted[i] = _push(kappa, Signals.trendOf(signals, n, i));
            }
            for (uint256 i; i < n; ++i) {
                wanted[i] += int256(base[i]) - kappas[i] * sum / _sum;
            }
        }
    }

    /// @return D18{1}, the sensitivity times the signed power of the trend, rounded towards 0, as far as it counts.
    function _push(int256 kappa, int256 trend) internal view returns (int256) {
        trend = trend.clamp(-MAX_TREND, MAX_TREND);
        unchecked {
            if (power != ONE && trend != 0) {
                int256 size = FixedPointMathLib.powWad(int256(trend.abs()), int256(power));
                trend = trend > 0 ? size : -size;
            }
            return (kappa * trend / UNIT).clamp(-MAX_PUSH, MAX_PUSH);
        }
    }

    /// @notice Reverts `KappasOpposed` unless all are of the sum's sign: else a rise could lower the weight of who rises.
    function _summed(int256[] memory kappas) private pure returns (int256 sum) {
        for (uint256 i; i < kappas.length; ++i) {
            Bounds.requireAtMost("kappa", kappas[i].abs(), MAX_KAPPA);
            sum += kappas[i];
        }
        require(sum != 0, KappasOpposed(0, 0));
        for (uint256 i; i < kappas.length; ++i) {
            require(kappas[i] == 0 || kappas[i] > 0 == sum > 0, KappasOpposed(kappas[i], sum));
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State, MarketClass} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Market} from "contracts/math/Market.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title MarketStrategy
/// @notice Wants what another strategy wants, as far as each asset's market permits: so one asset whose market is in
///         doubt stands still, and does not keep the others from theirs (features K4, K5).
/// @dev What the others may not hold, the hub does. A hub whose own market is not normal stops everything.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract MarketStrategy is IStrategy {
    using Address for address;
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}

    IStrategy public immutable inner;
    address public immutable hub;
    uint256 public immutable maxSlice; // D18{1}, a little below the constraint's: amounts are whole units

    constructor(IStrategy inner_, address hub_, uint256 maxSlice_) {
        Bounds.requireSome("maxSlice", maxSlice_, ONE);
        (inner, hub, maxSlice) = (inner_, hub_, maxSlice_);
    }

    /// @inheritdoc IStrategy
    function target(State calldata state) external view returns (uint256[] memory weights) {
        weights = abi.decode(address(inner).functionStaticCall(msg.data), (uint256[])); // The same question.
        (uint256[] calldata signals, uint256 center) = (state.signals, Valuation.placeOf(state.assets, hub));
        bool calm = Signals.isCalm(signals);
        require(state.value > 0, Weights.NothingToWeigh());
        if (calm) return weights;
        bool free = Signals.marketOf(signals, center) == MarketClass.Normal;
        for (uint256 i; i < weights.length; ++i) {
            uint256 held = state.assets[i].value * ONE / state.value;
            weights[i] = free ? _permitted(Signals.marketOf(signals, i), held, weights[i]) : held;
        }
        _fund(weights, state, center);
    }

    /// @dev What grows shares what is left, where that is less than it wants; what is over is the hub's.
    function _fund(uint256[] memory weights, State calldata state, uint256 center) internal pure {
        (uint256 left, uint256 wanted) = (ONE, 0);
        for (uint256 i; i < weights.length; ++i) {
            if (i == center) continue;
            uint256 held = state.assets[i].value * ONE / state.value;
            (left, wanted) = (left - held.min(weights[i]), wanted + weights[i].zeroFloorSub(held));
        }
        (uint256 rest, uint256 given) = (left, left.min(wanted));
        for (uint256 i; i < weights.length; ++i) {
            uint256 held = state.assets[i].value * ONE / state.value;
            if (i == center || weights[i] <= held) continue;
            uint256 more = (weights[i] - held) * given / wanted;
            (weights[i], rest) = (held + more, rest - more);
        }
        weights[center] = rest;
    }

    /// @return D18{1}, the weight that is wanted, or the nearest to it that may be traded to.
    function _permitted(MarketClass class, uint256 held, uint256 wanted) internal view returns (uint256) {
        (bool grow, bool shrink, uint256 slice) = Market.permits(class);
        if (wanted > held ? !grow : !shrink) return held;
        if (slice == ONE) return wanted;
        uint256 most = maxSlice * slice / ONE;
        return wanted > held ? wanted.min(held + most) : wanted.max(held.zeroFloorSub(most));
    }
}

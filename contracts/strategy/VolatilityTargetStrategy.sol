// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IRiskScalar} from "interfaces/IRiskScalar.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title VolatilityTargetStrategy
/// @notice Wants the risky assets in the proportions of another strategy, and so much of them that the vault is as
///         volatile as it is meant to be, never more than all of it; the rest is cash (math 3.3, features C2).
/// @dev Less risk is wanted at once. More is wanted only beyond a band around what is held, and at most `maxRise` above
///      it: a pure function of the state, to which the vault's cooldown gives a speed in time.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract VolatilityTargetStrategy is IStrategy, IRiskScalar {
    using Address for address;
    using FixedPointMathLib for uint256;

    uint256 public constant MAX_BAND = 0.25e18; // D18{1}: so much more volatile than it is meant to be may the vault stay.
    uint256 internal constant ONE = 1e18; // D18{1}

    IStrategy public immutable inner;
    address public immutable cash;
    uint256 public immutable volatility; // D18{1/sqrt(year)}, that is meant
    uint256 public immutable band; // D18{1} of the exposure that is held
    uint256 public immutable maxRise; // D18{1} of the vault, a rebalance

    constructor(IStrategy inner_, address cash_, uint256 volatility_, uint256 band_, uint256 maxRise_) {
        Bounds.requireSome("volatility", volatility_, Covariance.MAX_VOLATILITY);
        Bounds.requireAtMost("band", band_, MAX_BAND);
        Bounds.requireSome("maxRise", maxRise_, ONE);
        (inner, cash, volatility, band, maxRise) = (inner_, cash_, volatility_, band_, maxRise_);
    }

    /// @inheritdoc IStrategy
    /// @dev Each weight is rounded down; what is left is cash.
    function target(State calldata state) external view returns (uint256[] memory) {
        (uint256[] memory basket, uint256 risky, uint256 center) = _basketOf(state);
        Weights.scale(basket, _exposure(state, basket, risky, center), risky, center);
        return basket;
    }

    /// @inheritdoc IRiskScalar
    function exposure(State calldata state) external view returns (uint256) {
        (uint256[] memory basket, uint256 risky, uint256 center) = _basketOf(state);
        return _exposure(state, basket, risky, center);
    }

    /// @notice What the other strategy wants of the same state, without the cash.
    /// @return basket D18{1} @return risky Its sum, D18{1}. @return center Where the cash is.
    function _basketOf(State calldata state)
        internal
        view
        returns (uint256[] memory basket, uint256 risky, uint256 center)
    {
        bytes memory asked = bytes.concat(IStrategy.target.selector, msg.data[4:]);
        basket = abi.decode(address(inner).functionStaticCall(asked), (uint256[]));
        Asset[] calldata assets = state.assets;
        Weights.requireValid(basket, assets.length);
        center = Valuation.placeOf(assets, cash);
        (risky, basket[center]) = (ONE - basket[center], 0);
    }

    function _exposure(State calldata state, uint256[] memory basket, uint256 risky, uint256 center)
        internal
        view
        returns (uint256)
    {
        (uint256 total, uint256 idle) = (state.value, state.assets[center].value);
        require(total > 0, Weights.NothingToWeigh());
        uint256 held = (total - idle) * ONE / total;
        uint256 wanted = _scaled(Covariance.variance(state.signals, basket), risky);
        unchecked {
            if (Weights.distance(wanted, held) * ONE <= band * held) return held; // Each is 1e18 at most.
            return wanted.min(held + maxRise);
        }
    }

    /// @param variance D36{1/year}, of the basket. @param risky Its sum, D18{1}.
    /// @return D18{1}, the part of the vault at which the basket is as volatile as is meant, at most all, rounded down.
    function _scaled(uint256 variance, uint256 risky) internal view returns (uint256) {
        if (variance == 0) return ONE;
        unchecked {
            uint256 meant = volatility * risky; // D36, at most 1e37
            return (meant * meant / variance).sqrt().min(ONE);
        }
    }
}

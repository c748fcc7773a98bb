// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title GainConstraint
/// @notice A rebalance is worth its cost: what it takes off the risk of being off the target, against what its trades
///         have lost and its gas (math 5.7, features E5). Beyond a hard drift it is never asked (features K3).
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract GainConstraint is StatelessConstraint {
    using FixedPointMathLib for uint256;

    error NotWorthIt(uint256 benefit, uint256 cost);

    struct Terms {
        uint256 aversion; // D18{1} to risk
        uint256 horizon; // {s} after which the drift would have been mended anyway
        uint256 margin; // D18{1}, so many times its cost a rebalance is worth
        uint256 hardDrift; // D18{1} of total drift, beyond which cost is no matter
        uint256 gas; // {gas} of a rebalance
        address native; // whose price, in the state, is that of what gas is paid in
        uint256 nativePrice; // D18{USD/tok}, where that is no asset of the vault
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant YEAR = 365 days; // {s} (math 5.7)
    uint256 internal constant LEAST_AVERSION = 1e15; // D18{1} (math 0.4)
    uint256 internal constant MAX_AVERSION = 1e20; // D18{1} (math 0.4)
    uint256 internal constant MAX_MARGIN = 10e18; // D18{1}: beyond it next to nothing would be traded.
    uint256 internal constant MAX_HARD_DRIFT = 0.25e18; // D18{1}, a quarter, as the widest band
    uint256 internal constant MAX_GAS = 30_000_000; // {gas}, a whole block's
    uint256 internal constant MAX_PRICE = 1e30; // D18{USD/tok} (cases I-24)

    uint256 public immutable aversion;
    uint256 public immutable horizon;
    uint256 public immutable margin;
    uint256 public immutable hardDrift;
    uint256 public immutable gas;
    address public immutable native;
    uint256 public immutable nativePrice;

    constructor(Terms memory terms) {
        Bounds.requireBetween("aversion", terms.aversion, LEAST_AVERSION, MAX_AVERSION);
        Bounds.requireSome("horizon", terms.horizon, YEAR);
        Bounds.requireSome("margin", terms.margin, MAX_MARGIN);
        Bounds.requireSome("hardDrift", terms.hardDrift, MAX_HARD_DRIFT);
        Bounds.requireAtMost("gas", terms.gas, MAX_GAS);
        Bounds.requireAtMost("nativePrice", terms.nativePrice, MAX_PRICE);
        (aversion, horizon, margin) = (terms.aversion, terms.horizon, terms.margin);
        (hardDrift, gas, native, nativePrice) = (terms.hardDrift, terms.gas, terms.native, terms.nativePrice);
    }

    function judge(address, State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        override
    {
        if (Weights.totalDrift(start, target) > hardDrift) return;
        (uint256 benefit, uint256 cost) = (benefitOf(start, target, end), costOf(start, end));
        require(benefit * ONE >= margin * cost, NotWorthIt(benefit, cost));
    }

    /// @notice What the risk that is gone would have been worth by the horizon: aversion/2 * variance * time * value.
    ///         Reverts `NothingToWeigh`, or as `Covariance.tracking` does.
    /// @return D18{USD}, rounded down; 0 where the risk has not fallen.
    function benefitOf(State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        returns (uint256)
    {
        uint256[] calldata signals = start.signals;
        uint256 off = Covariance.tracking(signals, _drifts(start, target)); // D36{1/year}, at most 4e38
        uint256 left = Covariance.tracking(signals, _drifts(end, target));
        return (aversion * off.zeroFloorSub(left) * horizon).fullMulDiv(start.value, 2e54 * YEAR);
    }

    /// @notice What the trades have lost at the state's prices, and the gas. Reverts `AssetUnknown`.
    /// @return D18{USD}, rounded up. What they have gained pays for no gas.
    function costOf(State calldata start, State calldata end) public view returns (uint256) {
        uint256 price = native == address(0) ? nativePrice : _priceOf(start.assets);
        return start.value.zeroFloorSub(end.value) + etherFor(gas).mulDivUp(price, ONE);
    }

    /// @return {wei} that so much gas costs at this block's base fee.
    function etherFor(uint256 gas_) public view virtual returns (uint256) {
        return gas_ * block.basefee;
    }

    /// @return drifts D18{1} with sign, rounded towards 0.
    function _drifts(State calldata state, uint256[] calldata target)
        internal
        pure
        returns (int256[] memory drifts)
    {
        (Asset[] calldata assets, uint256 total) = (state.assets, state.value);
        require(total > 0, Weights.NothingToWeigh());
        drifts = new int256[](assets.length);
        for (uint256 i; i < drifts.length; ++i) {
            drifts[i] = Weights.gap(assets[i].value, target[i], total) / int256(total);
        }
    }

    function _priceOf(Asset[] calldata assets) internal view returns (uint256) {
        for (uint256 i; i < assets.length; ++i) {
            if (assets[i].token == native) return assets[i].price;
        }
        revert Valuation.AssetUnknown(native);
    }
}

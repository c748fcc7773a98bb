// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {IVault} from "interfaces/IVault.sol";
import {Holdings, State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";

/// @title DrawdownEstimator
/// @notice The highest price that a share of a vault has had, and how far below it the price is (math 2.5, breaker 7.3).
///         The price of a share and not the vault's value: nobody's coming or going is a fall.
/// @dev A peak is what two records in a row have seen, a spacing apart: so neither a wrong price that is mended before the
///      next record nor anything that begins and ends between two of them makes one. A low price takes nothing away.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract DrawdownEstimator is IEstimator {
    using FixedPointMathLib for uint256;

    error SharePriceOutOfDomain(address vault, uint256 price, uint256 most);

    struct Past {
        uint104 peak; // 13; D18{USD/share}, at the time of the last record
        uint104 price; // + 13 = 26; D18{USD/share}, of the last record
        uint40 time; // + 5 = 31; {s}
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MIN_SPACING = 1 minutes; // {s}
    uint256 internal constant MAX_SPACING = 7 days; // {s}
    uint256 internal constant MIN_TAU = 7 days; // {s}
    uint256 internal constant MAX_TAU = 3650 days; // {s}

    IVault public immutable vault;
    uint256 public immutable spacing; // {s} between two records, at least
    uint256 public immutable tau; // {s}, after which a peak has faded to 1/e; 0: it never does
    Past internal _past;

    constructor(IVault vault_, uint256 spacing_, uint256 tau_) {
        Bounds.requireBetween("spacing", spacing_, MIN_SPACING, MAX_SPACING);
        if (tau_ > 0) Bounds.requireBetween("tau", tau_, MIN_TAU, MAX_TAU);
        (vault, spacing, tau) = (vault_, spacing_, tau_);
    }

    /* ANYONE */

    /// @inheritdoc IEstimator
    /// @dev New is a price at least `spacing` after the last; who comes earlier is told so by `false`.
    function record() external returns (bool) {
        Past memory past = _past;
        if (block.timestamp < past.time + spacing) return false;
        uint256 price = sharePrice();
        require(price <= type(uint104).max, SharePriceOutOfDomain(address(vault), price, type(uint104).max));
        uint256 top = _faded(past).max(price.min(past.price));
        _past = Past(uint104(top), uint104(price), uint40(block.timestamp));
        emit Recorded(address(vault), price);
        return true;
    }

    /* VIEWS */

    /// @notice How far the price of a share is below its peak now. Reverts as the vault's observer does.
    /// @return D18{1}, rounded up.
    function drawdown() external view returns (uint256) {
        return drawdownAt(sharePrice());
    }

    /// @notice The same at a price that the caller knows, e.g. from a state, as a vault at work answers nobody.
    /// @param price D18{USD/share}
    /// @return D18{1}, rounded up.
    function drawdownAt(uint256 price) public view returns (uint256) {
        uint256 top = peak();
        require(top > 0, NothingRemembered(address(vault)));
        return price >= top ? 0 : ONE - price * ONE / top;
    }

    /// @return D18{USD/share}, as far as it has not faded; 0 before the second record.
    function peak() public view returns (uint256) {
        return _faded(_past);
    }

    /// @return {s}, of the last record; 0 where there has been none.
    function updatedAt() external view returns (uint256) {
        return _past.time;
    }

    /// @return D18{USD/share}, rounded down.
    function sharePrice() public view returns (uint256) {
        Holdings memory held = vault.holdings();
        State memory state = vault.observer().observe(held);
        return state.value.fullMulDiv(ONE, held.supply);
    }

    /* INTERNAL */

    /// @return D18{USD/share}, the peak of that time now, rounded down.
    function _faded(Past memory past) internal view returns (uint256) {
        return tau == 0 ? past.peak : past.peak * Decay.kept(block.timestamp - past.time, tau) / ONE;
    }
}

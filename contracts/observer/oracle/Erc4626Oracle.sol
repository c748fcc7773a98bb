// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title Erc4626Oracle
/// @notice Prices a vault's share: what it converts to, at the price of the vault's asset (features R1, cases LM-04).
/// @dev Whoever gives a vault assets raises its rate at once. So a rate is believed within bounds of our own: above the
///      one at listing it may be by so much a year and no more, below it by so much. A rate beyond is refused, not cut:
///      a cut one would price the shares at what they are not worth. The deployer says the rate at listing, as the one
///      in the block of the deployment is anybody's to move.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract Erc4626Oracle is CompositeOracle {
    using FixedPointMathLib for uint256;

    error RateTooHigh(address vault, uint256 rate, uint256 most);
    error RateTooLow(address vault, uint256 rate, uint256 least);

    uint256 internal constant MAX_GROWTH = 1e18; // D18{1}; a vault that doubles in a year is none of ours.
    uint256 internal constant MAX_LOSS = 0.5e18; // D18{1}; one that has lost half is to be looked at.

    IPriceOracle public immutable source; // of the vault's asset
    address public immutable asset;
    uint256 public immutable listedRate; // {unit} of the asset for SCALE shares
    uint256 public immutable listedAt; // {s}
    uint256 public immutable maxGrowth; // D18{1} of the listed rate, in a year
    uint256 public immutable maxLoss; // D18{1} of the listed rate, ever

    constructor(
        IERC4626 vault,
        address quote_,
        IPriceOracle source_,
        uint256 listedRate_,
        uint256 maxGrowth_,
        uint256 maxLoss_
    ) CompositeOracle(address(vault), quote_) {
        Bounds.requireAtMost("maxGrowth", maxGrowth_, MAX_GROWTH);
        Bounds.requireAtMost("maxLoss", maxLoss_, MAX_LOSS);
        (source, asset, listedRate, listedAt) = (source_, vault.asset(), listedRate_, block.timestamp);
        (maxGrowth, maxLoss) = (maxGrowth_, maxLoss_);
        _requireWithin(_converted());
    }

    /// @return {unit} of the asset for SCALE shares, the most that is believed now: a straight line from the listing.
    function mostRate() public view returns (uint256) {
        return listedRate + listedRate.fullMulDiv(maxGrowth * (block.timestamp - listedAt), ONE * 365 days);
    }

    /// @return {unit} of the asset for SCALE shares, the least that is believed.
    function leastRate() public view returns (uint256) {
        return listedRate.fullMulDivUp(ONE - maxLoss, ONE);
    }

    function _rate(bool sides) internal view override returns (Rate memory) {
        uint256 rate = _converted();
        _requireWithin(rate);
        Rate memory price = _ask(source, asset, quote, sides);
        return Rate(
            rate.fullMulDiv(price.bid, SCALE),
            rate.fullMulDiv(price.mid, SCALE),
            rate.fullMulDivUp(price.ask, SCALE)
        );
    }

    /// @return {unit} of the asset for SCALE shares, as the vault rounds: to less than a 1e-16 of it.
    function _converted() internal view returns (uint256) {
        return abi.decode(Attempt.demand(base, abi.encodeCall(IERC4626.convertToAssets, (SCALE)), 32), (uint256));
    }

    function _requireWithin(uint256 rate) internal view {
        (uint256 low, uint256 high) = (leastRate(), mostRate());
        require(rate >= low, RateTooLow(base, rate, low));
        require(rate <= high, RateTooHigh(base, rate, high));
    }
}

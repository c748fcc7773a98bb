// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IAuction} from "interfaces/IAuction.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {State, Asset, Order} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Descent} from "contracts/math/Descent.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title AuctionPlanner
/// @notice Plans the one order of a bid while it is under way, and what another planner plans where no auction is open.
/// @dev Sizes come from the balances and prices of the moment, so nothing has to be what it was when the auction opened:
///      a bid gets what still leads to the target, or no more than it asks for, and nothing blocks it by a unit.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract AuctionPlanner is IPlanner {
    using FixedPointMathLib for uint256;
    using Valuation for Asset[];

    struct Limits {
        uint256 maxTurnover; // D18{1} of the vault's value, sold in one bid
        uint256 minTrade; // D18{USD}, below which a bid is refused
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_LEAST = 2 ** 96; // D18{USD}, 8e10 dollars: no vault trades in larger pieces.

    address public immutable vault;
    IAuction public immutable auction;
    IPlanner public immutable inner;
    uint256 public immutable maxTurnover;
    uint256 public immutable minTrade;

    uint256 internal immutable _first; // D18{1} of the price at the opening
    uint256 internal immutable _last; // D18{1} of it
    uint256 internal immutable _fall; // D18{1}, from the first to the last
    uint256 internal immutable _duration; // {s}
    uint256 internal immutable _low; // D18{1} of an asset's price at the opening, below which it has jumped
    uint256 internal immutable _high; // D18{1} of it, above which it has

    constructor(address vault_, IAuction auction_, IPlanner inner_, Limits memory limits) {
        Bounds.requireSome("maxTurnover", limits.maxTurnover, ONE);
        Bounds.requireSome("minTrade", limits.minTrade, MAX_LEAST);
        (vault, auction, inner) = (vault_, auction_, inner_);
        (maxTurnover, minTrade) = (limits.maxTurnover, limits.minTrade);
        IAuction.Terms memory terms = auction_.terms();
        (uint256 first, uint256 last) = (ONE + terms.premium, ONE - terms.discount);
        (_first, _last, _fall, _duration) = (first, last, Descent.span(first, last), terms.duration);
        (_low, _high) = (last * (ONE - terms.jump) / ONE, first * (ONE + terms.jump) / ONE);
    }

    /// @inheritdoc IPlanner
    /// @dev The hint is the inner planner's: a bid brings none.
    function plan(State calldata state, uint256[] calldata target, bytes calldata hint)
        external
        view
        returns (Order[] memory orders)
    {
        (address sell, address buy, uint256 amount) = auction.bidOf(vault);
        if (amount == 0) {
            _requireNone(state);
            return inner.plan(state, target, hint);
        }
        orders = new Order[](1);
        orders[0] = _order(state, target, sell, buy, amount);
    }

    /// @inheritdoc IPlanner
    /// @dev By the inner planner, or in an auction, whichever is dearer.
    function maxCost() external view returns (uint256) {
        return inner.maxCost().max(ONE - _last);
    }

    /// @dev An auction that is going on is not gone round, unless the price of an asset has jumped. To plan nothing would
    ///      not do: a cooldown takes that for a rebalance.
    function _requireNone(State calldata state) internal view {
        Asset[] calldata assets = state.assets;
        (, uint256 end) = auction.timesOf(vault);
        if (state.time > end) return;
        for (uint256 i; i < assets.length; ++i) {
            if (_hasJumped(assets[i].price, auction.priceOf(vault, i))) return;
        }
        revert IAuction.AuctionUnderWay(vault, end);
    }

    function _order(State calldata state, uint256[] calldata target, address sell, address buy, uint256 amount)
        internal
        view
        returns (Order memory)
    {
        (uint256 i, uint256 j) = (state.assets.placeOf(sell), state.assets.placeOf(buy));
        (Asset calldata from, Asset calldata to) = (state.assets[i], state.assets[j]);
        uint256 factor = _factor(state.time, from, _openingOf(from, i), to, _openingOf(to, j));
        uint256 worth = _most(state, target, i, j, factor);
        amount = amount.min(worth * from.unit / from.price).min(from.balance);
        worth = Valuation.valueOf(amount, from.price, from.unit);
        require(worth >= minTrade, IAuction.BidTooSmall(worth, minTrade));
        return Order(address(auction), sell, buy, amount, _due(from, to, amount, factor));
    }

    /// @dev The price of the auction in parts of the oracle's now, rounded up, and never below the last part of it.
    /// @param fromOpening D18{USD/tok}, what it cost when the auction was opened. @param toOpening D18{USD/tok}
    /// @return D18{1}
    function _factor(uint256 time, Asset calldata from, uint256 fromOpening, Asset calldata to, uint256 toOpening)
        internal
        view
        returns (uint256)
    {
        (uint256 start,) = auction.timesOf(vault);
        uint256 part = Descent.at(_first, _last, _fall, time.zeroFloorSub(start), _duration);
        return (part * fromOpening).fullMulDivUp(to.price, toOpening * from.price).max(_last);
    }

    /// @return price D18{USD/tok}, the asset's at the opening. Reverts `PriceJumped` where it is nobody's any more.
    function _openingOf(Asset calldata asset, uint256 i) internal view returns (uint256 price) {
        price = auction.priceOf(vault, i);
        require(!_hasJumped(asset.price, price), IAuction.PriceJumped(asset.token, asset.price, price));
    }

    function _hasJumped(uint256 price, uint256 opening) internal view returns (bool) {
        return price * ONE < opening * _low || price * ONE > opening * _high;
    }

    /// @dev What may be sold until one of the two is at its target in the vault that is left, rounded down: with v and t
    ///      for values and targets, V in all and f for the factor, (v - x) = t(V + (f-1)x) and (v + fx) = t(V + (f-1)x).
    /// @return D18{USD}, at most the turnover. Reverts `WrongWay` where one of the two is there or beyond.
    function _most(State calldata state, uint256[] calldata target, uint256 i, uint256 j, uint256 factor)
        internal
        view
        returns (uint256)
    {
        int256 above = Weights.gap(state.assets[i].value, target[i], state.value);
        int256 below = -Weights.gap(state.assets[j].value, target[j], state.value);
        require(above > 0 && below > 0, IAuction.WrongWay(state.assets[i].token, state.assets[j].token));
        uint256 given = uint256(above) / (ONE - target[i] + target[i].mulDivUp(factor, ONE));
        uint256 taken = uint256(below) / (target[j] + (ONE - target[j]).mulDivUp(factor, ONE));
        return given.min(taken).min(maxTurnover * state.value / ONE);
    }

    /// @dev {unit} to be paid, rounded up.
    function _due(Asset calldata from, Asset calldata to, uint256 amount, uint256 factor)
        internal
        pure
        returns (uint256)
    {
        return (amount * from.price).fullMulDivUp(factor * to.unit, to.price * from.unit * ONE);
    }
}

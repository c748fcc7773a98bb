// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {State, Order, Curve} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {Netting} from "contracts/math/Netting.sol";
import {Weights} from "contracts/math/Weights.sol";
import {HubPlanner} from "contracts/execution/HubPlanner.sol";

/// @title NettingPlanner
/// @notice What one asset has too much of and another too little goes straight from the one to the other, where that brings
///         more than by way of the hub; all else goes by way of the hub, as HubPlanner has it (math 1.4, features E7).
/// @dev 1. Gaps to the target are shortened as HubPlanner does, and netted: the largest seller with the largest buyer.
///      2. Of each such pair its market and both ways through the hub are asked, as far as there are any, and the straight
///         trade is planned where it brings more. It is cut as a trade with the hub is, and never brings more than is
///         wanted.
///      3. What is left of all gaps is HubPlanner's: so the hub never crosses its own target.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract NettingPlanner is HubPlanner {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;

    uint256 internal constant MIN_GAS = 20_000; // {gas}: two cold reads of a pool take half of it.
    uint256 internal constant MAX_GAS = 2_000_000; // {gas}, a fifteenth of a block of 30 million.

    uint256 public immutable marketGas; // {gas} that the venue gets for telling of a market, or that there is none

    constructor(address hub_, IVenue venue_, Limits memory limits, uint256 marketGas_)
        HubPlanner(hub_, venue_, limits)
    {
        Bounds.requireBetween("marketGas", marketGas_, MIN_GAS, MAX_GAS);
        marketGas = marketGas_;
    }

    /// @inheritdoc IPlanner
    /// @dev The hint is ignored. Reverts `GasTooLow`, and as HubPlanner does.
    function plan(State calldata state, uint256[] calldata target, bytes calldata)
        external
        view
        override
        returns (Order[] memory orders)
    {
        Side[] memory sides = _sides(state, target);
        Side memory center = _center(sides);
        _pace(sides, state.value);
        // Fewer than n straight orders, and one of each asset with the hub.
        Draft memory draft = Draft(state.value, center.balance, 0, new Order[](2 * sides.length));
        _net(draft, sides, center);
        _fit(sides, center);
        return _trade(draft, sides, center);
    }

    /* INTERNAL */

    /// @dev Plans what goes straight, and brings the sides to what they are then.
    function _net(Draft memory draft, Side[] memory sides, Side memory center) internal view {
        Netting.Trade[] memory trades = Netting.net(_needs(sides));
        for (uint256 k; k < trades.length; ++k) {
            (Side memory from, Side memory to) = (sides[trades[k].seller], sides[trades[k].buyer]);
            if (from.token == hub || to.token == hub || trades[k].amount <= minTrade) continue;
            _straight(draft, from, to, center, trades[k].amount);
        }
    }

    /// @dev What each lacks, D18{USD}: the hub as much as makes all together 0, others nothing where it is too little.
    function _needs(Side[] memory sides) internal view returns (int256[] memory needs) {
        needs = new int256[](sides.length);
        (uint256 center, int256 sum) = (0, 0);
        for (uint256 i; i < sides.length; ++i) {
            Side memory side = sides[i];
            if (side.token == hub) {
                center = i;
            } else if (Weights.distance(side.value, side.goal) > minTrade) {
                sum += needs[i] = int256(side.goal) - int256(side.value);
            }
        }
        needs[center] = -sum;
    }

    /// @dev Plans the straight trade of so much, D18{USD}, where its market bears one that brings more than two with the hub.
    function _straight(Draft memory draft, Side memory from, Side memory to, Side memory center, uint256 wanted)
        internal
        view
    {
        (bool given,) = _market(from.token, to.token);
        if (!given) return;
        Side memory way;
        uint256 amount = _amount(way, from, to, wanted);
        if (amount == 0 || way.curve.bought(amount) <= _byHub(from, to, center, amount)) return;
        uint256 got = _push(draft, way.curve, from, to, amount);
        (uint256 gave, uint256 came) = (_worth(from, amount), _worth(to, got));
        (from.balance, from.value) = (from.balance - amount, from.value - gave);
        (to.balance, to.value) = (to.balance + got, to.value + came);
        to.goal -= gave.zeroFloorSub(came); // What it cost is no gap that another trade should close.
    }

    /// @return {unit} to sell: no more than the market bears, nor than brings what is wanted, D18{USD}.
    function _amount(Side memory way, Side memory from, Side memory to, uint256 wanted)
        internal
        view
        returns (uint256)
    {
        way.sold = wanted.min(_look(way, from, to));
        uint256 most = _brings(way);
        uint256 size = most > wanted ? way.sold.fullMulDiv(wanted, most) : way.sold;
        return (size * from.unit / from.price).min(way.limit).min(from.balance);
    }

    /// @return {unit} of the last that a sale brings by way of the hub; 0 where there is no such way.
    function _byHub(Side memory from, Side memory to, Side memory center, uint256 amount)
        internal
        view
        returns (uint256)
    {
        (bool sold, Curve memory first) = _market(from.token, center.token);
        if (!sold) return 0;
        (bool bought, Curve memory second) = _market(center.token, to.token);
        uint256 between = first.bought(amount);
        return bought && between > 0 ? second.bought(between) : 0;
    }

    /// @notice The market of two assets, if the venue has one.
    function _market(address sell, address buy) internal view returns (bool given, Curve memory curve) {
        bytes memory said;
        bytes memory asked = abi.encodeCall(IVenue.curve, (sell, buy));
        (given, said) = Attempt.read(address(venue), marketGas, asked, 4 * Attempt.WORD);
        if (given) curve = abi.decode(said, (Curve));
    }
}

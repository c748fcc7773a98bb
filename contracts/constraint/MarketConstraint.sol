// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State, Asset, MarketClass} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Market} from "contracts/math/Market.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title MarketConstraint
/// @notice Each asset is traded as its market's class permits: freely, in smaller slices, only to hold less of it, or
///         not at all (math 7.1, features K1 K2 K4). No planner and no keeper goes round it.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract MarketConstraint is StatelessConstraint {
    error TradeForbidden(address asset, MarketClass kind, uint256 start, uint256 end);
    error SliceExceeded(address asset, MarketClass kind, uint256 traded, uint256 most);

    uint256 internal constant ONE = 1e18; // D18{1}

    uint256 public immutable maxSlice; // D18{1} of the starting value, of which a class permits a part

    constructor(uint256 maxSlice_) {
        Bounds.requireSome("maxSlice", maxSlice_, ONE);
        maxSlice = maxSlice_;
    }

    function judge(address, State calldata start, uint256[] calldata, State calldata end) public view override {
        uint256[] calldata signals = start.signals;
        if (Signals.isCalm(signals)) return;
        for (uint256 i; i < start.assets.length; ++i) {
            MarketClass kind = Signals.marketOf(signals, i);
            if (kind != MarketClass.Normal) _judge(kind, start.value, start.assets[i], end.assets[i]);
        }
    }

    /// @param total D18{USD}, what the vault was worth.
    function _judge(MarketClass kind, uint256 total, Asset calldata from, Asset calldata to) internal view {
        (bool grow, bool shrink, uint256 slice) = Market.permits(kind);
        bool permitted = to.balance == from.balance || (to.balance > from.balance ? grow : shrink);
        require(permitted, TradeForbidden(from.token, kind, from.balance, to.balance));
        uint256 most = maxSlice * slice / ONE;
        uint256 traded = Valuation.partUp(Weights.distance(from.value, to.value), total);
        require(slice == ONE || traded <= most, SliceExceeded(from.token, kind, traded, most));
    }
}

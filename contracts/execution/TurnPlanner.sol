// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVenue} from "interfaces/IVenue.sol";
import {HubPlanner} from "contracts/execution/HubPlanner.sol";

/// @title TurnPlanner
/// @notice Assets whose orders share a pool take turns: a plan is one sale for the hub and one purchase with it, each the
///         largest that there is. All else is as HubPlanner has it.
/// @dev 1. The sale meets every pool as it was looked at.
///      2. The purchase goes the other way through what both share, so the sale has only bettered its price: by no more
///         than 1 / (kept * (1 - maxImpact)^2). It is planned that much smaller, and does not go past its target.
///      So what a preview foresees of either is the least that comes.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract TurnPlanner is HubPlanner {
    uint256 public immutable afterSale; // D18{1} of its gap that a purchase closes after a sale, the fee aside

    constructor(address hub_, IVenue venue_, Limits memory limits) HubPlanner(hub_, venue_, limits) {
        afterSale = (ONE - limits.maxImpact) * (ONE - limits.maxImpact) / ONE;
    }

    function _fit(Side[] memory sides, Side memory center) internal view override {
        _cut(sides, center);
        _choose(sides);
        _match(sides, center);
    }

    /// @dev Leaves the largest sale and the largest purchase; of equal ones the first.
    function _choose(Side[] memory sides) internal view {
        (Side memory seller, Side memory buyer) = (sides[0], sides[0]);
        for (uint256 i = 1; i < sides.length; ++i) {
            if (sides[i].sold > seller.sold) seller = sides[i];
            if (sides[i].bought > buyer.bought) buyer = sides[i];
        }
        (uint256 sold, uint256 bought) = (seller.sold, buyer.bought);
        for (uint256 i; i < sides.length; ++i) {
            (sides[i].sold, sides[i].bought) = (0, 0);
        }
        if (sold > 0) bought = bought * (afterSale * seller.curve.kept / ONE) / ONE;
        (seller.sold, buyer.bought) = (sold, bought);
    }
}

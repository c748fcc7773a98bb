// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {Series} from "contracts/math/Series.sol";

/// @title PathVenue
/// @notice Trades any token with the end of a fixed path, by way of its other tokens: the way to a dollar for what
///         trades with another dollar.
/// @dev It goes from inlet to inlet: what one venue brings is pushed where the next wants it, and nothing is ever here.
///      Forwards from any token along the path to its end, or backwards; no other pair has a market.
/// @custom:stop Nothing to stop: no owner, no state. Governance takes it off the vault's list of venues.
contract PathVenue is IVenue {
    using FixedPointMathLib for uint256;
    using Series for Curve;

    error PathLength(uint256 count, uint256 least, uint256 most);
    error HopsMissing(uint256 count, uint256 expected);
    error TokenTwice(address token);

    /// @dev One trade of the way.
    struct Hop {
        IVenue venue;
        address sell;
        address buy;
    }

    uint256 internal constant MIN_TOKENS = 2; // With one there is nothing in the middle.
    uint256 internal constant MAX_TOKENS = 3; // Three trades cost what a direct pair must beat.

    address internal immutable _list; // Path and venues, as code: one cold read for all (docs/decisions/0002).

    /// @param path_ The tokens from the first that anything is sold for to the last.
    /// @param hops_ As many venues: of any token with the first of the path, then of each with the next.
    constructor(address[] memory path_, IVenue[] memory hops_) {
        uint256 n = path_.length;
        require(n >= MIN_TOKENS && n <= MAX_TOKENS, PathLength(n, MIN_TOKENS, MAX_TOKENS));
        require(hops_.length == n, HopsMissing(hops_.length, n));
        for (uint256 i; i < n; ++i) {
            for (uint256 k; k < i; ++k) {
                require(path_[k] != path_[i], TokenTwice(path_[i]));
            }
        }
        _list = SSTORE2.write(abi.encode(path_, hops_));
    }

    /// @return The tokens of the path, and the venue that leads to each.
    function route() public view returns (address[] memory, IVenue[] memory) {
        return abi.decode(SSTORE2.read(_list), (address[], IVenue[]));
    }

    /// @inheritdoc IVenue
    /// @dev The first venue's own; where a later one has no market, it says so.
    function inlet(address sell, address buy) external view returns (address first) {
        Hop[] memory way = _way(sell, buy);
        for (uint256 i = way.length; i > 0; --i) {
            first = _inlet(way[i - 1]);
        }
    }

    /// @inheritdoc IVenue
    function swap(Order calldata order, address receiver) external {
        Hop[] memory way = _way(order.sell, order.buy);
        (uint256 amount, uint256 last) = (order.sellAmount, way.length - 1);
        for (uint256 i; i < last; ++i) {
            amount = _pass(way[i], amount, _inlet(way[i + 1]));
        }
        _swap(way[last], amount, receiver);
    }

    /// @inheritdoc IVenue
    function quote(address sell, address buy, uint256 sellAmount) external view returns (uint256 amount) {
        Hop[] memory way = _way(sell, buy);
        amount = sellAmount;
        for (uint256 i; i < way.length; ++i) {
            amount = way[i].venue.quote(way[i].sell, way[i].buy, amount);
        }
    }

    /// @inheritdoc IVenue
    /// @dev Never more than `swap` brings, but for what a unit of each token on the way is worth.
    function curve(address sell, address buy) external view returns (Curve memory joined) {
        Hop[] memory way = _way(sell, buy);
        joined = _curve(way[0]);
        for (uint256 i = 1; i < way.length; ++i) {
            joined = joined.join(_curve(way[i]));
        }
    }

    /// @dev Forwards it is the path with its venues, backwards the same from its end.
    function _way(address sell, address buy) internal view returns (Hop[] memory way) {
        (address[] memory path, IVenue[] memory hops) = route();
        uint256 n = path.length;
        bool forward = buy == path[n - 1];
        require(forward || sell == path[n - 1], NoMarket(sell, buy));
        address other = forward ? sell : buy;
        address near = other;
        way = new Hop[](n);
        for (uint256 i; i < n; ++i) {
            address far = path[i];
            require(far != other, NoMarket(sell, buy));
            if (forward) way[i] = Hop(hops[i], near, far);
            else way[n - 1 - i] = Hop(hops[i], far, near);
            near = far;
        }
    }

    /// @return got {unit} that came to the next inlet.
    function _pass(Hop memory hop, uint256 amount, address next) internal returns (uint256 got) {
        uint256 held = IERC20(hop.buy).balanceOf(next);
        _swap(hop, amount, next);
        return IERC20(hop.buy).balanceOf(next).zeroFloorSub(held);
    }

    function _swap(Hop memory hop, uint256 amount, address receiver) internal {
        hop.venue.swap(Order(address(hop.venue), hop.sell, hop.buy, amount, 0), receiver);
    }

    function _inlet(Hop memory hop) internal view returns (address) {
        return hop.venue.inlet(hop.sell, hop.buy);
    }

    function _curve(Hop memory hop) internal view returns (Curve memory) {
        return hop.venue.curve(hop.sell, hop.buy);
    }
}

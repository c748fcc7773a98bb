// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {Parallel} from "contracts/math/Parallel.sol";
import {WaterFilling} from "contracts/math/WaterFilling.sol";

/// @title SplitVenue
/// @notice Several venues as one: an order is split so that it brings most, and what one of them fails is sold on the
///         others (features E7, C7, K5).
/// @dev A venue that does not tell of a market is none of them for this order, whatever the reason. What each is to
///      bring, it has said itself: a part that brings less is undone and sold elsewhere. So a venue that lies, keeps
///      what it gets, refuses or burns its gas costs gas, and takes nothing. If all fail, the order fails.
///      Another venue is used where it brings more than its gas costs, at the block's base fee: a tip is chosen by who
///      calls, and could drop all but one. Where the oracle is silent, gas counts nothing.
///      Where a curve ends, the venue alone knows what follows: there its quote decides.
/// @custom:stop Nothing to stop: no owner, no state. Governance takes it off the vault's list of venues.
contract SplitVenue is IVenue, ReentrancyGuardTransient {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;
    using Parallel for Curve[];
    using SafeERC20 for IERC20;
    using WaterFilling for Curve;
    using WaterFilling for Curve[];
    using WaterFilling for uint256[];

    error VenueCount(uint256 count, uint256 least, uint256 most);
    error VenueTwice(address venue);
    error VenuesFailed(address sell, address buy, uint256 left);
    error NotItself(address caller);

    /// @notice A part that a venue did not trade, {unit} of sell; it was sold on the others.
    event PartFailed(address venue, address sell, address buy, uint256 amount);

    /// @dev The venues that have a market for a pair, and what each looks like.
    struct Market {
        address sell;
        address buy;
        IVenue[] venues;
        Curve[] curves;
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MIN_VENUES = 2; // One alone needs nobody before it.
    uint256 internal constant MAX_VENUES = 4; // Fifteen choices; each venue more doubles them.
    uint256 internal constant MAX_GAS = 1_000_000; // {gas}, ten times what a swap takes.
    uint256 internal constant LOOK = 300_000; // {gas} for one question: ten times a cold pool with its ticks.
    uint256 internal constant TRADE = 1_000_000; // {gas} for one part: ten times a swap.
    uint256 internal constant WORD = 0.999e18; // D18{1} of what it has said a part must bring at least,
    uint256 internal constant SLACK = 2; // {unit} aside: a pool rounds its own way.

    uint256 public immutable swapGas; // {gas} that one more venue takes; 0: gas is not counted
    IPriceOracle public immutable oracle; // Of wrapped ether in what is bought.
    address public immutable weth;
    address internal immutable _list; // The venues, as code: one cold read for all (docs/decisions/0002).

    constructor(IVenue[] memory venues_, uint256 swapGas_, IPriceOracle oracle_, address weth_) {
        uint256 n = venues_.length;
        require(n >= MIN_VENUES && n <= MAX_VENUES, VenueCount(n, MIN_VENUES, MAX_VENUES));
        Bounds.requireAtMost("swapGas", swapGas_, MAX_GAS);
        for (uint256 i; i < n; ++i) {
            require(address(venues_[i]).code.length > 0, IVault.NoCode(address(venues_[i])));
            for (uint256 k; k < i; ++k) {
                require(venues_[k] != venues_[i], VenueTwice(address(venues_[i])));
            }
        }
        (swapGas, oracle, weth) = (swapGas_, oracle_, weth_);
        _list = SSTORE2.write(abi.encode(venues_));
    }

    function venues() public view returns (IVenue[] memory) {
        return abi.decode(SSTORE2.read(_list), (IVenue[]));
    }

    /// @inheritdoc IVenue
    function inlet(address sell, address buy) external view returns (address) {
        _open(sell, buy);
        return address(this);
    }

    /// @inheritdoc IVenue
    /// @dev Each round leaves out who has failed in it, so that there are no more rounds than venues.
    function swap(Order calldata order, address receiver) external nonReentrant {
        Market memory market = _open(order.sell, order.buy);
        uint256 left = _trade(market, order.sellAmount, receiver);
        while (left > 0) {
            market = _look(market.venues, order.sell, order.buy);
            require(market.curves.length > 0, VenuesFailed(order.sell, order.buy, left));
            left = _trade(market, left, receiver);
        }
    }

    /// @notice Trades one part, in a call of its own so that it can fail alone. Of this contract's own use.
    /// @param part At least `minBuyAmount` must come.
    function settle(Order calldata part, address receiver) external {
        require(msg.sender == address(this), NotItself(msg.sender));
        (IVenue venue, address sell, address buy) = (IVenue(part.venue), part.sell, part.buy);
        uint256 held = IERC20(buy).balanceOf(receiver);
        IERC20(sell).safeTransfer(venue.inlet(sell, buy), part.sellAmount);
        venue.swap(part, receiver);
        uint256 got = IERC20(buy).balanceOf(receiver).zeroFloorSub(held);
        require(got >= part.minBuyAmount, IVault.BoughtTooLittle(buy, got, part.minBuyAmount));
    }

    /// @inheritdoc IVenue
    /// @dev As the venues quote their parts at this block's base fee; what one does not quote counts for nothing.
    ///      Reverts `LimitOutOfRange` beyond 2^124.
    function quote(address sell, address buy, uint256 sellAmount) external view returns (uint256 buyAmount) {
        Market memory market = _open(sell, buy);
        uint256[] memory parts = _split(market, sellAmount);
        for (uint256 j; j < parts.length; ++j) {
            if (parts[j] > 0) buyAmount += _ask(market, j, parts[j]);
        }
    }

    /// @inheritdoc IVenue
    /// @dev Never more than `swap` brings, but for a unit a venue of either token and what is saved in gas.
    function curve(address sell, address buy) external view returns (Curve memory) {
        return _open(sell, buy).curves.join();
    }

    function _open(address sell, address buy) internal view returns (Market memory market) {
        market = _look(venues(), sell, buy);
        require(market.curves.length > 0, NoMarket(sell, buy));
    }

    /// @dev Those of the venues that tell of a sound market; address 0 is nobody.
    function _look(IVenue[] memory asked, address sell, address buy) internal view returns (Market memory market) {
        bytes memory question = abi.encodeCall(IVenue.curve, (sell, buy));
        uint256 n = asked.length;
        market = Market(sell, buy, new IVenue[](n), new Curve[](n));
        uint256 count;
        for (uint256 i; i < n; ++i) {
            if (address(asked[i]) == address(0)) continue;
            (bool given, bytes memory said) = Attempt.read(address(asked[i]), LOOK, question, 128);
            if (!given) continue;
            Curve memory seen = abi.decode(said, (Curve));
            if (!seen.isSound()) continue;
            (market.venues[count], market.curves[count]) = (asked[i], seen);
            ++count;
        }
        _shorten(market, count);
    }

    function _shorten(Market memory market, uint256 count) internal pure {
        (IVenue[] memory asked, Curve[] memory curves) = (market.venues, market.curves);
        assembly ("memory-safe") {
            mstore(asked, count) // Shortens the lists in place; the rest is never read.
            mstore(curves, count)
        }
    }

    /// @dev Sells the parts of an amount; who fails is struck off the market.
    /// @return left {unit} of what is sold, that they have not taken.
    function _trade(Market memory market, uint256 amount, address receiver) internal returns (uint256 left) {
        uint256[] memory parts = _split(market, amount);
        for (uint256 j; j < parts.length; ++j) {
            if (parts[j] == 0 || _settles(market, j, parts[j], receiver)) continue;
            emit PartFailed(address(market.venues[j]), market.sell, market.buy, parts[j]);
            market.venues[j] = IVenue(address(0));
            left += parts[j];
        }
    }

    function _settles(Market memory market, uint256 j, uint256 part, address receiver) internal returns (bool) {
        uint256 least = (_promise(market, j, part) * WORD / ONE).zeroFloorSub(SLACK);
        Order memory order = Order(address(market.venues[j]), market.sell, market.buy, part, least);
        Attempt.requireGas(TRADE);
        try this.settle{gas: TRADE}(order, receiver) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev The best parts. Another venue's gas is looked at where the best would be more than one.
    function _split(Market memory market, uint256 amount) internal view returns (uint256[] memory parts) {
        Curve[] memory curves = market.curves;
        parts = curves.fill(amount, 0);
        if (parts.count() < 2 && curves.keeps(parts)) return parts;
        uint256 cost = _cost(market.buy);
        if (cost > 0) parts = curves.fill(amount, cost);
        if (!curves.keeps(parts)) return _beyond(market, parts, amount, cost);
    }

    /// @dev A curve has come to its end: would it bring more to go on as if it did not, or to sell all in one place?
    function _beyond(Market memory market, uint256[] memory best, uint256 amount, uint256 cost)
        internal
        view
        returns (uint256[] memory)
    {
        uint256 n = best.length;
        int256 most = _net(market, best, cost);
        for (uint256 j; j <= n; ++j) {
            uint256[] memory parts = j < n ? new uint256[](n) : _endless(market.curves).fill(amount, cost);
            if (j < n) parts[j] = amount;
            int256 brought = _net(market, parts, cost);
            if (brought > most) (best, most) = (parts, brought);
        }
        return best;
    }

    function _endless(Curve[] memory curves) internal pure returns (Curve[] memory open) {
        open = new Curve[](curves.length);
        for (uint256 j; j < curves.length; ++j) {
            Curve memory its = curves[j];
            open[j] = Curve(its.sellReserve, its.buyReserve, its.kept, type(uint256).max);
        }
    }

    /// @dev What the venues say that the parts bring, less their gas: {unit}, with sign.
    function _net(Market memory market, uint256[] memory parts, uint256 cost) internal view returns (int256) {
        uint256 brought;
        for (uint256 j; j < parts.length; ++j) {
            if (parts[j] > 0) brought += _promise(market, j, parts[j]);
        }
        return int256(brought) - int256(cost * parts.count());
    }

    /// @return brings {unit}, by its curve; beyond the curve's end by its quote, where it gives one that is more.
    function _promise(Market memory market, uint256 j, uint256 part) internal view returns (uint256 brings) {
        Curve memory its = market.curves[j];
        brings = its.bought(part.min(its.limit));
        if (part <= its.limit) return brings;
        return _ask(market, j, part).clamp(brings, WaterFilling.MOST);
    }

    /// @return {unit}, by its quote; nothing where it gives none.
    function _ask(Market memory market, uint256 j, uint256 part) internal view returns (uint256) {
        return _number(address(market.venues[j]), abi.encodeCall(IVenue.quote, (market.sell, market.buy, part)));
    }

    /// @return cost {unit} of what is bought, of one more venue's gas; nothing where nobody knows.
    function _cost(address buy) internal view returns (uint256 cost) {
        uint256 fee = _fee();
        if (fee == 0 || buy == weth) return fee;
        cost = _number(address(oracle), abi.encodeCall(IPriceOracle.getQuote, (fee, weth, buy)));
        return cost.min(WaterFilling.MOST);
    }

    /// @return {wei} of one more venue's gas at this block's base fee.
    function _fee() internal view virtual returns (uint256) {
        return swapGas * block.basefee;
    }

    /// @return {unit} that is answered, or 0.
    function _number(address asked, bytes memory question) internal view returns (uint256) {
        (bool given, bytes memory said) = Attempt.read(asked, LOOK, question, 32);
        return given ? abi.decode(said, (uint256)) : 0;
    }
}

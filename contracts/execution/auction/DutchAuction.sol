// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IAuction} from "interfaces/IAuction.sol";
import {IBidder} from "interfaces/IBidder.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {State, Asset, Order, Curve} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title DutchAuction
/// @notice One auction of the whole vault at a time: all prices are fixed when it opens, and any asset that is above its
///         target is sold for any that is below (docs/decisions/0012).
///
/// PRICE
/// - It falls from oracle*(1 + premium) to oracle*(1 - discount), the oracle being that of the opening (math 5.6).
/// - The vault's planner says what is due, from these prices and those of now, and the vault measures that it came.
///
/// CUSTODY
/// - Nothing ever lies here: the vault pushes to the bidder, the bidder pays the vault.
/// - Only the vault that the bidder has named can call for its payment, once, during its own call.
///
/// LIVENESS
/// - It ends by itself, whether anybody bid or not; then the vault's other planner has the rest for itself.
/// - It knows no holder and keeps none from leaving (cases EX-04).
/// @custom:stop Governance takes it off the vault's list of venues: then none is opened, and no bid is filled.
contract DutchAuction is IAuction {
    using FixedPointMathLib for uint256;
    using SafeERC20 for IERC20;
    using Valuation for State;
    using Valuation for Asset[];

    /// @dev Two neighbours' prices at the opening: one word, so that a bid reads two at most.
    struct Fixed {
        uint104 even; // 13; D18{USD/tok}
        uint104 odd; // + 13 = 26; D18{USD/tok}
        uint40 start; // + 5 = 31; {s}, the same in all
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_RATIO = 100; // of the first price and the last (cases LM-02)
    uint256 internal constant MAX_PRICE = 1e30; // D18{USD/tok}, as the observer has it (cases I-24); fits 104 bits.
    uint256 internal constant MIN_DURATION = 2 minutes; // {s}, ten blocks: fewer steps are no auction.
    uint256 internal constant MAX_DURATION = 1 days; // {s}; the oracle's price of yesterday is nobody's.
    uint256 internal constant MIN_REST = 2 minutes; // {s}, ten blocks for who trades on pools.
    uint256 internal constant MAX_REST = 7 days; // {s}, as long as the longest pause.
    uint256 public constant WARM_UP = 30; // {s} between opening and the first bid, for all to see it.
    address internal constant NOBODY = address(0xdead); // Whose bid it is that an opening tries.

    uint256 internal immutable _premium; // D18{1}
    uint256 internal immutable _discount; // D18{1}
    uint256 internal immutable _jump; // D18{1}
    uint256 internal immutable _duration; // {s}
    uint256 internal immutable _rest; // {s}

    mapping(address vault => Fixed[10]) internal _fixed; // As many as a vault has pairs of neighbours.

    // The bid under way, while the bidder is not 0.
    address internal transient _bidder;
    address internal transient _vault;
    address internal transient _sell;
    address internal transient _buy;
    bool internal transient _called;
    uint256 internal transient _amount; // {unit} of sell, at most
    uint256 internal transient _maxPay; // {unit} of buy, for all of it
    uint256 internal transient _sold; // {unit} of sell; 0 until it is filled
    uint256 internal transient _paid; // {unit} of buy

    constructor(Terms memory it) {
        Bounds.requireAtMost("discount", it.discount, ONE / 2);
        Bounds.requireAtMost("premium", it.premium, MAX_RATIO * (ONE - it.discount) - ONE);
        Bounds.requireSome("jump", it.jump, ONE / 2);
        Bounds.requireBetween("duration", it.duration, MIN_DURATION, MAX_DURATION);
        Bounds.requireBetween("rest", it.rest, MIN_REST, MAX_REST);
        (_premium, _discount, _jump) = (it.premium, it.discount, it.jump);
        (_duration, _rest) = (it.duration, it.rest);
    }

    /* ANYONE */

    /// @inheritdoc IAuction
    function open(IVault vault, address sell, address buy) external {
        _requireFree(address(vault));
        require(vault.isVenue(address(this)), IVault.VenueNotAllowed(address(this)));
        uint256 paused = vault.pausedUntil();
        require(block.timestamp >= paused, IVault.IsPaused(paused));
        IConstraint rules = vault.constraint();
        rules.requireReady(address(vault));
        (State memory start, uint256[] memory target) = _decide(vault);
        _fix(address(vault), start);
        rules.judge(address(vault), start, target, _foresee(vault, start, target, sell, buy));
    }

    /// @inheritdoc IAuction
    function bid(IVault vault, address sell, address buy, uint256 amount, uint256 maxPay, bool called)
        external
        returns (uint256 sold, uint256 paid)
    {
        require(amount > 0, BidOfNothing());
        (uint256 start, uint256 end) = timesOf(address(vault));
        bool isOpen = block.timestamp >= start && block.timestamp <= end;
        require(isOpen, NoAuction(address(vault), block.timestamp, start, end));
        _note(msg.sender, address(vault), sell, buy, amount);
        (_maxPay, _called) = (maxPay, called);
        vault.rebalance();
        (sold, paid) = (_sold, _paid);
        require(sold > 0, BidUnanswered(address(vault)));
        (_bidder, _sold) = (address(0), 0);
    }

    /* THE VAULT OF THE BID */

    /// @inheritdoc IVenue
    function inlet(address sell, address buy) external view returns (address) {
        _requireBid(sell, buy);
        return _bidder;
    }

    /// @inheritdoc IVenue
    function swap(Order calldata order, address receiver) external {
        (address sell, address buy, uint256 sold) = (order.sell, order.buy, order.sellAmount);
        _requireBid(sell, buy);
        (address bidder, uint256 due) = (_bidder, order.minBuyAmount);
        uint256 most = _maxPay.fullMulDivUp(sold.min(_amount), _amount);
        require(due <= most, LimitExceeded(due, most));
        (_sold, _paid) = (sold, due);
        emit AuctionFilled(msg.sender, bidder, sell, buy, sold, due);
        if (_called) IBidder(bidder).pay(sell, buy, sold, due);
        IERC20(buy).safeTransferFrom(bidder, receiver, due);
    }

    /* VIEWS */

    /// @inheritdoc IAuction
    function timesOf(address vault) public view returns (uint256 start, uint256 end) {
        start = _fixed[vault][0].start;
        if (start > 0) end = start + _duration;
    }

    /// @inheritdoc IAuction
    function bidOf(address vault) external view returns (address sell, address buy, uint256 amount) {
        if (_bidder != address(0) && _vault == vault) return (_sell, _buy, _amount);
    }

    /// @inheritdoc IAuction
    function priceOf(address vault, uint256 i) external view returns (uint256) {
        Fixed memory both = _fixed[vault][i / 2];
        return i % 2 == 0 ? both.even : both.odd;
    }

    /// @inheritdoc IAuction
    function terms() external view returns (Terms memory) {
        return Terms(_premium, _discount, _jump, _duration, _rest);
    }

    /// @inheritdoc IVenue
    /// @dev Nobody trades here who does not bid.
    function quote(address sell, address buy, uint256) external pure returns (uint256) {
        revert NoMarket(sell, buy);
    }

    /// @inheritdoc IVenue
    /// @dev Nor is there a curve: the price does not move with the size.
    function curve(address sell, address buy) external pure returns (Curve memory) {
        revert NoMarket(sell, buy);
    }

    /* INTERNAL */

    /// @dev As the vault does it; what an observer or a strategy could get wrong, the vault looks at with every bid.
    function _decide(IVault vault) internal view returns (State memory start, uint256[] memory target) {
        start = vault.observer().observe(vault.holdings());
        target = vault.strategy().target(start);
    }

    function _requireFree(address vault) internal view {
        (, uint256 end) = timesOf(vault);
        require(block.timestamp >= end + _rest, AuctionTooSoon(vault, end + _rest));
    }

    /// @dev Two prices a word; the last of an odd number stands alone.
    function _fix(address vault, State memory state) internal {
        (uint256[] memory prices, uint256 start) = (state.prices(), block.timestamp + WARM_UP);
        for (uint256 i; i < prices.length; i += 2) {
            uint104 even = _known(state.assets[i]);
            uint104 odd = i + 1 < prices.length ? _known(state.assets[i + 1]) : 0;
            _fixed[vault][i / 2] = Fixed(even, odd, uint40(start));
        }
        emit AuctionOpened(vault, start, start + _duration, prices);
    }

    /// @return D18{USD/tok}, such as an observer may tell.
    function _known(Asset memory asset) internal pure returns (uint104) {
        uint256 price = asset.price;
        bool known = price > 0 && price <= MAX_PRICE;
        require(known, IStateObserver.PriceOutOfDomain(asset.token, price, 1, MAX_PRICE));
        return uint104(price);
    }

    /// @dev What a bid for all of the pair would lead to, at the oracle's price.
    function _foresee(IVault vault, State memory start, uint256[] memory target, address sell, address buy)
        internal
        returns (State memory end)
    {
        _note(NOBODY, address(vault), sell, buy, type(uint256).max);
        Order[] memory orders = vault.planner().plan(start, target, "");
        _bidder = address(0);
        bool ours = orders.length == 1 && orders[0].venue == address(this);
        require(ours, BidUnanswered(address(vault)));
        end = start.copy();
        end.assets.find(orders[0].sell).balance -= orders[0].sellAmount;
        end.assets.find(orders[0].buy).balance += orders[0].minBuyAmount.mulDiv(ONE, ONE + _premium);
        end.revalue();
    }

    function _note(address bidder, address vault, address sell, address buy, uint256 amount) internal {
        require(_bidder == address(0), BidUnderWay(_bidder));
        (_bidder, _vault, _sell, _buy, _amount) = (bidder, vault, sell, buy, amount);
    }

    /// @dev Asked by the vault of the bid, for the pair of the bid, and not filled yet.
    function _requireBid(address sell, address buy) internal view {
        bool asked = _bidder != address(0) && msg.sender == _vault && sell == _sell && buy == _buy;
        require(asked && _sold == 0, NoMarket(sell, buy));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";

/// @title IAuction
/// @notice A venue whose keeper is whoever bids: what a vault has too much of, for what it has too little of, at a
///         price that falls until somebody takes it (math 5.6, features E8).
/// @dev A bid is a rebalance: the vault's own planner sizes it, and the vault's own constraints judge it. The auction
///      holds no token, and takes none but those of a bidder, who is the caller, within the limit that the caller set.
///
///      opened --WARM_UP--> start: bids, from p0 --duration--> end: the last, at p1 --rest--> may be opened again
interface IAuction is IVenue {
    /// How the price falls, the same for every vault.
    struct Terms {
        uint256 premium; // D18{1}, above the oracle at first
        uint256 discount; // D18{1}, below the oracle at last
        uint256 jump; // D18{1} beyond these two, where an asset's price is nobody's any more
        uint256 duration; // {s}
        uint256 rest; // {s} after it
    }

    /// @param prices D18{USD/tok}, in the vault's order, of which those of the auction are made from `start` to `end`.
    event AuctionOpened(address indexed vault, uint256 start, uint256 end, uint256[] prices);

    event AuctionFilled(
        address indexed vault, address indexed bidder, address sell, address buy, uint256 sold, uint256 paid
    );

    error AuctionTooSoon(address vault, uint256 readyAt);
    error AuctionUnderWay(address vault, uint256 end);
    error NoAuction(address vault, uint256 time, uint256 start, uint256 end);
    error BidOfNothing();
    error BidUnderWay(address bidder);
    error BidUnanswered(address vault);
    error BidTooSmall(uint256 worth, uint256 least);
    error LimitExceeded(uint256 due, uint256 most);
    error WrongWay(address sell, address buy);
    error PriceJumped(address asset, uint256 price, uint256 opening);

    /// @notice Opens the auction of a vault in which a bid for all of one pair would pass now; anyone may. Where one has
    ///         been, `AuctionTooSoon` until its rest is over.
    /// @param sell An asset of which there is too much. @param buy One of which there is too little.
    function open(IVault vault, address sell, address buy) external;

    /// @notice Rebalances the vault: buys `sell` from it for `buy`, as much as still leads to its target.
    /// @param amount {unit} of sell, at most. @param maxPay {unit} of buy, for all of it, and in proportion for a part.
    /// @param called Whether to be told by `IBidder.pay`, when what was bought is there and before it is paid.
    /// @return sold {unit} of sell. @return paid {unit} of buy, taken by allowance.
    function bid(IVault vault, address sell, address buy, uint256 amount, uint256 maxPay, bool called)
        external
        returns (uint256 sold, uint256 paid);

    /// @notice The auction of a vault, if there has been one. @return start {s}, of the bids. @return end {s}, after
    ///         which there are none; both 0 where not.
    function timesOf(address vault) external view returns (uint256 start, uint256 end);

    /// @notice The bid that is under way in this very transaction. @return amount {unit} of sell; 0 where there is none.
    function bidOf(address vault) external view returns (address sell, address buy, uint256 amount);

    /// @notice What an asset cost when the auction was opened, D18{USD/tok}; 0 where there has been none.
    /// @param i Its place in the vault's order.
    function priceOf(address vault, uint256 i) external view returns (uint256);

    function terms() external view returns (Terms memory);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// The words that every room shares. Dimensions stand behind each number:
// {s} seconds, {share} vault shares with 18 decimals, {unit} the smallest unit of a token, {tok} a whole
// token, {USD} the vault's unit of account; D18{x} is x with 18 decimals, so D18{1} is a plain fraction.

/// What a vault owns, by its own books. The arrays run in parallel.
struct Holdings {
    address[] assets;
    uint256[] balances; // {unit}
    uint256 supply; // {share}
}

/// One asset at one moment.
struct Asset {
    address token;
    uint256 unit; // {unit/tok}, 10 ** decimals
    uint256 balance; // {unit}
    uint256 price; // D18{USD/tok}
    uint256 value; // D18{USD}, rounded down
}

/// What is true at one moment.
struct State {
    uint256 time; // {s}
    uint256 supply; // {share}
    uint256 value; // D18{USD}, exactly the sum of the assets' values
    Asset[] assets; // In the vault's order.
    uint256[] signals; // What is remembered, as contracts/math/Signals.sol lays it out; empty where nothing is.
}

/// What the market of one asset is like, the more severe the greater (math 7.1).
enum MarketClass {
    Normal, // All sources agree, and the pool is as deep as it was.
    SecondaryFault, // The second oracle is off; oracle, pool and average agree.
    GenuineMove, // Oracle and pool agree, the average lags.
    Thin, // Liquidity leaves, the price does not.
    Crisis, // Oracle and pool moved together, and liquidity left; or a breaker tripped.
    Doubt, // The oracles differ, the pool agrees with the first.
    Transient, // The pool alone is off: somebody pushed it, or the oracle is about to follow.
    Manipulation, // The same in a thin pool.
    Dislocation, // The pool has been off for a whole window: venue or oracle is wrong.
    BrokenVenue, // The same in a thin pool.
    PrimaryFault, // The oracle alone is off: second oracle, pool and average agree.
    Unknown // They disagree everywhere, or nobody has looked for too long.
}

/// One trade: sell at most `sellAmount`, receive at least `minBuyAmount`.
struct Order {
    address venue;
    address sell;
    address buy;
    uint256 sellAmount; // {unit} of sell
    uint256 minBuyAmount; // {unit} of buy
}

/// What a venue looks like near its price: a constant product of (virtual) reserves.
struct Curve {
    uint256 sellReserve; // {unit} of the token that goes in
    uint256 buyReserve; // {unit} of the token that comes out
    uint256 kept; // D18{1}, the part of what goes in that is traded: 1 - fee
    uint256 limit; // {unit} of what goes in, up to which it looks like that; 2^256 - 1 where it always does
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IPriceOracle
/// @notice Says what an amount is worth (the shape of ERC-7726: amounts, not prices).
interface IPriceOracle {
    error NotPriced(address base, address quote);

    /// @param amount {unit} of base.
    /// @param base The token that is valued.
    /// @param quote The token, or ISO 4217 number as an address (USD = 840, 18 decimals), it is valued in.
    /// @return {unit} of quote, rounded down. Reverts rather than answer with a price it does not trust.
    function getQuote(uint256 amount, address base, address quote) external view returns (uint256);

    /// @notice The same from both sides: between them lies what the amount is worth, as far as the oracle knows.
    /// @return bid {unit} of quote, the least, rounded down. @return ask The most, rounded up.
    function getQuotes(uint256 amount, address base, address quote)
        external
        view
        returns (uint256 bid, uint256 ask);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {MarketClass} from "interfaces/Types.sol";

/// @title IMarket
/// @notice Says what the market of an asset is like, by the last look that anyone made.
interface IMarket {
    /// @notice What was seen when the class changed. Prices are D18{USD/tok}, 0 where a source does not answer;
    ///         depth is D18{1}, the pool's of late over what it was for long.
    event MarketChanged(
        address indexed asset,
        MarketClass from,
        MarketClass to,
        uint256 oracle,
        uint256 second,
        uint256 spot,
        uint256 twap,
        uint256 depth,
        uint256 volatility
    );

    /// @return `Unknown` where nobody has looked for too long.
    function classOf(address asset) external view returns (MarketClass);

    /// @notice The same of several assets.
    /// @return 4 bits each, the first asset's lowest, as contracts/math/Signals.sol has them.
    function classesOf(address[] calldata assets) external view returns (uint256);
}

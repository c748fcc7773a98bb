// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PoolOracle} from "contracts/observer/oracle/PoolOracle.sol";

/// @title TwapOracle
/// @notice Quotes by a pool's mean price over a window of time, and never by its price of the moment.
abstract contract TwapOracle is PoolOracle {
    error WindowOutOfRange(uint256 window, uint256 least, uint256 most);
    error TwapTooYoung(address pool, uint256 age, uint256 window);

    uint256 public constant MIN_WINDOW = 30 minutes; // {s}; held that long, a push is everybody's to trade against.
    uint256 public constant MAX_WINDOW = 1 days; // {s}; what a day's mean says is history.

    uint32 public immutable window; // {s}

    constructor(address base_, address quote_, uint32 window_, uint256 deviation_)
        PoolOracle(base_, quote_, deviation_)
    {
        require(window_ >= MIN_WINDOW && window_ <= MAX_WINDOW, WindowOutOfRange(window_, MIN_WINDOW, MAX_WINDOW));
        window = window_;
    }
}

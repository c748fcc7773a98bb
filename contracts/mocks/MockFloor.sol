// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";

/// @title MockFloor
/// @notice The least that a contract holding tokens can do, for the benchmark to divide by: no shares, no
///         books, no checks, no roles. Never to be used with money.
contract MockFloor {
    using SafeTransferLib for address;

    struct Trade {
        address pair;
        address sell;
        uint256 amount; // {unit}
        bool forward; // sells token0
    }

    uint160 internal constant LOWEST = 4295128740; // X96, the least root of a price, and one more
    uint160 internal constant HIGHEST = 1461446703485210103287273052203988822378723970341; // X96, the most, less one

    address[] internal _tokens;
    address[] internal _feeds;
    uint256 public seen; // Keeps the compiler from dropping the reads.

    constructor(address[] memory tokens, address[] memory feeds) {
        (_tokens, _feeds) = (tokens, feeds);
    }

    /// @notice Reads every balance and every feed.
    function look() public returns (uint256 sum) {
        (address[] memory tokens, address[] memory feeds) = (_tokens, _feeds);
        for (uint256 i; i < tokens.length; ++i) {
            (, int256 answer,,,) = IChainlinkFeed(feeds[i]).latestRoundData();
            unchecked {
                sum += tokens[i].balanceOf(address(this)) * uint256(answer);
            }
        }
        if (sum == 0) seen = 1;
    }

    /// @notice Reads feeds, and nothing else.
    function readFeeds(address[] calldata feeds) external returns (uint256 sum) {
        for (uint256 i; i < feeds.length; ++i) {
            (, int256 answer,,,) = IChainlinkFeed(feeds[i]).latestRoundData();
            unchecked {
                sum += uint256(answer);
            }
        }
        if (sum == 0) seen = 1;
    }

    /// @notice Asks oracles for a token of each asset, and nothing else.
    function readOracles(address[] calldata oracles, address[] calldata assets, address quote)
        external
        returns (uint256 sum)
    {
        for (uint256 i; i < oracles.length; ++i) {
            unchecked {
                sum += IPriceOracle(oracles[i]).getQuote(1e18, assets[i], quote);
            }
        }
        if (sum == 0) seen = 1;
    }

    /// @notice Takes so much of each token.
    function enter(address[] calldata tokens, uint256 amount) external {
        for (uint256 i; i < tokens.length; ++i) {
            tokens[i].safeTransferFrom(msg.sender, address(this), amount);
        }
    }

    /// @notice Pays so much of each token.
    function leave(address[] calldata tokens, uint256 amount) external {
        for (uint256 i; i < tokens.length; ++i) {
            tokens[i].safeTransfer(msg.sender, amount);
        }
    }

    /// @notice Reads everything, then takes one token.
    function enterOne(address token, uint256 amount) external {
        look();
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @notice Reads everything, then swaps straight on the pairs.
    function trade(Trade[] calldata trades) external {
        look();
        for (uint256 k; k < trades.length; ++k) {
            _swap(trades[k]);
        }
    }

    /// @notice Reads everything, then swaps straight on Uniswap V3's pools.
    function tradeInRanges(Trade[] calldata trades) external {
        look();
        for (uint256 k; k < trades.length; ++k) {
            Trade calldata t = trades[k];
            uint160 last = t.forward ? LOWEST : HIGHEST;
            IUniswapV3Pool(t.pair).swap(address(this), t.forward, int256(t.amount), last, abi.encode(t.sell));
        }
    }

    /// @dev Pays whoever asks: no pool is checked here.
    function uniswapV3SwapCallback(int256 change0, int256 change1, bytes calldata sell) external {
        address token = abi.decode(sell, (address));
        token.safeTransfer(msg.sender, uint256(change0 > 0 ? change0 : change1));
    }

    function _swap(Trade calldata t) internal {
        (uint256 x, uint256 y,) = IUniswapV2Pair(t.pair).getReserves();
        if (!t.forward) (x, y) = (y, x);
        t.sell.safeTransfer(t.pair, t.amount);
        uint256 out;
        unchecked {
            out = t.amount * 997 * y / (x * 1000 + t.amount * 997);
        }
        (uint256 out0, uint256 out1) = t.forward ? (uint256(0), out) : (out, uint256(0));
        IUniswapV2Pair(t.pair).swap(out0, out1, address(this), "");
    }
}

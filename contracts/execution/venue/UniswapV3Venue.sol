// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {IUniswapV3Factory} from "interfaces/external/uniswap/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "interfaces/external/uniswap/IUniswapV3Pool.sol";
import {IUniswapV3SwapCallback} from "interfaces/external/uniswap/IUniswapV3SwapCallback.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {PoolWalk} from "contracts/math/PoolWalk.sol";
import {VirtualReserves} from "contracts/math/VirtualReserves.sol";

/// @title UniswapV3Venue
/// @notice Trades straight on the pools of one Uniswap V3 factory at one fee, no router.
/// @dev POOLS A pool's address follows from the factory and its pool code, so no caller can name one (cases AM-06).
///      PAYMENT The pool asks for it in the middle of the swap: it is paid out of what was pushed here, and only the pool
///      that is being traded on is.
///      ALL OR NOTHING A pool that runs out of liquidity takes less than the order. That reverts: the vault has sold what
///      it said or nothing, and what would be left here could be taken by anybody.
/// @custom:stop Nothing to stop: no owner, no state. Governance takes it off the vault's list of venues.
contract UniswapV3Venue is IVenue, IUniswapV3SwapCallback {
    using FixedPointMathLib for uint256;
    using PoolWalk for PoolWalk.Walk;
    using SafeTransferLib for address;

    error FeeTierUnknown(address factory, uint256 fee);
    error CallbackNotExpected(address caller);
    error NoLiquidity(address pool);
    error LiquidityExhausted(address pool, uint256 sold, uint256 amount);
    error TooManySteps(address pool, uint256 most);

    uint256 internal constant MOST_STEPS = 64; // At 16,000 gas each 20 assets still fit a block of 30 million.
    uint256 internal constant MOST_REACH = 1_000; // {tick}, a tenth of the price: no plan goes so far.
    uint256 internal constant MOST_LOOKED = 8; // Steps that a curve looks through: 110,000 gas where each is a range.
    uint256 internal constant MOST_RESERVE = 2 ** 112 - 1; // {unit}: no vault books more, and no product overflows.

    address public immutable factory;
    bytes32 public immutable poolCodeHash;
    uint256 public immutable fee; // {1e-6}
    int256 public immutable spacing; // {tick}, of that fee's pools
    uint256 public immutable reach; // {tick}, how far the price is to go within one curve, where liquidity lets it

    address internal transient _trading; // The pool that may ask for payment now,
    address internal transient _paying; // and in what.

    /// @param poolCodeHash_ keccak256 of the pool's creation code: 0xe34f199b… for Uniswap's own.
    /// @param reach_ {tick}; each range on the way but the first costs a plan 14,000 gas.
    constructor(IUniswapV3Factory factory_, bytes32 poolCodeHash_, uint24 fee_, uint256 reach_) {
        (factory, poolCodeHash, fee) = (address(factory_), poolCodeHash_, fee_);
        Bounds.requireSome("reach", reach = reach_, MOST_REACH);
        spacing = factory_.feeAmountTickSpacing(fee_);
        require(spacing > 0, FeeTierUnknown(factory, fee));
    }

    /// @inheritdoc IVenue
    function inlet(address sell, address buy) external view returns (address) {
        _poolOf(sell, buy);
        return address(this);
    }

    /// @inheritdoc IVenue
    function swap(Order calldata order, address receiver) external {
        (address sell, uint256 amount) = (order.sell, order.sellAmount);
        (address pool, bool isDown) = (_poolOf(sell, order.buy), sell < order.buy);
        (_trading, _paying) = (pool, sell);
        uint160 last = uint160(isDown ? PoolWalk.LOWEST : PoolWalk.HIGHEST);
        (int256 first, int256 second) = IUniswapV3Pool(pool).swap(receiver, isDown, int256(amount), last, "");
        _trading = address(0);
        _requireSold(pool, uint256(isDown ? first : second), amount);
    }

    /// @inheritdoc IUniswapV3SwapCallback
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata) external {
        require(msg.sender == _trading, CallbackNotExpected(msg.sender));
        _paying.safeTransfer(msg.sender, uint256(amount0Delta > 0 ? amount0Delta : amount1Delta));
    }

    /// @inheritdoc IVenue
    /// @dev To the unit what the pool gives, through up to 64 steps.
    function quote(address sell, address buy, uint256 sellAmount) external view returns (uint256) {
        PoolWalk.Walk memory walk = _begin(sell, buy, sellAmount);
        walk.sell(MOST_STEPS);
        (address pool, uint256 sold) = (address(walk.pool), sellAmount - walk.left);
        require(walk.left == 0 || sold == 0 || walk.isOver(), TooManySteps(pool, MOST_STEPS));
        _requireSold(pool, sold, sellAmount);
        return walk.bought;
    }

    /// @inheritdoc IVenue
    /// @dev The virtual reserves of the least liquidity within reach, and up to its end: with more liquidity on the way the
    ///      price gives way less, so the pool brings that or more (docs/execution.md). Nothing where there is no liquidity.
    function curve(address sell, address buy) external view returns (Curve memory) {
        PoolWalk.Walk memory walk = _begin(sell, buy, 0);
        (uint256 price, uint256 least, uint256 limit) = walk.survey(reach, MOST_LOOKED);
        if (least == 0) return Curve(1, 0, _kept(), 0);
        (uint256 first, uint256 second) = VirtualReserves.reservesOf(least, price);
        uint256 most = first.max(second);
        if (most > MOST_RESERVE) {
            (first, second) = (first.fullMulDiv(MOST_RESERVE, most), second.fullMulDiv(MOST_RESERVE, most));
        }
        (uint256 given, uint256 taken) = walk.isDown ? (first, second) : (second, first);
        return Curve(given + 1, taken, _kept(), limit.min(MOST_RESERVE));
    }

    function _begin(address sell, address buy, uint256 amount) internal view returns (PoolWalk.Walk memory walk) {
        walk = PoolWalk.begin(IUniswapV3Pool(_poolOf(sell, buy)), spacing, fee, sell < buy, amount);
        require(walk.price > 0, NoMarket(sell, buy));
    }

    function _requireSold(address pool, uint256 sold, uint256 amount) internal pure {
        require(sold > 0 || amount == 0, NoLiquidity(pool));
        require(sold == amount, LiquidityExhausted(pool, sold, amount));
    }

    function _kept() internal view returns (uint256) {
        return (1e6 - fee) * 1e12;
    }

    function _poolOf(address sell, address buy) internal view returns (address pool) {
        (address token0, address token1) = sell < buy ? (sell, buy) : (buy, sell);
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", factory, salt, poolCodeHash));
        pool = address(uint160(uint256(hash)));
        require(pool.code.length > 0, NoMarket(sell, buy));
    }
}

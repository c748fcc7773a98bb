// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Bounds} from "contracts/math/Bounds.sol";

/// @title ImpliedVolatilityGrid
/// @notice What the option market expects one asset's volatility to be, by strike and time to expiry, as a keeper posts it
///         (features B5): within bounds, by no more than a step at a time, and for no longer than it says. When that is
///         over it answers nobody, and whoever asks does with what has been realised.
/// @dev Strikes are parts of the price, and times count from now, so the axes never change and a post is volatilities
///      alone. A keeper is whom the vault's authority says is one: a guardian dismisses it at once.
/// @custom:stop A guardian dismisses the keeper; what it has posted ends by itself. Point whoever asks it elsewhere.
contract ImpliedVolatilityGrid {
    using FixedPointMathLib for uint256;

    event GridPosted(address indexed asset, uint256 validUntil, uint256[] volatilities);

    error AxisUnusable(bytes32 name, uint256 index, uint256 number);
    error VolatilitiesMissing(uint256 count, uint256 expected);
    error VolatilityOutOfBounds(address asset, uint256 index, uint256 volatility, uint256 least, uint256 most);
    error PostTooSoon(address asset, uint256 time, uint256 readyAt);
    error LifeOutOfRange(address asset, uint256 validUntil, uint256 earliest, uint256 latest);
    error GridExpired(address asset, uint256 validUntil, uint256 time);
    error TenorZero(address asset);

    struct Limits {
        uint256 least; // D18{1/sqrt(year)}
        uint256 most; // D18{1/sqrt(year)}
        uint256 step; // D18{1}: of a volatility that is still valid, up or down in one post
        uint256 spacing; // {s} between two posts, at least
        uint256 life; // {s} that a post is valid, at most
    }

    struct Post {
        address grid; // 20; the volatilities, as code
        uint40 time; // + 5 = 25; {s}
        uint40 validUntil; // + 5 = 30; {s}
    }

    uint64 internal constant KEEPER = 3; // The role's number in the vault's authority.
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_POINTS = 8; // on each axis
    uint256 internal constant MAX_VOLATILITY = 10e18; // D18{1/sqrt(year)} (math 0.4)
    uint256 internal constant MAX_MONEYNESS = 100e18; // D18{1}
    uint256 internal constant MAX_TENOR = 3650 days; // {s}
    uint256 internal constant MAX_LIFE = 7 days; // {s}

    IAccessManager public immutable authority;
    address public immutable asset;
    uint256 public immutable least;
    uint256 public immutable most;
    uint256 public immutable step;
    uint256 public immutable spacing;
    uint256 public immutable life;
    address internal immutable _axes; // Both lists, as code (docs/decisions/0002).
    Post internal _post;

    /// @param moneyness D18{1}, strikes as parts of the price, rising.
    /// @param tenors {s} to expiry, rising.
    constructor(
        IAccessManager authority_,
        address asset_,
        uint256[] memory moneyness,
        uint256[] memory tenors,
        Limits memory limits
    ) {
        _requireAxis("moneyness", moneyness, MAX_MONEYNESS);
        _requireAxis("tenors", tenors, MAX_TENOR);
        Bounds.requireBetween("most", limits.most, limits.least, MAX_VOLATILITY);
        Bounds.requireSome("least", limits.least, MAX_VOLATILITY);
        Bounds.requireSome("step", limits.step, ONE);
        Bounds.requireSome("spacing", limits.spacing, MAX_LIFE);
        Bounds.requireBetween("life", limits.life, limits.spacing, MAX_LIFE);
        (authority, asset) = (authority_, asset_);
        (least, most, step, spacing, life) = (limits.least, limits.most, limits.step, limits.spacing, limits.life);
        _axes = SSTORE2.write(abi.encode(moneyness, tenors));
    }

    /* KEEPERS */

    /// @param wanted D18{1/sqrt(year)}, all strikes of the first tenor, then of the next.
    /// @param until {s}, from when on it holds no longer.
    function post(uint256[] calldata wanted, uint256 until) external {
        (bool isMember, uint32 delay) = authority.hasRole(KEEPER, msg.sender);
        require(isMember && delay == 0, IAccessManaged.AccessManagedUnauthorized(msg.sender));
        Post memory last = _post;
        uint256 readyAt = last.time + spacing;
        require(block.timestamp >= readyAt, PostTooSoon(asset, block.timestamp, readyAt));
        (uint256 earliest, uint256 latest) = (block.timestamp + 1, block.timestamp + life);
        require(until >= earliest && until <= latest, LifeOutOfRange(asset, until, earliest, latest));
        _requireInBounds(wanted, last);
        _post = Post(SSTORE2.write(abi.encode(wanted)), uint40(block.timestamp), uint40(until));
        emit GridPosted(asset, until, wanted);
    }

    /* VIEWS */

    /// @notice Between the points of the grid: the volatility straight along the strikes, then the variance until expiry
    ///         straight along time; beyond its edges as at the edge. Reverts `GridExpired` when the last post is over.
    /// @param moneyness D18{1}
    /// @param tenor {s}, above 0.
    /// @return D18{1/sqrt(year)}, rounded up.
    function volatilityAt(uint256 moneyness, uint256 tenor) external view returns (uint256) {
        require(tenor > 0, TenorZero(asset));
        require(isValid(), GridExpired(asset, _post.validUntil, block.timestamp));
        (uint256[] memory strikes, uint256[] memory tenors) = axes();
        uint256[] memory grid = volatilities();
        (uint256 low, uint256 high) = _around(tenors, tenor);
        uint256 near = _along(strikes, grid, low * strikes.length, moneyness);
        if (low == high) return near;
        uint256 far = _along(strikes, grid, high * strikes.length, moneyness);
        (uint256 start, uint256 end) = (near * near * tenors[low], far * far * tenors[high]);
        uint256 total =
            (start * (tenors[high] - tenor) + end * (tenor - tenors[low])) / (tenors[high] - tenors[low]);
        return _rootUp(total.divUp(tenor));
    }

    /// @return Whether the last post still holds.
    function isValid() public view returns (bool) {
        return block.timestamp < _post.validUntil;
    }

    /// @return {s}, when the last post ends or has ended; 0 where there has been none.
    function validUntil() external view returns (uint256) {
        return _post.validUntil;
    }

    /// @return {s}, of the last post; 0 where there has been none.
    function updatedAt() external view returns (uint256) {
        return _post.time;
    }

    /// @notice What was last posted, valid or not.
    /// @return D18{1/sqrt(year)}, all strikes of the first tenor, then of the next.
    function volatilities() public view returns (uint256[] memory) {
        address grid = _post.grid;
        return grid == address(0) ? new uint256[](0) : abi.decode(SSTORE2.read(grid), (uint256[]));
    }

    /// @return moneyness D18{1}
    /// @return tenors {s}
    function axes() public view returns (uint256[] memory moneyness, uint256[] memory tenors) {
        return abi.decode(SSTORE2.read(_axes), (uint256[], uint256[]));
    }

    /* INTERNAL */

    /// @dev Each within the bounds and, where the last post still holds, within a step of what it said.
    function _requireInBounds(uint256[] calldata wanted, Post memory last) internal view {
        (uint256[] memory moneyness, uint256[] memory tenors) = axes();
        uint256 expected = moneyness.length * tenors.length;
        require(wanted.length == expected, VolatilitiesMissing(wanted.length, expected));
        bool isBound = block.timestamp < last.validUntil;
        uint256[] memory former = isBound ? volatilities() : new uint256[](0);
        for (uint256 i; i < expected; ++i) {
            (uint256 low, uint256 high) = (least, most);
            if (isBound) {
                low = low.max((former[i] * (ONE - step)).divUp(ONE));
                high = high.min(former[i] * (ONE + step) / ONE);
            }
            require(wanted[i] >= low && wanted[i] <= high, VolatilityOutOfBounds(asset, i, wanted[i], low, high));
        }
    }

    /// @notice The volatility of a strike along one row of the grid, rounded up.
    function _along(uint256[] memory strikes, uint256[] memory grid, uint256 row, uint256 moneyness)
        internal
        pure
        returns (uint256)
    {
        (uint256 low, uint256 high) = _around(strikes, moneyness);
        if (low == high) return grid[row + low];
        (uint256 above, uint256 below) = (strikes[high] - moneyness, moneyness - strikes[low]);
        return (grid[row + low] * above + grid[row + high] * below).divUp(above + below);
    }

    /// @notice The points on either side of a number; the same one twice where it lies on it or beyond the edge.
    function _around(uint256[] memory axis, uint256 number) internal pure returns (uint256 low, uint256 high) {
        uint256 last = axis.length - 1;
        while (high < last && axis[high] < number) ++high;
        low = high > 0 && axis[high] > number ? high - 1 : high;
    }

    function _rootUp(uint256 square) internal pure returns (uint256 root) {
        root = square.sqrt();
        if (root * root < square) ++root;
    }

    function _requireAxis(bytes32 name, uint256[] memory axis, uint256 end) private pure {
        Bounds.requireSome(name, axis.length, MAX_POINTS);
        uint256 last;
        for (uint256 i; i < axis.length; ++i) {
            require(axis[i] > last && axis[i] <= end, AxisUnusable(name, i, axis[i]));
            last = axis[i];
        }
    }
}

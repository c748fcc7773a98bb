// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IRiskScalar} from "interfaces/IRiskScalar.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title CppiStrategy
/// @notice Keeps the price of a share above a floor: the nearer they are, the less of what is risky it wants, and at the
///         floor nothing but cash. The floor grows with time and, with a ratchet, with the highest price that the state
///         remembers (math 3.6, features C3). What is risky is shared out as another strategy wants it.
/// @dev exposure = min(cap, m * (price - floor) / price). Prices of a share, so nobody's coming or going moves it. It
///      holds as long as nothing falls by more than 1/m between two rebalances, and cash earns the floor's rate.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract CppiStrategy is IStrategy, IRiskScalar {
    using Address for address;
    using FixedPointMathLib for uint256;

    struct Terms {
        uint256 floor; // D18{USD/share}, when this is deployed
        uint256 rate; // D18{1/year}, at which the floor grows, continuously
        uint256 ratchet; // D18{1}, the part of the highest price that is kept; 0: none (CPPI), else TIPP
        uint256 multiplier; // D18{1}, m
        uint256 maxGap; // D18{1}, the fall between two rebalances that the floor is to survive
        uint256 cap; // D18{1}, the most that is risky
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant YEAR = 365 days; // {s}
    uint256 internal constant MAX_FLOOR = type(uint104).max; // D18{USD/share}, as DrawdownEstimator's
    uint256 internal constant MAX_RATE = 0.2e18; // D18{1/year}: no cash earns more for long.
    uint256 internal constant MAX_RATCHET = 0.95e18; // D18{1}: above it next to nothing is ever at risk.
    uint256 internal constant MIN_GAP = 0.1e18; // D18{1}: a coin falls as much within an hour. So m is at most ten.
    uint256 internal constant MAX_GROWTH = 4e18; // D18{1}, 54-fold, then it stands: 20 years at the highest rate
    uint256 internal constant EXP_ERROR = 2; // D18{1}, more than the exponential is too low up to there

    IStrategy public immutable inner;
    address public immutable cash;
    uint256 public immutable start; // {s}
    uint256 public immutable floor;
    uint256 public immutable rate;
    uint256 public immutable ratchet;
    uint256 public immutable multiplier;
    uint256 public immutable maxGap;
    uint256 public immutable cap;

    constructor(IStrategy inner_, address cash_, Terms memory terms) {
        Bounds.requireSome("floor", terms.floor, MAX_FLOOR);
        Bounds.requireAtMost("rate", terms.rate, MAX_RATE);
        Bounds.requireAtMost("ratchet", terms.ratchet, MAX_RATCHET);
        Bounds.requireBetween("maxGap", terms.maxGap, MIN_GAP, ONE);
        Bounds.requireSome("multiplier", terms.multiplier, ONE * ONE / terms.maxGap);
        Bounds.requireSome("cap", terms.cap, ONE);
        (inner, cash, start) = (inner_, cash_, block.timestamp);
        (floor, rate, ratchet) = (terms.floor, terms.rate, terms.ratchet);
        (multiplier, maxGap, cap) = (terms.multiplier, terms.maxGap, terms.cap);
    }

    /// @inheritdoc IStrategy
    /// @dev Rounded down but for cash, which gets the rest. Reverts `AssetUnknown`, and as `exposure` does.
    function target(State calldata state) external view returns (uint256[] memory weights) {
        weights = abi.decode(address(inner).functionStaticCall(msg.data), (uint256[])); // The same question.
        Weights.requireValid(weights, state.assets.length);
        uint256 at = Valuation.placeOf(state.assets, cash);
        Weights.scale(weights, exposure(state), ONE - weights[at], at);
    }

    /// @inheritdoc IRiskScalar
    /// @dev Rounded down, at most the cap. Reverts `NothingToWeigh` where there are no shares, and as `floorOf` does.
    function exposure(State calldata state) public view returns (uint256) {
        require(state.supply > 0, Weights.NothingToWeigh());
        (uint256 price, uint256 least) = (state.value * ONE / state.supply, floorOf(state));
        return price > least ? cap.min(multiplier.fullMulDiv(price - least, price)) : 0;
    }

    /// @notice What the price of a share is not to fall below. Reverts `PeakNotObserved` where there is a ratchet.
    /// @return least D18{USD/share}, rounded up: less than a unit and 4e-18 of itself too high.
    function floorOf(State calldata state) public view returns (uint256 least) {
        least = _grown(state.time.zeroFloorSub(start));
        if (ratchet == 0) return least;
        return least.max(ratchet.mulDivUp(Signals.peakOf(state.signals), ONE));
    }

    /// @param time {s} since the start.
    function _grown(uint256 time) internal view returns (uint256) {
        uint256 exponent = MAX_GROWTH.min((rate * time).divUp(YEAR));
        if (exponent == 0) return floor;
        return floor.mulDivUp(uint256(FixedPointMathLib.expWad(int256(exponent))) + EXP_ERROR, ONE);
    }
}

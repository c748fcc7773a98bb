// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";
import {CooldownConstraint} from "contracts/constraint/CooldownConstraint.sol";

/// @title VolatilityCooldownConstraint
/// @notice After a rebalance the next one waits an interval that follows the volatility of the moment, and never leaves
///         what is governed (math 7.4; features E2, J3). With a negative exponent a wilder market is rebalanced sooner;
///         with a positive one later, but for what lowers the vault's own volatility. After less than the pace a part of
///         the interval is due, as CooldownConstraint has it (docs/decisions/0008).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract VolatilityCooldownConstraint is IConstraint {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    /// @notice The interval that a rebalance has found, where it is another than the one before. @param end {s}
    event IntervalChanged(address indexed caller, uint256 start, uint256 end);

    struct Terms {
        uint256 least; // {s}, the shortest interval
        uint256 most; // {s}, the longest
        uint256 usual; // {s}, at the volatility of reference, and where none is known
        uint256 ref; // D18{1/sqrt(year)}
        int256 halves; // of the exponent: the interval is in proportion to volatility ** (halves / 2)
        address asset; // whose volatility it is; nobody: the whole vault's
        uint256 pace; // D18{1} of drift closed, after which the whole interval is due; 0: after any
    }

    struct Wait {
        uint64 since; // 8; {s}
        uint64 share; // + 8 = 16; D18{1} of the interval that is due
        uint64 interval; // + 8 = 24; {s} that was found then
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_INTERVAL = 7 days; // {s}, as long as the longest pause.
    uint256 internal constant MAX_HALVES = 4; // Squares: what drifts to a band does so as the square of the volatility.
    uint256 internal constant MIN_VOLATILITY = 1e12; // D18{1/sqrt(year)}: a price that stands still (math 3.4).

    uint256 public immutable least;
    uint256 public immutable most;
    uint256 public immutable usual;
    uint256 public immutable ref;
    int256 public immutable halves;
    address public immutable asset;
    uint256 public immutable pace;
    mapping(address caller => Wait) public waitOf;

    constructor(Terms memory terms) {
        Bounds.requireSome("least", terms.least, MAX_INTERVAL);
        Bounds.requireBetween("most", terms.most, terms.least, MAX_INTERVAL);
        Bounds.requireBetween("usual", terms.usual, terms.least, terms.most);
        Bounds.requireBetween("ref", terms.ref, MIN_VOLATILITY, Covariance.MAX_VOLATILITY);
        Bounds.requireSome("halves", terms.halves.abs(), MAX_HALVES);
        Bounds.requireAtMost("pace", terms.pace, ONE);
        (least, most, usual, ref) = (terms.least, terms.most, terms.usual, terms.ref);
        (halves, asset, pace) = (terms.halves, terms.asset, terms.pace);
    }

    /// @inheritdoc IConstraint
    /// @dev No interval is shorter than the least, whatever is remembered.
    function requireReady(address account) external view {
        uint256 ready = _readyAt(waitOf[account], least);
        require(block.timestamp >= ready, CooldownConstraint.CooldownActive(block.timestamp, ready));
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata end) external view {
        _judge(waitOf[account], start, end, intervalOf(start));
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        (Wait memory wait, uint256 interval) = (waitOf[msg.sender], intervalOf(start));
        _judge(wait, start, end, interval);
        if (interval != wait.interval) emit IntervalChanged(msg.sender, wait.interval, interval);
        uint64 share = uint64(shareAfter(start, target, end));
        waitOf[msg.sender] = Wait(uint64(start.time), share, uint64(interval));
    }

    /// @notice The interval at a state's volatility: usual * (volatility / ref) ** (halves / 2). Reverts `AssetUnknown`,
    ///         or for the whole vault `NothingToWeigh` or as `Covariance.variance` does.
    /// @return {s}, rounded up, between the least and the most.
    function intervalOf(State calldata state) public view returns (uint256) {
        uint256 volatility = volatilityOf(state);
        if (volatility == 0) return usual;
        volatility = volatility.clamp(MIN_VOLATILITY, Covariance.MAX_VOLATILITY);
        (uint256 over, uint256 under) = halves > 0 ? (volatility, ref) : (ref, volatility);
        uint256 power = halves.abs();
        uint256 square = (usual * usual).fullMulDivUp(over ** power, under ** power); // At most 3.7e11 * 1e28.
        return _rootUp(square).clamp(least, most);
    }

    /// @notice Of the asset, or of the whole vault: what nobody remembers is cash, and without correlations each is 1.
    /// @return D18{1/sqrt(year)}, rounded up; 0 where nothing is remembered.
    function volatilityOf(State calldata state) public view returns (uint256) {
        if (asset == address(0)) return _rootUp(_variance(state, state.signals));
        Asset[] calldata assets = state.assets;
        for (uint256 i; i < assets.length; ++i) {
            if (assets[i].token == asset) return Covariance.volatilityOr(state.signals, i, 0);
        }
        revert Valuation.AssetUnknown(asset);
    }

    /// @return D18{1} of an interval that is due, rounded up; the whole too where the drift has not fallen.
    function shareAfter(State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        returns (uint256)
    {
        (uint256 drift, uint256 left) = (Weights.totalDrift(start, target), Weights.totalDrift(end, target));
        (uint256 closed, uint256 due) = (drift.zeroFloorSub(left), pace.min(drift / 2));
        return closed == 0 || closed >= due ? ONE : (closed * ONE).divUp(due);
    }

    /// @dev A longer wait is for more risk: less of it waits the least.
    function _judge(Wait memory wait, State calldata start, State calldata end, uint256 interval) internal view {
        uint256 ready = _readyAt(wait, interval);
        if (start.time >= ready) return;
        bool sooner = halves > 0 && start.time >= _readyAt(wait, least);
        uint256[] calldata signals = start.signals;
        bool passes = sooner && _variance(end, signals) < _variance(start, signals);
        require(passes, CooldownConstraint.CooldownActive(start.time, ready));
    }

    function _readyAt(Wait memory wait, uint256 interval) internal pure returns (uint256) {
        return wait.since + (interval * wait.share).divUp(ONE);
    }

    /// @return D36{1/year}, of what is held and has a volatility.
    function _variance(State calldata state, uint256[] calldata signals) internal pure returns (uint256) {
        uint256[] memory weights = Weights.weigh(state);
        for (uint256 i; i < weights.length; ++i) {
            if (Covariance.volatilityOr(signals, i, 0) == 0) weights[i] = 0;
        }
        return Covariance.variance(signals, weights);
    }

    function _rootUp(uint256 square) internal pure returns (uint256 root) {
        root = square.sqrt();
        if (root * root < square) ++root;
    }
}

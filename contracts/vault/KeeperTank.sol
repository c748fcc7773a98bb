// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";
import {IVault} from "interfaces/IVault.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {VaultLens} from "contracts/vault/VaultLens.sol";

/// @title KeeperTank
/// @notice Ether out of which whoever rebalances one vault gets its gas back (features I3, docs/execution.md).
///
/// REWARD
/// - The least of: the gas, up to a limit, at the base fee and a margin, a rate of the drift that is gone, the most of a
///   call, what a day has left, what is there. Drift is total, in dollars, at the prices the rebalance started from.
/// - Below a rate that the trading of that drift costs in fees, who makes drift in order to remove it loses.
///
/// LIVENESS
/// - Whatever is paid, the vault is rebalanced: an empty tank, a spent day and a keeper that takes no ether are told by
///   the event. The vault does not know its tanks.
///
/// GAS
/// - Nothing of the caller's is in what is measured: no hint is passed on, and nobody is called back before it ends.
/// - Beyond `maxGas` it is the caller's: a strategy that has come to take more waits for who brings it a solution, or pays.
/// @custom:stop Its sponsor takes the ether out. Nobody else has a power, and nobody any over the vault.
contract KeeperTank is ReentrancyGuardTransient {
    using FixedPointMathLib for uint256;
    using SafeTransferLib for address;
    using Valuation for State;

    event Filled(address indexed giver, uint256 amount);
    event Rewarded(address indexed keeper, uint256 removed, uint256 earned, uint256 paid);
    event Emptied(address indexed receiver, uint256 amount);

    error NotTheSponsor(address caller, address sponsor);
    error EtherNotTaken(address receiver, uint256 amount);

    struct Terms {
        uint256 margin; // D18{1} above the base fee
        uint256 overhead; // {gas} beside what is measured: the transaction, and the payment
        uint256 rate; // {wei/USD} of drift that is gone
        uint256 least; // D18{1} of drift, below which nothing is paid
        uint256 most; // {wei} a call
        uint256 dailyBudget; // {wei}, the most that any 24 hours may cost
        uint256 maxGas; // {gas}, the most of a rebalance that is paid for, the overhead aside
    }

    struct Bucket {
        uint192 used; // 24; {wei}
        uint64 time; // + 8 = 32; {s}
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant PERIOD = 24 hours; // {s} in which a full bucket leaks empty.
    uint256 internal constant MAX_MARGIN = 1e18; // D18{1}, the base fee once more: it doubles in six full blocks.
    uint256 internal constant MAX_OVERHEAD = 100_000; // {gas}, twice what transaction and payment take.
    uint256 internal constant MAX_RATE = 1e15; // {wei/USD}, a percent where ether costs ten dollars.
    uint256 internal constant MAX_LEAST = 0.25e18; // D18{1}, a quarter, as the widest band.
    uint256 internal constant MAX_REWARD = 10 ether; // A block of 30 million gas at 333 gwei.
    uint256 internal constant MAX_BUDGET = 1000 ether; // A hundred such calls a day.
    uint256 internal constant MAX_GAS = 30_000_000; // {gas}, a block.
    uint256 internal constant STIPEND = 100_000; // {gas} for a keeper that books what it gets.

    IVault public immutable vault;
    VaultLens public immutable lens;
    address public immutable sponsor; // Who may take the ether out; address 0: nobody.
    uint256 public immutable margin;
    uint256 public immutable overhead;
    uint256 public immutable rate;
    uint256 public immutable least;
    uint256 public immutable most;
    uint256 public immutable capacity; // {wei}, half of a day's: the other half leaks.
    uint256 public immutable maxGas; // {gas}
    Bucket public bucket;

    constructor(IVault vault_, VaultLens lens_, address sponsor_, Terms memory terms) {
        Bounds.requireAtMost("margin", terms.margin, MAX_MARGIN);
        Bounds.requireAtMost("overhead", terms.overhead, MAX_OVERHEAD);
        Bounds.requireSome("rate", terms.rate, MAX_RATE);
        Bounds.requireSome("least", terms.least, MAX_LEAST);
        Bounds.requireSome("most", terms.most, MAX_REWARD);
        Bounds.requireBetween("dailyBudget", terms.dailyBudget, 2, MAX_BUDGET); // 2 wei: less has no half.
        Bounds.requireSome("maxGas", terms.maxGas, MAX_GAS);
        (vault, lens, sponsor) = (vault_, lens_, sponsor_);
        (margin, overhead, rate) = (terms.margin, terms.overhead, terms.rate);
        (least, most, capacity) = (terms.least, terms.most, terms.dailyBudget / 2);
        maxGas = terms.maxGas;
    }

    /// @notice Anybody fills the tank; it is the keepers', and what they leave the sponsor's.
    receive() external payable {
        emit Filled(msg.sender, msg.value);
    }

    /* ANYONE */

    /// @return due True exactly when `performUpkeep` would succeed, where tokens can be sent; paid or not.
    /// @return Nothing: a hint would be the caller's in what the tank pays for.
    function checkUpkeep(bytes calldata) external view returns (bool due, bytes memory) {
        (due,) = address(lens).staticcall(abi.encodeCall(lens.preview, (vault, "")));
        return (due, "");
    }

    /// @notice Rebalances, and pays the caller; reverts as the vault does.
    /// @return paid {wei}
    function performUpkeep(bytes calldata) external nonReentrant returns (uint256 paid) {
        uint256 gas = gasleft();
        vault.constraint().requireReady(address(vault)); // Who comes too early pays little (cases KP-07).
        State memory state = vault.observer().observe(vault.holdings());
        uint256[] memory target = vault.strategy().target(state);
        (uint256 value, uint256 drift) = (state.value, _driftOf(state, target));
        vault.rebalance();
        state.bind(vault.holdings());
        state.revalue();
        uint256 removed = drift.zeroFloorSub(_driftOf(state, target));
        paid = _pay(removed, rewardFor(gas - gasleft(), removed, value));
    }

    /* SPONSOR */

    /// @notice Takes ether out.
    function empty(address receiver, uint256 amount) external nonReentrant {
        require(msg.sender == sponsor, NotTheSponsor(msg.sender, sponsor));
        emit Emptied(receiver, amount);
        require(receiver.trySafeTransferETH(amount, gasleft()), EtherNotTaken(receiver, amount));
    }

    /* VIEWS */

    /// @notice What a rebalance earns at this transaction's fees. Rounded down.
    /// @param gas {gas} @param removed D18{1} of drift that is gone. @param value D18{USD}, of the vault.
    /// @return {wei}, whether it is there or not.
    function rewardFor(uint256 gas, uint256 removed, uint256 value) public view returns (uint256) {
        if (removed < least) return 0;
        (uint256 price, uint256 base) = _fees();
        uint256 refund = (gas.min(maxGas) + overhead) * price.min(base + base * margin / ONE);
        return refund.min(removed * value / ONE * rate / ONE).min(most);
    }

    /// @return {wei}, what is left in the bucket then. @param time {s}
    function usedAt(uint256 time) public view returns (uint256) {
        uint256 leaked = (time - bucket.time) * capacity / PERIOD;
        return uint256(bucket.used).zeroFloorSub(leaked);
    }

    /* INTERNAL */

    /// @dev The lock is shut meanwhile: a keeper that calls back in finds no second reward. One that takes no ether has
    ///      spent nothing of the day.
    function _pay(uint256 removed, uint256 earned) internal returns (uint256 paid) {
        uint256 used = usedAt(block.timestamp);
        paid = earned.min(capacity - used).min(address(this).balance);
        if (paid > 0 && !msg.sender.trySafeTransferETH(paid, STIPEND)) paid = 0;
        if (paid > 0) bucket = Bucket(uint192(used + paid), uint64(block.timestamp));
        emit Rewarded(msg.sender, removed, earned, paid);
    }

    function _driftOf(State memory state, uint256[] memory target) internal view returns (uint256 total) {
        (, total) = lens.measure(state, target);
    }

    /// @return price {wei/gas}, what the caller pays. @return base {wei/gas}, what is burnt of it.
    function _fees() internal view virtual returns (uint256 price, uint256 base) {
        return (tx.gasprice, block.basefee);
    }
}

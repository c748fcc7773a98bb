// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {IDepositorList} from "interfaces/IDepositorList.sol";
import {Holdings, State, Order} from "interfaces/Types.sol";

/// @title IVault
/// @notice Many assets behind one share. Holders enter and leave in kind without any price; a pipeline
///         (observe, target, plan, settle, check) keeps the weights, and anyone may run it.
interface IVault is IERC20 {
    event Seeded(address indexed receiver, uint256 shares, uint256[] amounts);
    event Minted(address indexed caller, address indexed receiver, uint256 shares, uint256[] amounts);
    event Deposited(
        address indexed caller, address indexed receiver, address indexed asset, uint256 amount, uint256 shares
    );
    event Redeemed(address indexed caller, address indexed receiver, uint256 shares, uint256[] amounts);
    event ClaimKept(address indexed owner, address indexed asset, uint256 amount);
    event Claimed(address indexed owner, address indexed receiver, address indexed asset, uint256 amount);
    event Synced(address indexed asset, uint256 start, uint256 end);
    event Traded(address indexed venue, address indexed sell, address indexed buy, uint256 sold, uint256 bought);
    event Rebalanced(
        address indexed caller, uint256 startValue, uint256 endValue, uint256[] prices, uint256[] target
    );
    event Paused(uint256 until);
    event ObserverReplaced(IStateObserver observer);
    event StrategyReplaced(IStrategy strategy);
    event PlannerReplaced(IPlanner planner);
    event ConstraintReplaced(IConstraint constraint);
    event VenueAllowed(address indexed venue, bool allowed);
    event Swept(address indexed token, address indexed receiver, uint256 amount);
    event SupplyCapChanged(uint256 supplyCap);
    event EntrySpreadChanged(uint256 entrySpread);

    error TooManyAssets(uint256 count, uint256 most);
    error TooFewAssets(uint256 count, uint256 least);
    error DuplicateAsset(address asset);
    error NoCode(address account);
    error AlreadySeeded();
    error NotSeeded();
    error SeedTooSmall(uint256 shares, uint256 least);
    error ZeroShares();
    error WrongLength(uint256 length, uint256 expected);
    error Expired(uint256 deadline, uint256 time);
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    error IsPaused(uint256 until);
    error SlippageExceeded(address asset, uint256 limit, uint256 amount);
    error TooFewShares(uint256 shares, uint256 minShares);
    error SupplyCapExceeded(uint256 shares, uint256 room);
    error BalanceCapExceeded(address asset, uint256 balance, uint256 cap);
    error TransferDeltaMismatch(address asset, uint256 expected, uint256 got);
    error NothingToClaim(address owner, address asset);
    error VenueNotAllowed(address venue);
    error BoughtTooLittle(address asset, uint256 bought, uint256 minBuyAmount);
    error UnexpectedBalanceChange(address asset, uint256 balance, uint256 expected);
    error NotADepositor(address account);
    error NotAStray(address asset);
    error PauseTooSoon(uint256 time, uint256 readyAt);
    error CodeChanged(address part);
    error SpreadTooWide(uint256 spread, uint256 most);
    error CapTooHigh(uint256 supplyCap, uint256 most);

    /// @notice Opens the vault: the first amounts fix what one share is. Governor, once.
    /// @param shares {share} in all, of which DEAD_SHARES belong to nobody for ever.
    /// @param amounts {unit}, one for each asset.
    function seed(uint256 shares, uint256[] calldata amounts, address receiver) external;

    /// @notice Enters in kind: pays each asset in proportion, rounded up. Needs no price.
    /// @param maxIn {unit}, one for each asset: reverts `SlippageExceeded` where more would be taken.
    /// @return amounts {unit} taken of each asset.
    function mint(uint256 shares, uint256[] calldata maxIn, address receiver, uint256 deadline)
        external
        returns (uint256[] memory amounts);

    /// @notice Enters with one asset. It is valued at the least price that the observer believes possible, and what the
    ///         holders own at the highest; the entry spread, or what trading may cost if that is more, stays with them.
    /// @return shares {share} minted to the receiver, rounded down.
    function deposit(address asset, uint256 amount, uint256 minShares, address receiver, uint256 deadline)
        external
        returns (uint256 shares);

    /// @notice Leaves in kind: pays each asset in proportion, rounded down. Calls nothing but the tokens;
    ///         no role, pause, price, strategy or venue can stop it.
    /// @param skip Assets not to be sent now, e.g. as their token is frozen: kept as the caller's claim.
    /// @param minOut {unit}, one for each asset, or empty for no limits.
    /// @return amounts {unit} of each asset, sent or kept.
    function redeem(
        uint256 shares,
        address receiver,
        address[] calldata skip,
        uint256[] calldata minOut,
        uint256 deadline
    ) external returns (uint256[] memory amounts);

    /// @notice Pays out what the caller once skipped. @return amount {unit}
    function claim(address asset, address receiver) external returns (uint256 amount);

    /// @notice Writes what lies in the vault beyond its books (a donation, a rebase) into the books.
    function sync(address asset) external;

    /// @notice Runs the pipeline with the vault's own plan. Open to anyone; reverts where not due or not good.
    function rebalance() external;

    /// @notice Runs the pipeline with a keeper's own orders, under the same constraints.
    function execute(Order[] calldata orders, uint256 deadline) external;

    /// @notice Runs the pipeline; the data is the planner's hint.
    function performUpkeep(bytes calldata performData) external;

    /// @notice Stops entry and rebalancing, never exit, for MAX_PAUSE; once more after PAUSE_REST. Guardian.
    function pause() external;

    /// @notice Ends a pause early. Governor.
    function unpause() external;

    /// @notice Sends away a token that is no asset, e.g. one that came by mistake. Governor.
    /// @return amount {unit} of it, all there was.
    function sweep(address token, address receiver) external returns (uint256 amount);

    function setObserver(IStateObserver observer) external;
    function setStrategy(IStrategy strategy) external;
    function setPlanner(IPlanner planner) external;
    function setConstraint(IConstraint constraint) external;
    function setVenue(address venue, bool allowed) external;
    function setSupplyCap(uint256 supplyCap) external;
    function setEntrySpread(uint256 entrySpread) external;

    function assets() external view returns (address[] memory);
    function holdings() external view returns (Holdings memory);

    /// @notice {share} that may be minted now: what is left below the cap, 0 while paused.
    function maxMint() external view returns (uint256);

    /// @dev A part, or an allowed venue, whose code is no longer the one that was chosen: `CodeChanged`.
    function observer() external view returns (IStateObserver);
    function strategy() external view returns (IStrategy);
    function planner() external view returns (IPlanner);
    function constraint() external view returns (IConstraint);
    function isVenue(address venue) external view returns (bool);

    /// @notice {unit}, the most of one asset that the books can hold (cases I-24).
    function MAX_BALANCE() external view returns (uint256);

    /// @notice Who may receive new shares; address 0 for everybody.
    function depositors() external view returns (IDepositorList);

    /// @notice Whether the vault is at work, and its books not to be relied on (features S6).
    function isBusy() external view returns (bool);

    function supplyCap() external view returns (uint256);
    function entrySpread() external view returns (uint256);
    function pausedUntil() external view returns (uint256);
    function claimOf(address owner, address asset) external view returns (uint256);
    function reserved(address asset) external view returns (uint256);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IVault} from "interfaces/IVault.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Holdings, State, Asset, Order} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title Vault
/// @notice Keeps the assets, issues the shares, runs the pipeline.
///
/// CUSTODY
/// - What the vault owns is what its books say; a donation changes nothing until `sync`.
/// - Tokens leave through three doors: `redeem` and `claim` pay a holder, `_settle` pushes one order's
///   amount to an allowed venue and measures what came back. No allowance is ever given, no arbitrary
///   call ever made.
///
/// EXIT
/// - `redeem` calls nothing but the tokens. No role, pause, price, strategy or venue stands in its way.
/// - A token that cannot be sent is skipped, and kept as the leaver's claim.
///
/// ROLES
/// - Governor, behind a delay: the parts (observer, strategy, planner, constraint, venues), cap, spread.
/// - Guardian, at once: a pause of entry and rebalancing that ends by itself.
/// - Keeper, at once: orders of its own, under the same constraints. Anyone: `rebalance`.
///
/// ROUNDING
/// - Against the caller, always: what is paid in rounds up, what is paid out and minted rounds down.
///
/// ORACLES
/// - Only `deposit` and the pipeline read prices; in-kind entry and exit know none.
/// - A rebalance is planned and judged at the prices it started from.
contract Vault is IVault, ERC20Permit, AccessManaged, ReentrancyGuardTransient {
    using FixedPointMathLib for uint256;
    using SafeERC20 for IERC20;
    using Valuation for State;
    using Valuation for address[];
    using Valuation for Asset[];
    using Weights for uint256[];

    uint256 internal constant MAX_ASSETS = 20; // Keeps every path inside the gas limits of cases RB-12.
    uint256 internal constant MIN_ASSETS = 2; // One asset has nothing to balance.
    uint256 public constant DEAD_SHARES = 1e6; // {share} of nobody's: a donor to an empty vault gives them its gift.
    uint256 internal constant MIN_SEED = 1e15; // {share}, a thousand million times the dead ones.
    uint256 public constant MAX_SUPPLY = type(uint128).max; // {share} (cases I-24).
    uint256 public constant MAX_BALANCE = type(uint112).max; // {unit} (cases I-24); Uniswap V2's limit too.
    uint256 internal constant MAX_ENTRY_SPREAD = 0.05e18; // D18{1}, ten times the cost of a poor market.
    uint256 public constant MAX_PAUSE = 7 days; // {s}; longer than the delay in which governance can act.
    uint256 internal constant MAX_DEADLINE = 10 minutes; // {s} a keeper's orders may wait (cases AM-02).
    address internal constant NOBODY = address(0xdead); // OpenZeppelin's ERC-20 mints nothing to address 0.
    uint256 internal constant ONE = 1e18; // D18{1}

    address internal immutable _list; // The assets, as code: one cold read for all (docs/decisions/0002).

    uint112[MAX_ASSETS] internal _balances; // 10 slots; {unit}, in the order of the assets
    uint128 internal _supplyCap; // 16; {share}
    uint64 internal _entrySpread; // + 8 = 24; D18{1}
    uint64 internal _pausedUntil; // + 8 = 32; {s}
    IStateObserver public observer; // 20
    IStrategy public strategy; // 20
    IPlanner public planner; // 20
    IConstraint public constraint; // 20
    mapping(address venue => bool) public isVenue;
    mapping(address owner => mapping(address asset => uint256)) public claimOf; // {unit}
    mapping(address asset => uint256) public reserved; // {unit}, the sum of the claims

    modifier inTime(uint256 deadline) {
        _requireInTime(deadline);
        _;
    }

    modifier whenOpen() {
        _requireOpen();
        _;
    }

    constructor(string memory name, string memory symbol, address authority, address[] memory assets_)
        ERC20(name, symbol)
        ERC20Permit(name)
        AccessManaged(authority)
    {
        require(assets_.length >= MIN_ASSETS, TooFewAssets(assets_.length, MIN_ASSETS));
        require(assets_.length <= MAX_ASSETS, TooManyAssets(assets_.length, MAX_ASSETS));
        for (uint256 i; i < assets_.length; ++i) {
            _requireCode(assets_[i]);
            for (uint256 j; j < i; ++j) {
                require(assets_[i] != assets_[j], DuplicateAsset(assets_[i]));
            }
        }
        _list = SSTORE2.write(abi.encode(assets_));
    }

    /* HOLDERS */

    /// @inheritdoc IVault
    function mint(uint256 shares, uint256[] calldata maxIn, address receiver, uint256 deadline)
        external
        nonReentrant
        whenOpen
        inTime(deadline)
        returns (uint256[] memory amounts)
    {
        uint256 supply = totalSupply();
        _requireRoom(shares, supply);
        address[] memory tokens = assets();
        require(maxIn.length == tokens.length, WrongLength(maxIn.length, tokens.length));
        amounts = new uint256[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            uint256 balance = _balances[i];
            uint256 amount = shares.mulDivUp(balance, supply);
            require(amount <= maxIn[i], SlippageExceeded(tokens[i], maxIn[i], amount));
            _setBalance(tokens[i], i, balance + amount);
            amounts[i] = amount;
        }
        _mint(receiver, shares);
        emit Minted(msg.sender, receiver, shares, amounts);
        _pullAll(tokens, amounts);
    }

    /// @inheritdoc IVault
    function deposit(address asset, uint256 amount, uint256 minShares, address receiver, uint256 deadline)
        external
        nonReentrant
        whenOpen
        inTime(deadline)
        returns (uint256 shares)
    {
        State memory state = observer.observe(_holdings());
        uint256 i = state.assets.indexOf(asset);
        _setBalance(asset, i, state.assets[i].balance.saturatingAdd(amount));
        shares = _sharesFor(state, state.assets[i], amount);
        require(shares >= minShares, TooFewShares(shares, minShares));
        _requireRoom(shares, state.supply);
        _mint(receiver, shares);
        emit Deposited(msg.sender, receiver, asset, amount, shares);
        _pull(asset, amount);
    }

    /// @inheritdoc IVault
    function redeem(
        uint256 shares,
        address receiver,
        address[] calldata skip,
        uint256[] calldata minOut,
        uint256 deadline
    ) external nonReentrant inTime(deadline) returns (uint256[] memory amounts) {
        require(shares > 0, ZeroShares());
        address[] memory tokens = assets();
        uint256 n = tokens.length;
        require(minOut.length == n || minOut.length == 0, WrongLength(minOut.length, n));
        uint256 supply = totalSupply();
        _burn(msg.sender, shares);
        amounts = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            uint256 balance = _balances[i];
            uint256 amount = shares * balance / supply; // Below 2^240: shares and balance are capped.
            if (minOut.length > 0) require(amount >= minOut[i], SlippageExceeded(tokens[i], minOut[i], amount));
            _balances[i] = uint112(balance - amount);
            amounts[i] = amount;
        }
        emit Redeemed(msg.sender, receiver, shares, amounts);
        _payAll(tokens, amounts, _keep(tokens, amounts, skip), receiver);
    }

    /// @inheritdoc IVault
    function claim(address asset, address receiver) external nonReentrant returns (uint256 amount) {
        amount = claimOf[msg.sender][asset];
        require(amount > 0, NothingToClaim(msg.sender, asset));
        claimOf[msg.sender][asset] = 0;
        reserved[asset] -= amount;
        emit Claimed(msg.sender, receiver, asset, amount);
        IERC20(asset).safeTransfer(receiver, amount);
    }

    /* ANYONE */

    /// @inheritdoc IVault
    function sync(address asset) external nonReentrant {
        uint256 i = assets().indexOf(asset);
        (uint256 start, uint256 end) = (_balances[i], _heldOf(asset).zeroFloorSub(reserved[asset]));
        _setBalance(asset, i, end);
        emit Synced(asset, start, end);
    }

    /// @inheritdoc IVault
    function rebalance() external nonReentrant whenOpen {
        _rebalance("");
    }

    /// @inheritdoc IVault
    function performUpkeep(bytes calldata hint) external nonReentrant whenOpen {
        _rebalance(hint);
    }

    /// @inheritdoc IVault
    function checkUpkeep(bytes calldata hint) external view returns (bool due, bytes memory performData) {
        (due,) = address(this).staticcall(abi.encodeCall(this.preview, (hint)));
        performData = hint;
    }

    /// @inheritdoc IVault
    function preview(bytes calldata hint)
        external
        view
        nonReentrantView
        whenOpen
        returns (State memory start, uint256[] memory target, Order[] memory orders, State memory end)
    {
        (start, target) = _decide();
        orders = planner.plan(start, target, hint);
        end = start.copy();
        for (uint256 k; k < orders.length; ++k) {
            Order memory order = orders[k];
            (uint256 i, uint256 j) = _clamp(end, order);
            _book(end, order, i, j, IVenue(order.venue).quote(order.sell, order.buy, order.sellAmount));
        }
        end.revalue();
        constraint.judge(start, target, end);
    }

    /* KEEPERS */

    /// @inheritdoc IVault
    function execute(Order[] calldata orders, uint256 deadline)
        external
        nonReentrant
        restricted
        whenOpen
        inTime(deadline)
    {
        uint256 latest = block.timestamp + MAX_DEADLINE;
        require(deadline <= latest, DeadlineTooFar(deadline, latest));
        (State memory start, uint256[] memory target) = _decide();
        _trade(start, target, orders);
    }

    /* GUARDIAN */

    /// @inheritdoc IVault
    function pause() external restricted {
        _setPause(block.timestamp + MAX_PAUSE);
    }

    /* GOVERNANCE */

    /// @inheritdoc IVault
    function seed(uint256 shares, uint256[] calldata amounts, address receiver) external nonReentrant restricted {
        require(totalSupply() == 0, AlreadySeeded());
        require(shares >= MIN_SEED, SeedTooSmall(shares, MIN_SEED));
        address[] memory tokens = assets();
        require(amounts.length == tokens.length, WrongLength(amounts.length, tokens.length));
        require(shares <= _supplyCap, SupplyCapExceeded(shares, _supplyCap));
        for (uint256 i; i < tokens.length; ++i) {
            _setBalance(tokens[i], i, amounts[i]);
        }
        _mint(NOBODY, DEAD_SHARES);
        _mint(receiver, shares - DEAD_SHARES);
        emit Seeded(receiver, shares, amounts);
        _pullAll(tokens, amounts);
    }

    /// @inheritdoc IVault
    function unpause() external restricted {
        _setPause(0);
    }

    /// @inheritdoc IVault
    function setObserver(IStateObserver observer_) external restricted {
        _requireCode(address(observer_));
        observer = observer_;
        emit ObserverReplaced(observer_);
    }

    /// @inheritdoc IVault
    function setStrategy(IStrategy strategy_) external restricted {
        _requireCode(address(strategy_));
        strategy = strategy_;
        emit StrategyReplaced(strategy_);
    }

    /// @inheritdoc IVault
    function setPlanner(IPlanner planner_) external restricted {
        _requireCode(address(planner_));
        planner = planner_;
        emit PlannerReplaced(planner_);
    }

    /// @inheritdoc IVault
    function setConstraint(IConstraint constraint_) external restricted {
        _requireCode(address(constraint_));
        constraint = constraint_;
        emit ConstraintReplaced(constraint_);
    }

    /// @inheritdoc IVault
    function setVenue(address venue, bool allowed) external restricted {
        _requireCode(venue);
        isVenue[venue] = allowed;
        emit VenueAllowed(venue, allowed);
    }

    /// @inheritdoc IVault
    function setSupplyCap(uint256 supplyCap_) external restricted {
        require(supplyCap_ <= MAX_SUPPLY, CapTooHigh(supplyCap_, MAX_SUPPLY));
        _supplyCap = uint128(supplyCap_);
        emit SupplyCapChanged(supplyCap_);
    }

    /// @inheritdoc IVault
    function setEntrySpread(uint256 spread) external restricted {
        require(spread <= MAX_ENTRY_SPREAD, SpreadTooWide(spread, MAX_ENTRY_SPREAD));
        _entrySpread = uint64(spread);
        emit EntrySpreadChanged(spread);
    }

    /* VIEWS */

    /// @inheritdoc IVault
    function assets() public view returns (address[] memory) {
        return abi.decode(SSTORE2.read(_list), (address[]));
    }

    /// @inheritdoc IVault
    function holdings() external view nonReentrantView returns (Holdings memory) {
        return _holdings();
    }

    /// @inheritdoc IVault
    function maxMint() external view returns (uint256) {
        return block.timestamp < _pausedUntil ? 0 : uint256(_supplyCap).zeroFloorSub(totalSupply());
    }

    /// @inheritdoc IVault
    function supplyCap() external view returns (uint256) {
        return _supplyCap;
    }

    /// @inheritdoc IVault
    function entrySpread() external view returns (uint256) {
        return _entrySpread;
    }

    /// @inheritdoc IVault
    function pausedUntil() external view returns (uint256) {
        return _pausedUntil;
    }

    /* THE PIPELINE */

    function _rebalance(bytes memory hint) internal {
        (State memory start, uint256[] memory target) = _decide();
        _trade(start, target, planner.plan(start, target, hint));
    }

    function _decide() internal view returns (State memory start, uint256[] memory target) {
        constraint.requireReady();
        start = observer.observe(_holdings());
        target = strategy.target(start);
        target.requireValid(start.assets.length);
    }

    function _trade(State memory start, uint256[] memory target, Order[] memory orders) internal {
        State memory end = start.copy();
        for (uint256 k; k < orders.length; ++k) {
            _settle(end, orders[k]);
        }
        end.revalue();
        constraint.check(start, target, end);
        emit Rebalanced(msg.sender, start.value, end.value, start.prices(), target);
    }

    /// @dev Pushes one order's tokens to its venue and books what really came back.
    function _settle(State memory state, Order memory order) internal {
        IVenue venue = IVenue(order.venue);
        (uint256 i, uint256 j) = _clamp(state, order);
        (address sell, address buy, uint256 amount) = (order.sell, order.buy, order.sellAmount);
        (uint256 heldSell, uint256 heldBuy) = (_heldOf(sell), _heldOf(buy));
        IERC20(sell).safeTransfer(venue.inlet(sell, buy), amount);
        venue.swap(order, address(this));
        (uint256 leftSell, uint256 expected) = (_heldOf(sell), heldSell - amount);
        require(leftSell == expected, UnexpectedBalanceChange(sell, leftSell, expected));
        uint256 bought = _heldOf(buy).zeroFloorSub(heldBuy);
        _book(state, order, i, j, bought);
        (_balances[i], _balances[j]) = (uint112(state.assets[i].balance), uint112(state.assets[j].balance));
        emit Traded(address(venue), sell, buy, amount, bought);
    }

    /// @dev Finds the order's assets at a venue that is allowed, and sells no more than there is: a plan that is
    ///      a moment old still works.
    function _clamp(State memory state, Order memory order) internal view returns (uint256 i, uint256 j) {
        require(isVenue[order.venue], VenueNotAllowed(order.venue));
        (i, j) = (state.assets.indexOf(order.sell), state.assets.indexOf(order.buy));
        order.sellAmount = order.sellAmount.min(state.assets[i].balance);
    }

    function _book(State memory state, Order memory order, uint256 i, uint256 j, uint256 bought) internal pure {
        require(bought >= order.minBuyAmount, BoughtTooLittle(order.buy, bought, order.minBuyAmount));
        state.assets[i].balance -= order.sellAmount;
        state.assets[j].balance += bought;
        _requireCap(order.buy, state.assets[j].balance);
    }

    /* INTERNAL */

    function _holdings() internal view returns (Holdings memory held) {
        held.assets = assets();
        held.supply = totalSupply();
        uint256 n = held.assets.length;
        uint256[] memory balances = held.balances = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            balances[i] = _balances[i];
        }
    }

    /// @dev What one asset buys, at the observer's price less the spread, rounded down twice.
    function _sharesFor(State memory state, Asset memory asset, uint256 amount) internal view returns (uint256) {
        require(state.value > 0, Weights.NothingToWeigh());
        uint256 value = Valuation.valueOf(amount, asset.price, asset.unit);
        return value.fullMulDiv((ONE - _entrySpread) * state.supply, state.value * ONE);
    }

    function _requireInTime(uint256 deadline) internal view {
        require(block.timestamp <= deadline, Expired(deadline, block.timestamp));
    }

    function _requireOpen() internal view {
        require(block.timestamp >= _pausedUntil, IsPaused(_pausedUntil));
    }

    function _requireRoom(uint256 shares, uint256 supply) internal view {
        require(shares > 0, ZeroShares());
        require(supply > 0, NotSeeded());
        uint256 room = uint256(_supplyCap).zeroFloorSub(supply);
        require(shares <= room, SupplyCapExceeded(shares, room));
    }

    function _setBalance(address asset, uint256 i, uint256 balance) internal {
        _requireCap(asset, balance);
        _balances[i] = uint112(balance);
    }

    function _requireCap(address asset, uint256 balance) internal pure {
        require(balance <= MAX_BALANCE, BalanceCapExceeded(asset, balance, MAX_BALANCE));
    }

    function _pullAll(address[] memory tokens, uint256[] memory amounts) internal {
        for (uint256 i; i < tokens.length; ++i) {
            _pull(tokens[i], amounts[i]);
        }
    }

    /// @dev Takes exactly the amount; a token that keeps a part of it is refused (cases TK-01).
    function _pull(address token, uint256 amount) internal {
        if (amount == 0) return;
        uint256 held = _heldOf(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 got = _heldOf(token).zeroFloorSub(held);
        require(got == amount, TransferDeltaMismatch(token, amount, got));
    }

    /// @dev Turns skipped amounts into claims. @return kept Marks them.
    function _keep(address[] memory tokens, uint256[] memory amounts, address[] calldata skip)
        internal
        returns (bool[] memory kept)
    {
        if (skip.length == 0) return kept;
        kept = new bool[](tokens.length);
        for (uint256 k; k < skip.length; ++k) {
            uint256 i = tokens.indexOf(skip[k]);
            if (kept[i] || amounts[i] == 0) continue;
            kept[i] = true;
            claimOf[msg.sender][tokens[i]] += amounts[i];
            reserved[tokens[i]] += amounts[i];
            emit ClaimKept(msg.sender, tokens[i], amounts[i]);
        }
    }

    function _payAll(address[] memory tokens, uint256[] memory amounts, bool[] memory kept, address receiver)
        internal
    {
        for (uint256 i; i < tokens.length; ++i) {
            if (amounts[i] == 0 || (kept.length > 0 && kept[i])) continue;
            IERC20(tokens[i]).safeTransfer(receiver, amounts[i]);
        }
    }

    function _heldOf(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    function _setPause(uint256 until) internal {
        _pausedUntil = uint64(until);
        emit Paused(until);
    }

    function _requireCode(address account) internal view {
        require(account.code.length > 0, NoCode(account));
    }
}

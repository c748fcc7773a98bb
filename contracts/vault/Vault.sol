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
import {IDepositorList} from "interfaces/IDepositorList.sol";
import {Holdings, State, Asset, Order} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title Vault
/// @notice Keeps the assets, issues the shares, runs the pipeline.
///
/// CUSTODY
/// - What the vault owns is what its books say; a donation changes nothing until `sync`.
/// - Assets leave through three doors: `redeem` and `claim` pay a holder, `_swap` pushes one order's
///   amount to an allowed venue and measures what came back. `sweep` sends away what is no asset. No
///   allowance is ever given, no arbitrary call ever made.
///
/// EXIT
/// - `redeem` calls nothing but the tokens. No role, pause, price, strategy or venue stands in its way.
/// - A token that cannot be sent is skipped, and kept as the leaver's claim.
///
/// ROLES
/// - Governor, behind a delay: the parts (observer, strategy, planner, constraint, venues), cap, spread, strays.
/// - Guardian, at once: a pause of entry and rebalancing that ends by itself, and rests as long.
/// - Keeper, at once: orders of its own, under the same constraints. Anyone: `rebalance`.
///
/// ROUNDING
/// - Against the caller, always: what is paid in rounds up, what is paid out and minted rounds down.
///
/// PARTS
/// - Each is used only while its code is what governance looked at (cases GV-05).
///
/// ORACLES
/// - Only `deposit` and the pipeline read prices; in-kind entry and exit know none.
/// - A deposit is priced against the caller from both sides, and pays what trading it can cost.
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
    uint256 internal constant DEAD_SHARES = 1e6; // {share} of nobody's: a donor to an empty vault gives them its gift.
    uint256 internal constant MIN_SEED = 1e15; // {share}, a thousand million times the dead ones.
    uint256 internal constant MAX_SUPPLY = type(uint128).max; // {share} (cases I-24).
    uint256 public constant MAX_BALANCE = type(uint112).max; // {unit} (cases I-24); Uniswap V2's limit too.
    uint256 internal constant MAX_ENTRY_SPREAD = 0.05e18; // D18{1}, ten times the cost of a poor market.
    uint256 internal constant MAX_PAUSE = 7 days; // {s}; longer than the delay in which governance can act.
    uint256 internal constant PAUSE_REST = 7 days; // {s} after a pause, unless governance has ended it.
    uint256 internal constant MAX_DEADLINE = 10 minutes; // {s} a keeper's orders may wait (cases AM-02).
    address internal constant NOBODY = address(0xdead); // OpenZeppelin's ERC-20 mints nothing to address 0.
    uint256 internal constant ONE = 1e18; // D18{1}

    /// @dev A replaceable part, and the hash of its code when it was chosen.
    struct Part {
        address at; // 20
        bytes12 code; // + 12 = 32; 96 bits: 2^96 tries to match a given code, 2^48 to prepare two that match
    }

    IDepositorList public immutable depositors; // Who may receive new shares; address 0: everybody.
    address internal immutable _list; // The assets, as code: one cold read for all (docs/decisions/0002).

    uint112[MAX_ASSETS] internal _balances; // 10 slots; {unit}, in the order of the assets
    uint128 internal _supplyCap; // 16; {share}
    uint64 internal _entrySpread; // + 8 = 24; D18{1}
    uint64 internal _pausedUntil; // + 8 = 32; {s}
    Part internal _observer;
    Part internal _strategy;
    Part internal _planner;
    Part internal _constraint;
    mapping(address venue => bytes32) internal _venueCode; // Its hash; 0 where the venue is not allowed.
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

    /// @param depositors_ The list of those who may receive new shares, or address 0 for a vault that is open to all.
    constructor(
        string memory name,
        string memory symbol,
        address authority,
        address[] memory assets_,
        IDepositorList depositors_
    ) ERC20(name, symbol) ERC20Permit(name) AccessManaged(authority) {
        require(assets_.length >= MIN_ASSETS, TooFewAssets(assets_.length, MIN_ASSETS));
        require(assets_.length <= MAX_ASSETS, TooManyAssets(assets_.length, MAX_ASSETS));
        for (uint256 i; i < assets_.length; ++i) {
            _requireCode(assets_[i]);
            for (uint256 j; j < i; ++j) {
                require(assets_[i] != assets_[j], DuplicateAsset(assets_[i]));
            }
        }
        if (address(depositors_) != address(0)) _requireCode(address(depositors_));
        (_list, depositors) = (SSTORE2.write(abi.encode(assets_)), depositors_);
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
        _issue(receiver, shares, supply);
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
        Holdings memory held = _holdings();
        uint256 i = held.assets.indexOf(asset);
        _setBalance(asset, i, held.balances[i].saturatingAdd(amount));
        shares = _sharesFor(held, asset, amount);
        require(shares >= minShares, TooFewShares(shares, minShares));
        _issue(receiver, shares, held.supply);
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

    /* KEEPERS */

    /// @inheritdoc IVault
    function execute(Order[] calldata orders, uint256 deadline)
        external
        restricted
        nonReentrant
        whenOpen
        inTime(deadline)
    {
        uint256 latest = block.timestamp + MAX_DEADLINE;
        require(deadline <= latest, DeadlineTooFar(deadline, latest));
        IConstraint rules = constraint();
        (State memory start, uint256[] memory target) = _decide(rules);
        _trade(rules, start, target, orders);
    }

    /* GUARDIAN */

    /// @inheritdoc IVault
    function pause() external restricted {
        uint256 readyAt = _pausedUntil + PAUSE_REST;
        require(block.timestamp >= readyAt, PauseTooSoon(block.timestamp, readyAt));
        _setPause(block.timestamp + MAX_PAUSE);
    }

    /* GOVERNANCE */

    /// @inheritdoc IVault
    function seed(uint256 shares, uint256[] calldata amounts, address receiver) external restricted nonReentrant {
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
        _observer = _pin(address(observer_));
        emit ObserverReplaced(observer_);
    }

    /// @inheritdoc IVault
    function setStrategy(IStrategy strategy_) external restricted {
        _strategy = _pin(address(strategy_));
        emit StrategyReplaced(strategy_);
    }

    /// @inheritdoc IVault
    function setPlanner(IPlanner planner_) external restricted {
        _planner = _pin(address(planner_));
        emit PlannerReplaced(planner_);
    }

    /// @inheritdoc IVault
    function setConstraint(IConstraint constraint_) external restricted {
        _constraint = _pin(address(constraint_));
        emit ConstraintReplaced(constraint_);
    }

    /// @inheritdoc IVault
    function setVenue(address venue, bool allowed) external restricted {
        _requireCode(venue);
        _venueCode[venue] = allowed ? venue.codehash : bytes32(0);
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

    /// @inheritdoc IVault
    function sweep(address token, address receiver) external restricted nonReentrant returns (uint256 amount) {
        address[] memory tokens = assets();
        amount = _heldOf(token);
        emit Swept(token, receiver, amount);
        IERC20(token).safeTransfer(receiver, amount);
        for (uint256 i; i < tokens.length; ++i) {
            require(tokens[i] != token, NotAStray(token));
            (uint256 held, uint256 owed) = (_heldOf(tokens[i]), _balances[i] + reserved[tokens[i]]);
            require(held >= owed, UnexpectedBalanceChange(tokens[i], held, owed));
        }
    }

    /* VIEWS */

    /// @inheritdoc IVault
    function assets() public view returns (address[] memory) {
        return abi.decode(SSTORE2.read(_list), (address[]));
    }

    /// @inheritdoc IVault
    function observer() public view returns (IStateObserver) {
        return IStateObserver(_use(_observer));
    }

    /// @inheritdoc IVault
    function strategy() public view returns (IStrategy) {
        return IStrategy(_use(_strategy));
    }

    /// @inheritdoc IVault
    function planner() public view returns (IPlanner) {
        return IPlanner(_use(_planner));
    }

    /// @inheritdoc IVault
    function constraint() public view returns (IConstraint) {
        return IConstraint(_use(_constraint));
    }

    /// @inheritdoc IVault
    function isVenue(address venue) public view returns (bool) {
        bytes32 code = _venueCode[venue];
        require(code == 0 || code == venue.codehash, CodeChanged(venue));
        return code != 0;
    }

    /// @inheritdoc IVault
    function isBusy() external view returns (bool) {
        return _reentrancyGuardEntered();
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
        IConstraint rules = constraint();
        (State memory start, uint256[] memory target) = _decide(rules);
        _trade(rules, start, target, planner().plan(start, target, hint));
    }

    function _decide(IConstraint rules) internal view returns (State memory start, uint256[] memory target) {
        rules.requireReady(address(this));
        Holdings memory held = _holdings();
        start = observer().observe(held);
        start.bind(held);
        target = strategy().target(start);
        target.requireValid(held.assets.length);
    }

    function _trade(IConstraint rules, State memory start, uint256[] memory target, Order[] memory orders)
        internal
    {
        State memory end = start.copy();
        for (uint256 k; k < orders.length; ++k) {
            _settle(end, orders[k]);
        }
        for (uint256 i; i < end.assets.length; ++i) {
            _setBalance(end.assets[i].token, i, end.assets[i].balance);
        }
        end.revalue();
        rules.check(start, target, end);
        emit Rebalanced(msg.sender, start.value, end.value, start.prices(), target);
    }

    /// @dev Sells no more than there is, so that a plan that is a moment old still works, and books what came back.
    function _settle(State memory state, Order memory order) internal {
        require(isVenue(order.venue), VenueNotAllowed(order.venue));
        (Asset memory sold, Asset memory bought) = (state.assets.find(order.sell), state.assets.find(order.buy));
        uint256 amount = order.sellAmount = order.sellAmount.min(sold.balance);
        uint256 got = _swap(order);
        require(got >= order.minBuyAmount, BoughtTooLittle(order.buy, got, order.minBuyAmount));
        sold.balance -= amount;
        bought.balance += got;
        emit Traded(order.venue, order.sell, order.buy, amount, got);
    }

    /// @dev Pushes the order's tokens to its venue and measures both of its tokens.
    function _swap(Order memory order) internal returns (uint256 got) {
        (IVenue venue, address sell, address buy) = (IVenue(order.venue), order.sell, order.buy);
        (uint256 expected, uint256 held) = (_heldOf(sell) - order.sellAmount, _heldOf(buy));
        IERC20(sell).safeTransfer(venue.inlet(sell, buy), order.sellAmount);
        venue.swap(order, address(this));
        uint256 left = _heldOf(sell);
        require(left == expected, UnexpectedBalanceChange(sell, left, expected));
        return _heldOf(buy).zeroFloorSub(held);
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

    /// @dev What one asset buys: what is paid at its least price, what is held at its highest, less the spread or what
    ///      trading the entry may cost the holders, whichever is more (cases RB-04). Rounded down twice.
    function _sharesFor(Holdings memory held, address asset, uint256 amount) internal view returns (uint256) {
        (uint256 paid, uint256 value) = observer().appraise(held, asset, amount);
        require(value > 0, Weights.NothingToWeigh());
        uint256 spread = planner().maxCost().max(_entrySpread);
        return paid.fullMulDiv(ONE.zeroFloorSub(spread) * held.supply, value * ONE);
    }

    function _requireInTime(uint256 deadline) internal view {
        require(block.timestamp <= deadline, Expired(deadline, block.timestamp));
    }

    function _requireOpen() internal view {
        require(block.timestamp >= _pausedUntil, IsPaused(_pausedUntil));
    }

    /// @dev New shares, for whom and as far as they may be. @param supply {share}, before.
    function _issue(address receiver, uint256 shares, uint256 supply) internal {
        require(shares > 0, ZeroShares());
        require(supply > 0, NotSeeded());
        uint256 room = uint256(_supplyCap).zeroFloorSub(supply);
        require(shares <= room, SupplyCapExceeded(shares, room));
        if (address(depositors) != address(0)) {
            require(depositors.isDepositor(receiver), NotADepositor(receiver));
        }
        _mint(receiver, shares);
    }

    function _setBalance(address asset, uint256 i, uint256 balance) internal {
        require(balance <= MAX_BALANCE, BalanceCapExceeded(asset, balance, MAX_BALANCE));
        _balances[i] = uint112(balance);
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

    function _pin(address part) internal view returns (Part memory) {
        _requireCode(part);
        return Part(part, bytes12(part.codehash));
    }

    function _use(Part storage part) internal view returns (address) {
        (address at, bytes12 code) = (part.at, part.code);
        require(code == 0 || code == bytes12(at.codehash), CodeChanged(at));
        return at;
    }

    /// @dev No power is used while the vault is at work (cases GV-03).
    function _checkCanCall(address caller, bytes calldata data) internal override {
        require(!_reentrancyGuardEntered(), ReentrancyGuardReentrantCall());
        super._checkCanCall(caller, data);
    }

    function _requireCode(address account) internal view {
        require(account.code.length > 0, NoCode(account));
    }
}

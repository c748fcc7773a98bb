// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IVaultGateway} from "interfaces/IVaultGateway.sol";
import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {IWETH} from "interfaces/external/weth/IWETH.sol";
import {IPermit2} from "interfaces/external/permit2/IPermit2.sol";
import {Holdings, Order} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title VaultGateway
/// @notice The convenient door of one vault (docs/decisions/0007).
///
/// CUSTODY
/// - Tokens are taken from the caller alone, by an allowance or by a Permit2 signature over this very contract.
/// - Nothing stays: entry takes and allows exactly what the vault will take, a payment empties every balance.
///
/// ETHER
/// - `multicall` takes no value, so no two of its calls can spend the same ether.
///
/// RE-ENTRANCY
/// - Closed while it works, `sweep` too: a token or venue that calls back finds nothing to take.
/// @custom:stop Nothing to stop: no owner, no state. The vault does not know it.
contract VaultGateway is IVaultGateway, Multicall, ReentrancyGuardTransient {
    using FixedPointMathLib for uint256;
    using SafeERC20 for IERC20;
    using Valuation for address[];

    IVault public immutable vault;
    IWETH public immutable weth;
    IPermit2 public immutable permit2;

    /// @param weth_ Wrapped ether, or address 0 where there is none.
    /// @param permit2_ Permit2's canonical address, 0x000000000022D473030F116dDEE9F6B43aC78BA3.
    constructor(IVault vault_, IWETH weth_, IPermit2 permit2_) {
        (vault, weth, permit2) = (vault_, weth_, permit2_);
    }

    /// @dev Ether comes with a call or out of its wrapper.
    receive() external payable {
        require(msg.sender == address(weth), EtherRefused(msg.sender, msg.value));
    }

    /* ENTRY */

    /// @inheritdoc IVaultGateway
    function selfPermit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        if (token != address(vault)) vault.assets().indexOf(token);
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        uint256 allowance = IERC20(token).allowance(msg.sender, address(this));
        require(allowance >= amount, PermitRefused(token, allowance, amount));
    }

    /// @inheritdoc IVaultGateway
    function mint(
        uint256 shares,
        uint256[] calldata maxIn,
        address receiver,
        uint256 deadline,
        Signed calldata signed
    ) external payable nonReentrant returns (uint256[] memory amounts) {
        Holdings memory held = vault.holdings();
        amounts = _amountsFor(shares, held, maxIn);
        _collect(held.assets, amounts, maxIn, signed);
        _requireTaken(held.assets, amounts, vault.mint(shares, amounts, receiver, deadline));
        if (msg.value > 0) _sendEther(msg.sender);
    }

    /// @inheritdoc IVaultGateway
    function deposit(
        address asset,
        uint256 amount,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signed calldata signed
    ) external payable nonReentrant returns (uint256 shares) {
        address[] memory tokens = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (tokens[0], amounts[0]) = (asset, amount);
        vault.assets().indexOf(asset);
        _collect(tokens, amounts, amounts, signed);
        shares = vault.deposit(asset, amount, minShares, receiver, deadline);
        if (msg.value > 0) _sendEther(msg.sender);
    }

    /* EXIT */

    /// @inheritdoc IVaultGateway
    function exit(uint256 shares, Payment calldata payment) external nonReentrant returns (uint256 amount) {
        IERC20(address(vault)).safeTransferFrom(msg.sender, address(this), shares);
        vault.redeem(shares, address(this), new address[](0), new uint256[](0), payment.deadline);
        return _pay(vault.assets(), payment);
    }

    /// @inheritdoc IVaultGateway
    function sell(uint256[] calldata amounts, Payment calldata payment)
        external
        nonReentrant
        returns (uint256 amount)
    {
        address[] memory tokens = vault.assets();
        require(amounts.length == tokens.length, IVault.WrongLength(amounts.length, tokens.length));
        _pull(tokens, amounts);
        return _pay(tokens, payment);
    }

    /* ANYONE */

    /// @inheritdoc IVaultGateway
    function sweep(address token, address receiver) external nonReentrant returns (uint256 amount) {
        if (token == address(0)) return _sendEther(receiver);
        amount = _heldOf(token);
        IERC20(token).safeTransfer(receiver, amount);
    }

    /* INTERNAL */

    /// @dev What the vault will take, to the unit: nothing is left to give back.
    function _amountsFor(uint256 shares, Holdings memory held, uint256[] calldata maxIn)
        internal
        pure
        returns (uint256[] memory amounts)
    {
        uint256 n = held.assets.length;
        require(maxIn.length == n, IVault.WrongLength(maxIn.length, n));
        require(held.supply > 0, IVault.NotSeeded());
        amounts = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            uint256 amount = amounts[i] = shares.mulDivUp(held.balances[i], held.supply);
            require(amount <= maxIn[i], IVault.SlippageExceeded(held.assets[i], maxIn[i], amount));
        }
    }

    /// @dev Takes the amounts, as ether first, and allows the vault exactly them.
    function _collect(
        address[] memory tokens,
        uint256[] memory amounts,
        uint256[] memory limits,
        Signed calldata signed
    ) internal {
        uint256[] memory due = _wrap(tokens, amounts);
        if (signed.signature.length > 0) _pullSigned(tokens, due, limits, signed);
        else _pull(tokens, due);
        for (uint256 i; i < tokens.length; ++i) {
            if (amounts[i] > 0) IERC20(tokens[i]).forceApprove(address(vault), amounts[i]);
        }
    }

    /// @dev A token that calls back on its way here may have changed the vault meanwhile: all or nothing.
    function _requireTaken(address[] memory tokens, uint256[] memory amounts, uint256[] memory taken)
        internal
        pure
    {
        for (uint256 i; i < tokens.length; ++i) {
            require(taken[i] == amounts[i], IVault.SlippageExceeded(tokens[i], amounts[i], taken[i]));
        }
    }

    /// @return due {unit}, the amounts less what came as ether.
    function _wrap(address[] memory tokens, uint256[] memory amounts) internal returns (uint256[] memory due) {
        due = new uint256[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            uint256 native = tokens[i] == address(weth) ? msg.value.min(amounts[i]) : 0;
            if (native > 0) weth.deposit{value: native}();
            due[i] = amounts[i] - native;
        }
    }

    function _pull(address[] memory tokens, uint256[] memory amounts) internal {
        for (uint256 i; i < tokens.length; ++i) {
            if (amounts[i] > 0) IERC20(tokens[i]).safeTransferFrom(msg.sender, address(this), amounts[i]);
        }
    }

    /// @dev The owner is the caller and the spender this contract, so nobody else can use the signature.
    function _pullSigned(
        address[] memory tokens,
        uint256[] memory amounts,
        uint256[] memory limits,
        Signed calldata signed
    ) internal {
        uint256 n = tokens.length;
        IPermit2.TokenPermissions[] memory permitted = new IPermit2.TokenPermissions[](n);
        IPermit2.SignatureTransferDetails[] memory details = new IPermit2.SignatureTransferDetails[](n);
        for (uint256 i; i < n; ++i) {
            permitted[i] = IPermit2.TokenPermissions(tokens[i], limits[i]);
            details[i] = IPermit2.SignatureTransferDetails(address(this), amounts[i]);
        }
        permit2.permitTransferFrom(
            IPermit2.PermitBatchTransferFrom(permitted, signed.nonce, signed.deadline),
            details,
            msg.sender,
            signed.signature
        );
    }

    /// @dev Sells as the payment says, then sends everything there is.
    function _pay(address[] memory tokens, Payment calldata payment) internal returns (uint256 amount) {
        require(block.timestamp <= payment.deadline, IVault.Expired(payment.deadline, block.timestamp));
        for (uint256 k; k < payment.orders.length; ++k) {
            _settle(tokens, payment.orders[k]);
        }
        amount = _heldOf(tokens[tokens.indexOf(payment.asset)]);
        require(amount >= payment.minOut, PaidTooLittle(payment.asset, amount, payment.minOut));
        if (payment.unwrap && address(weth) != address(0)) _unwrap(payment.receiver);
        for (uint256 i; i < tokens.length; ++i) {
            uint256 held = _heldOf(tokens[i]);
            if (held > 0) IERC20(tokens[i]).safeTransfer(payment.receiver, held);
        }
    }

    /// @dev As the vault settles, on the vault's own venues. What would bring nothing is not sold.
    function _settle(address[] memory tokens, Order memory order) internal {
        require(vault.isVenue(order.venue), IVault.VenueNotAllowed(order.venue));
        (address sold, address buy) = (tokens[tokens.indexOf(order.sell)], tokens[tokens.indexOf(order.buy)]);
        order.sellAmount = order.sellAmount.min(_heldOf(sold));
        IVenue venue = IVenue(order.venue);
        uint256 held = _heldOf(buy);
        if (venue.quote(sold, buy, order.sellAmount) > 0) {
            IERC20(sold).safeTransfer(venue.inlet(sold, buy), order.sellAmount);
            venue.swap(order, address(this));
        }
        uint256 bought = _heldOf(buy).zeroFloorSub(held);
        require(bought >= order.minBuyAmount, IVault.BoughtTooLittle(buy, bought, order.minBuyAmount));
    }

    function _unwrap(address receiver) internal {
        weth.withdraw(_heldOf(address(weth)));
        _sendEther(receiver);
    }

    /// @dev All there is; more than the call brought only if it was nobody's.
    function _sendEther(address receiver) internal returns (uint256 amount) {
        amount = address(this).balance;
        if (amount > 0) Address.sendValue(payable(receiver), amount);
    }

    function _heldOf(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IVault} from "interfaces/IVault.sol";
import {IWETH} from "interfaces/external/weth/IWETH.sol";
import {IPermit2} from "interfaces/external/permit2/IPermit2.sol";
import {Order} from "interfaces/Types.sol";

/// @title IVaultGateway
/// @notice The convenient door of one vault: entry with permits, Permit2 or ether, exit into one asset, several
///         calls in one. It has no state, no owner and no right over anything; whoever likes goes to the vault itself.
/// @dev After each call it holds nothing and has no allowance left. What lies in it all the same was sent there by
///      mistake, and anyone may take it (`sweep`, or with the next exit).
interface IVaultGateway {
    /// How to be paid in one asset. What no order sells is paid in kind.
    struct Payment {
        address asset; // one of the vault's
        uint256 minOut; // {unit} of it
        Order[] orders; // In turn, at the vault's venues; each sells what has come in of its token, at most.
        address receiver;
        bool unwrap; // Pays wrapped ether as ether.
        uint256 deadline; // {s}
    }

    /// A Permit2 signature of the caller's (a batch, in the vault's order); where it is empty, its allowances count.
    struct Signed {
        uint256 nonce;
        uint256 deadline; // {s}
        bytes signature;
    }

    error PaidTooLittle(address asset, uint256 amount, uint256 minOut);
    error PermitRefused(address token, uint256 allowance, uint256 amount);
    error EtherRefused(address sender, uint256 amount);

    /// @notice Uses the caller's EIP-2612 permit, for the vault's shares or one of its assets. One that somebody has
    ///         used already will do, as long as the allowance is there; else reverts `PermitRefused`.
    function selfPermit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Enters in kind for the caller, exactly as `IVault.mint`. Ether that comes along is wrapped as far as
    ///         it is needed, and the rest goes back. What is signed with Permit2 is every asset with its `maxIn`.
    /// @return amounts {unit} taken of each asset.
    function mint(
        uint256 shares,
        uint256[] calldata maxIn,
        address receiver,
        uint256 deadline,
        Signed calldata signed
    ) external payable returns (uint256[] memory amounts);

    /// @notice Enters with one asset for the caller, exactly as `IVault.deposit`; ether and signature as in `mint`,
    ///         over that asset with `amount`.
    /// @return shares {share} minted to the receiver.
    function deposit(
        address asset,
        uint256 amount,
        uint256 minShares,
        address receiver,
        uint256 deadline,
        Signed calldata signed
    ) external payable returns (uint256 shares);

    /// @notice Leaves into one asset: redeems the caller's shares in kind, sells what came, and pays. The leaver bears
    ///         every cost; the vault pays what it pays anybody in kind.
    /// @dev All or nothing. Where a token cannot be sent, redeem at the vault with it on the skip list, so that the
    ///      claim is the caller's own, and hand the rest to `sell`: here the claim would be nobody's.
    /// @return amount {unit} of the asset.
    function exit(uint256 shares, Payment calldata payment) external returns (uint256 amount);

    /// @notice Sells the caller's own tokens the same way, e.g. those of a redemption with a skip list.
    /// @param amounts {unit} taken from the caller, one for each of the vault's assets.
    /// @return amount {unit} of the asset paid.
    function sell(uint256[] calldata amounts, Payment calldata payment) external returns (uint256 amount);

    /// @notice Gives whatever lies here to the receiver: nobody's by now. Address 0 is ether.
    function sweep(address token, address receiver) external returns (uint256 amount);

    function vault() external view returns (IVault);
    function weth() external view returns (IWETH);
    function permit2() external view returns (IPermit2);
}

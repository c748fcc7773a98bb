// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {ITokenProbe} from "interfaces/ITokenProbe.sol";
import {IVault} from "interfaces/IVault.sol";

/// @title TokenProbe
/// @notice Refuses tokens that a vault must not list, by moving a little of each there and back.
///
/// CUSTODY
/// - Tokens are taken from the caller alone, by an allowance, and all of them are back when the call ends.
/// - What lies here was sent by mistake. It disturbs no probe, and nobody can take it.
/// @custom:stop Nothing to stop: no owner, no state. No vault knows it.
contract TokenProbe is ITokenProbe, ReentrancyGuardTransient {
    using FixedPointMathLib for uint256;
    using SafeERC20 for IERC20;

    uint256 internal constant MAX_DECIMALS = 27; // As the observer has it: a whole token within 90 bits.

    /// @inheritdoc ITokenProbe
    function probe(address[] calldata tokens, uint256[] calldata amounts) external nonReentrant {
        require(amounts.length == tokens.length, IVault.WrongLength(amounts.length, tokens.length));
        uint256[] memory decimals = _decimals(tokens);
        uint256[] memory held = _held(tokens);
        for (uint256 i; i < tokens.length; ++i) {
            _take(tokens[i], amounts[i]);
            held[i] += amounts[i];
            _requireHeld(tokens, held, tokens[i]);
        }
        for (uint256 i; i < tokens.length; ++i) {
            _requireSupply(tokens[i], amounts[i]);
            _sendToSelf(tokens[i], amounts[i]);
            _requireHeld(tokens, held, tokens[i]);
        }
        for (uint256 i; i < tokens.length; ++i) {
            _giveBack(tokens[i], amounts[i]);
            held[i] -= amounts[i];
            _requireHeld(tokens, held, tokens[i]);
        }
        _requireSameDecimals(tokens, decimals);
    }

    /* INTERNAL */

    function _take(address token, uint256 amount) internal {
        require(amount > 0, NothingToMove(token));
        (uint256 theirs, uint256 ours) = (_balanceOf(token, msg.sender), _balanceOf(token, address(this)));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        _requireMoved(token, amount, ours, address(this), theirs, msg.sender);
    }

    function _giveBack(address token, uint256 amount) internal {
        (uint256 theirs, uint256 ours) = (_balanceOf(token, msg.sender), _balanceOf(token, address(this)));
        IERC20(token).safeTransfer(msg.sender, amount);
        _requireMoved(token, amount, theirs, msg.sender, ours, address(this));
    }

    /// @dev A token may refuse to be sent to where it is; it may not be more or less for it.
    function _sendToSelf(address token, uint256 amount) internal {
        uint256 ours = _balanceOf(token, address(this));
        IERC20(token).trySafeTransfer(address(this), amount);
        uint256 end = _balanceOf(token, address(this));
        require(end == ours, SelfTransferMismatch(token, ours, end));
    }

    /// @param payee And what it had before, {unit}; likewise the payer.
    function _requireMoved(
        address token,
        uint256 amount,
        uint256 payeeStart,
        address payee,
        uint256 payerStart,
        address payer
    ) internal view {
        uint256 got = _balanceOf(token, payee).zeroFloorSub(payeeStart);
        require(got == amount, IVault.TransferDeltaMismatch(token, amount, got));
        uint256 paid = payerStart.zeroFloorSub(_balanceOf(token, payer));
        require(paid == amount, PayerDeltaMismatch(token, payer, amount, paid));
    }

    /// @dev Each token against all others: only what was moved may have moved.
    function _requireHeld(address[] calldata tokens, uint256[] memory held, address moved) internal view {
        for (uint256 i; i < tokens.length; ++i) {
            uint256 balance = _balanceOf(tokens[i], address(this));
            require(balance == held[i], MovedAlong(tokens[i], moved, held[i], balance));
        }
    }

    /// @dev While the amount lies here.
    function _requireSupply(address token, uint256 amount) internal view {
        uint256 supply = _ask(token, abi.encodeCall(IERC20.totalSupply, ()));
        uint256 held = _balanceOf(token, msg.sender).saturatingAdd(amount);
        require(supply >= held, SupplyTooLow(token, supply, held));
    }

    function _requireSameDecimals(address[] calldata tokens, uint256[] memory start) internal view {
        uint256[] memory end = _decimals(tokens);
        for (uint256 i; i < tokens.length; ++i) {
            require(end[i] == start[i], DecimalsChanged(tokens[i], start[i], end[i]));
        }
    }

    function _decimals(address[] calldata tokens) internal view returns (uint256[] memory decimals) {
        decimals = new uint256[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            address token = tokens[i];
            require(token.code.length > 0, CodeMissing(token));
            uint256 said = decimals[i] = _ask(token, abi.encodeCall(IERC20Metadata.decimals, ()));
            require(said <= MAX_DECIMALS, IStateObserver.DecimalsTooMany(token, said, MAX_DECIMALS));
        }
    }

    /// @return held {unit} that lie here already, of each token; and no token may say that a fresh account has any.
    function _held(address[] calldata tokens) internal view returns (uint256[] memory held) {
        held = new uint256[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            address fresh = _fresh(tokens[i]);
            uint256 balance = _balanceOf(tokens[i], fresh);
            require(balance == 0, BalanceInvented(tokens[i], fresh, balance));
            held[i] = _balanceOf(tokens[i], address(this));
        }
    }

    /// @dev An account of this moment, so that nobody can have sent it something before, to spoil the probe.
    function _fresh(address token) internal view returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(token, block.timestamp)))));
    }

    function _balanceOf(address token, address account) internal view returns (uint256) {
        return _ask(token, abi.encodeCall(IERC20.balanceOf, (account)));
    }

    /// @dev By hand, since a token that does not answer is to be named.
    function _ask(address token, bytes memory question) internal view returns (uint256) {
        (bool answered, bytes memory answer) = token.staticcall(question);
        require(answered && answer.length >= 32, AnswerMissing(token, bytes4(question)));
        return abi.decode(answer, (uint256));
    }
}

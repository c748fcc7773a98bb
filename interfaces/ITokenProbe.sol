// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title ITokenProbe
/// @notice Looks at tokens before a vault lists them: moves a little of each there and back, and refuses the first habit
///         that a vault must not meet, with its numbers. No owner, no state, no right over anything.
/// @dev It is a contract that is called, and not the code of an `eth_call`, since only an address can be allowed to take
///      something. One serves everybody on its chain: it takes from its caller alone, and gives all of it back.
///
///      It sees what a token does now, to these two accounts and with these amounts. What somebody may switch on later,
///      or has switched on for others, it cannot see (docs/tokens.md). Hooks pass: the vault refuses what comes back in.
interface ITokenProbe {
    error CodeMissing(address token);
    error NothingToMove(address token);
    error AnswerMissing(address token, bytes4 question);
    error DecimalsChanged(address token, uint256 first, uint256 second);
    error BalanceInvented(address token, address account, uint256 balance);
    error PayerDeltaMismatch(address token, address payer, uint256 expected, uint256 got);
    error SelfTransferMismatch(address token, uint256 expected, uint256 got);
    error SupplyTooLow(address token, uint256 supply, uint256 held);
    error MovedAlong(address token, address moved, uint256 expected, uint256 got);

    /// @notice Takes the amounts from the caller, who has allowed them, looks, and gives them back to the unit. Whatever
    ///         else the token refuses comes through as the token says it; false is `SafeERC20FailedOperation(token)`.
    ///         - `CodeMissing`, `AnswerMissing`: no contract, or none that answers `decimals()`, `balanceOf(address)`
    ///           and `totalSupply()` with a number.
    ///         - `DecimalsTooMany`, `DecimalsChanged`: more than 27, or others at the end than at the start.
    ///         - `BalanceInvented`: an account that nobody has ever used owns some.
    ///         - `IVault.TransferDeltaMismatch`, `PayerDeltaMismatch`: who is paid gets, or who pays loses, more or less
    ///           than the amount, on the way in or on the way back.
    ///         - `SelfTransferMismatch`: a transfer to oneself changes one's balance.
    ///         - `SupplyTooLow`: the caller and the probe own more than there is.
    ///         - `MovedAlong`: `token` moved with `moved`: two addresses of one token, one that is listed twice, or a
    ///           balance that changes by itself.
    /// @param tokens All that are to be listed together, so that each is held against all others.
    /// @param amounts {unit} of each, above 0. A fee of one in a million shows from a million units on.
    function probe(address[] calldata tokens, uint256[] calldata amounts) external;
}

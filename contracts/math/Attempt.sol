// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Attempt
/// @notice Asks a contract that may fail, so that its failure is its own and never the caller's lack of gas.
/// @dev A call gets 63/64 of what is left at most (EIP-150), and fails where that is too little: who chooses the
///      gas could choose what fails. So a call whose failure has a consequence other than a revert gets a stipend:
///      exactly so much, or nobody is asked at all. To fail by the depth of the stack it would have to be the
///      1,025th, and a stipend is left there of no gas that a block has: each level keeps a 64th.
///      No answer is copied beyond what is expected, so that none is too long to be paid for.
library Attempt {
    error GasTooLow(uint256 left, uint256 needed);
    error SourceFailed(address source, bytes reason);

    uint256 internal constant ALL = type(uint256).max; // {gas}, whatever is left: where a failure is a revert.
    uint256 internal constant OVERHEAD = 5000; // {gas}, a cold account (EIP-2929: 2,600) and this library's own steps.
    uint256 internal constant WORD = 32; // {byte}
    uint256 internal constant LONGEST_REASON = 516; // {byte}, a selector and 16 words.

    /// @param stipend {gas} that the account gets, or ALL. @param length {byte}, the least that is an answer.
    /// @return given Whether there is an answer. @return said It, or why there is none, as far as it is kept.
    function read(address account, uint256 stipend, bytes memory data, uint256 length)
        internal
        view
        returns (bool given, bytes memory said)
    {
        if (stipend != ALL) requireGas(stipend);
        assembly ("memory-safe") {
            given := staticcall(stipend, account, add(data, 0x20), mload(data), 0, 0)
            let size := returndatasize()
            given := and(given, iszero(lt(size, length)))
            let most := length
            if iszero(given) { most := LONGEST_REASON }
            if gt(size, most) { size := most }
            said := mload(0x40)
            mstore(said, size)
            returndatacopy(add(said, 0x20), 0, size)
            mstore(0x40, and(add(add(said, 0x3f), size), not(0x1f)))
        }
    }

    /// @notice `read` where the answer is a list of so many words; a list of another length is no answer.
    function readList(address account, uint256 stipend, bytes memory data, uint256 n)
        internal
        view
        returns (bool given, uint256[] memory list)
    {
        bytes memory said;
        (given, said) = read(account, stipend, data, (2 + n) * WORD);
        if (!given) return (false, list);
        (uint256 place, uint256 count) = abi.decode(said, (uint256, uint256));
        if (place != WORD || count != n) return (false, list);
        list = abi.decode(said, (uint256[]));
    }

    /// @notice `read` where there is nobody else to ask. Reverts `SourceFailed` with what the account said.
    function demand(address account, bytes memory data, uint256 length) internal view returns (bytes memory) {
        (bool given, bytes memory said) = read(account, ALL, data, length);
        require(given, SourceFailed(account, said));
        return said;
    }

    /// @notice Reverts `GasTooLow` where less than a stipend would arrive.
    function requireGas(uint256 stipend) internal view {
        uint256 needed = stipend + stipend / 63 + OVERHEAD;
        require(gasleft() >= needed, GasTooLow(gasleft(), needed));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVault} from "interfaces/IVault.sol";
import {VaultLens} from "contracts/vault/VaultLens.sol";

/// @title VaultUpkeep
/// @notice One vault, as automation networks expect a contract that wants care (features I1).
/// @custom:stop Nothing to stop: no owner, no state, no power that an outsider has not.
contract VaultUpkeep {
    IVault public immutable vault;
    VaultLens public immutable lens;

    constructor(IVault vault_, VaultLens lens_) {
        (vault, lens) = (vault_, lens_);
    }

    /// @param hint Better routes for the planner, or nothing.
    /// @return due True exactly when `performUpkeep` would succeed, where tokens can be sent.
    /// @return performData The hint.
    function checkUpkeep(bytes calldata hint) external view returns (bool due, bytes memory performData) {
        (due,) = address(lens).staticcall(abi.encodeCall(lens.preview, (vault, hint)));
        performData = hint;
    }

    /// @notice Rebalances; reverts as the vault does.
    function performUpkeep(bytes calldata hint) external {
        vault.performUpkeep(hint);
    }
}

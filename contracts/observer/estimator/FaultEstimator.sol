// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IEstimator} from "interfaces/IEstimator.sol";
import {IGuard} from "interfaces/IGuard.sol";
import {IVault} from "interfaces/IVault.sol";
import {Holdings, State} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title FaultEstimator
/// @notice Whether a vault's strategy is heard, and since when: it asks the guard, which is the vault's strategy, what the
///         vault would ask it, and tells of a change by an event (features C5). Nothing waits for it.
/// @dev A fault is another one where its error is, whatever the error's numbers: those may change every second.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract FaultEstimator is IEstimator {
    using Valuation for State;

    struct Standing {
        bool faulty; // 1
        bytes4 kind; // + 4 = 5; the reason's error, 0 where there is none
        uint40 since; // + 5 = 10; {s}, when that was seen; 0 where the strategy has never failed
    }

    IVault public immutable vault;
    Standing public standing;

    constructor(IVault vault_) {
        vault = vault_;
    }

    /// @inheritdoc IEstimator
    /// @dev New is a fault that was none or another before, and the end of one. Reverts as the vault's observer does, where
    ///      its strategy is no guard, and `GasTooLow` where the inner one would get less than its stipend: so nobody can
    ///      make it look dead.
    function record() external returns (bool) {
        IGuard guard = IGuard(address(vault.strategy()));
        (bool faulty, bytes memory reason) = guard.faultOf(_seen());
        Standing memory last = standing;
        if (faulty == last.faulty && bytes4(reason) == last.kind) return false;
        standing = Standing(faulty, bytes4(reason), uint40(block.timestamp));
        address strategy = address(guard.inner());
        if (faulty) emit IGuard.StrategyFault(strategy, reason);
        else emit IGuard.StrategyRecovered(strategy);
        return true;
    }

    /// @dev The state as the vault would show it to its strategy.
    function _seen() internal view returns (State memory state) {
        Holdings memory held = vault.holdings();
        state = vault.observer().observe(held);
        state.bind(held);
    }
}

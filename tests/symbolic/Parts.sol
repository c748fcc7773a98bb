// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {IVault} from "interfaces/IVault.sol";
import {Asset, Holdings, Order, State} from "interfaces/Types.sol";

/// @notice Sees every token at one dollar a unit, so that no price is multiplied.
contract UnitObserver is IStateObserver {
    function observe(Holdings calldata held) public view virtual returns (State memory state) {
        uint256 n = held.assets.length;
        state = State(block.timestamp, held.supply, 0, new Asset[](n), new uint256[](0));
        for (uint256 i; i < n; ++i) {
            uint256 balance = held.balances[i];
            state.assets[i] = Asset(held.assets[i], 1, balance, 1, balance);
            state.value += balance;
        }
    }

    function appraise(Holdings calldata held, address, uint256 amount) external pure returns (uint256, uint256) {
        uint256 value;
        for (uint256 i; i < held.balances.length; ++i) {
            value += held.balances[i];
        }
        return (amount, value);
    }
}

/// @notice Sees other tokens than there are, and as much of each as it likes.
contract LyingObserver is UnitObserver {
    uint256 internal immutable _lie; // {unit}

    constructor(uint256 lie) {
        _lie = lie;
    }

    function observe(Holdings calldata held) public view override returns (State memory state) {
        state = super.observe(held);
        for (uint256 i; i < state.assets.length; ++i) {
            (state.assets[i].token, state.assets[i].balance) = (address(this), _lie);
        }
    }
}

/// @notice Wants everything in the first asset.
contract FirstAssetStrategy is IStrategy {
    function target(State calldata state) external pure returns (uint256[] memory weights) {
        weights = new uint256[](state.assets.length);
        weights[0] = 1e18;
    }
}

/// @notice Plans nothing.
contract IdlePlanner is IPlanner {
    function plan(State calldata, uint256[] calldata, bytes calldata) external pure returns (Order[] memory) {
        return new Order[](0);
    }

    function maxCost() external pure returns (uint256) {
        return 0;
    }
}

/// @notice An authority that lets everybody do everything, at once.
contract ObligingAuthority {
    function canCall(address, address, bytes4) external pure returns (bool, uint32) {
        return (true, 0);
    }
}

/// @notice Content with a call only while the vault says that it is at work.
contract BusyWitness {
    error Idle();

    IVault internal immutable _vault;

    constructor(IVault vault) {
        _vault = vault;
    }

    fallback() external {
        require(_vault.isBusy(), Idle());
    }
}

/// @notice Every part at once, broken: whatever it is asked, it fails.
contract BrokenPart {
    error Broken();

    fallback() external {
        revert Broken();
    }
}

/// @notice Calls the vault when it is called itself, once, and fails where the vault refuses it.
contract Intruder {
    address internal immutable _vault;
    bytes internal _intent; // Empty for none.
    bool internal _hasCome; // Undone where the whole is undone.

    constructor(address vault) {
        _vault = vault;
    }

    function intend(bytes calldata intent) external {
        (_intent, _hasCome) = (intent, false);
    }

    fallback() external {
        if (_hasCome || _intent.length == 0) return;
        _hasCome = true;
        Address.functionCall(_vault, _intent);
    }
}

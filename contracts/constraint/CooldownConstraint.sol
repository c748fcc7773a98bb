// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";

/// @title CooldownConstraint
/// @notice Between two rebalances lies at least the cooldown (features E2).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract CooldownConstraint is IConstraint {
    error CooldownActive(uint256 time, uint256 readyAt);

    uint256 public immutable cooldown; // {s}
    mapping(address caller => uint256) public readyAt; // {s}

    constructor(uint256 cooldown_) {
        cooldown = cooldown_;
    }

    /// @inheritdoc IConstraint
    function requireReady(address account) external view {
        _requireReady(account, block.timestamp);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata) external view {
        _requireReady(account, start.time);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata, State calldata) external {
        _requireReady(msg.sender, start.time);
        readyAt[msg.sender] = start.time + cooldown;
    }

    function _requireReady(address account, uint256 time) internal view {
        uint256 ready = readyAt[account];
        require(time >= ready, CooldownActive(time, ready));
    }
}

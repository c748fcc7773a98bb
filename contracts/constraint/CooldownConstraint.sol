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
    function judge(State calldata start, uint256[] calldata, State calldata) public view {
        require(start.time >= readyAt[msg.sender], CooldownActive(start.time, readyAt[msg.sender]));
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        judge(start, target, end);
        readyAt[msg.sender] = start.time + cooldown;
    }
}

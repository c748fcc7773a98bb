// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title TurnoverConstraint
/// @notice One rebalance parts with at most a fraction of the vault's value (features E3, cases I-13).
/// @dev Turnover is what the assets that fell have lost, at the starting prices: what passes through the
///      hub within one rebalance is not counted, what it costs is counted by the loss constraints.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract TurnoverConstraint is StatelessConstraint {
    error TurnoverExceeded(uint256 turnover, uint256 maxTurnover);

    uint256 internal constant ONE = 1e18; // D18{1}: there is no more to part with.

    uint256 public immutable maxTurnover; // D18{1} of the starting value

    constructor(uint256 maxTurnover_) {
        Bounds.requireAtMost("maxTurnover", maxTurnover_, ONE);
        maxTurnover = maxTurnover_;
    }

    function judge(address, State calldata start, uint256[] calldata, State calldata end) public view override {
        uint256 turnover = Valuation.turnover(start, end);
        require(turnover <= maxTurnover, TurnoverExceeded(turnover, maxTurnover));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title ValueConstraint
/// @notice One rebalance costs at most a fraction of the vault's value, and gains no more than can be true
///         (features E4, cases I-08, I-09): an impossible gain means a wrong price.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract ValueConstraint is StatelessConstraint {
    error ValueLost(uint256 lost, uint256 allowed);
    error ValueGained(uint256 gained, uint256 allowed);

    uint256 internal constant MOST = 0.1e18; // D18{1}, a tenth: ten times the dearest fee tier, 1 %, on everything.

    uint256 public immutable maxLoss; // D18{1} of the starting value
    uint256 public immutable maxGain; // D18{1} of the starting value

    constructor(uint256 maxLoss_, uint256 maxGain_) {
        Bounds.requireAtMost("maxLoss", maxLoss_, MOST);
        Bounds.requireAtMost("maxGain", maxGain_, MOST);
        (maxLoss, maxGain) = (maxLoss_, maxGain_);
    }

    function judge(address, State calldata start, uint256[] calldata, State calldata end) public view override {
        (uint256 lost, uint256 gained) = Valuation.change(start.value, end.value);
        require(lost <= maxLoss, ValueLost(lost, maxLoss));
        require(gained <= maxGain, ValueGained(gained, maxGain));
    }
}

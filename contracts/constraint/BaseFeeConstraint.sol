// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {State, MarketClass} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Weights} from "contracts/math/Weights.sol";
import {StatelessConstraint} from "contracts/constraint/StatelessConstraint.sol";

/// @title BaseFeeConstraint
/// @notice What is not urgent waits while gas is dear (features K3). Urgent is a drift beyond a hard limit, and the sale of
///         an asset whose market is in a crisis.
/// @custom:stop Nothing to stop: no owner, no state. Point the vault's set elsewhere.
contract BaseFeeConstraint is StatelessConstraint {
    error BaseFeeTooHigh(uint256 baseFee, uint256 most);

    uint256 internal constant MAX_BASE_FEE = 10_000 gwei; // {wei/gas}, above any that mainnet has had.
    uint256 internal constant MAX_HARD_DRIFT = 0.25e18; // D18{1}, a quarter, as the widest band

    uint256 public immutable maxBaseFee; // {wei/gas}
    uint256 public immutable hardDrift; // D18{1} of total drift, beyond which gas is no matter

    constructor(uint256 maxBaseFee_, uint256 hardDrift_) {
        Bounds.requireSome("maxBaseFee", maxBaseFee_, MAX_BASE_FEE);
        Bounds.requireSome("hardDrift", hardDrift_, MAX_HARD_DRIFT);
        (maxBaseFee, hardDrift) = (maxBaseFee_, hardDrift_);
    }

    function judge(address, State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        override
    {
        uint256 fee = etherFor(1);
        require(fee <= maxBaseFee || isUrgent(start, target, end), BaseFeeTooHigh(fee, maxBaseFee));
    }

    /// @notice Whether a rebalance goes on at any base fee. Reverts `NothingToWeigh`.
    function isUrgent(State calldata start, uint256[] calldata target, State calldata end)
        public
        view
        returns (bool)
    {
        if (Weights.totalDrift(start, target) > hardDrift) return true;
        uint256[] calldata signals = start.signals;
        if (signals.length == 0) return false; // Nobody watches the market.
        for (uint256 i; i < start.assets.length; ++i) {
            bool sold = end.assets[i].balance < start.assets[i].balance;
            if (sold && Signals.marketOf(signals, i) >= MarketClass.Crisis) return true;
        }
        return false;
    }

    /// @return {wei} that so much gas costs at this block's base fee.
    function etherFor(uint256 gas) public view virtual returns (uint256) {
        return gas * block.basefee;
    }
}

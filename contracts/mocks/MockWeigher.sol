// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IEstimator} from "interfaces/IEstimator.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {Holdings} from "interfaces/Types.sol";

/// @title MockWeigher
/// @notice Brings a memory up to date, looks, and computes weights: in one transaction, for the benchmark to measure.
contract MockWeigher {
    event Weighed(uint256[] weights);

    function weigh(IEstimator memory_, IStateObserver observer, IStrategy strategy, Holdings calldata holdings)
        external
    {
        memory_.record();
        emit Weighed(strategy.target(observer.observe(holdings)));
    }
}

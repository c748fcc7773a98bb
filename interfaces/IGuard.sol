// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IEstimator} from "interfaces/IEstimator.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";

/// @title IGuard
/// @notice A strategy that stands before another, so that no fault of it goes further, and that tells the fault.
/// @dev Asking leaves no trace, so the events are those of whoever keeps watch over a guard, and no rebalance waits for them.
interface IGuard is IStrategy {
    /// @notice The strategy is not heard any more, or for another reason than before.
    event StrategyFault(address indexed strategy, bytes reason);

    /// @notice It is heard again.
    event StrategyRecovered(address indexed strategy);

    /// @notice It is not heard, and there is no last target to stay with.
    error StrategyFaulted(address strategy, bytes reason);

    /// @notice The strategy that is guarded.
    function inner() external view returns (IStrategy);

    /// @notice Who keeps watch over it and emits these events when somebody has it record; address 0: nobody.
    function watch() external view returns (IEstimator);

    /// @return faulty Whether the inner strategy is not to be heard. @return reason Its refusal, or what is wrong with it or
    ///         its answer, as an error; empty where it ran out of gas, or said nothing.
    function faultOf(State calldata state) external view returns (bool faulty, bytes memory reason);
}

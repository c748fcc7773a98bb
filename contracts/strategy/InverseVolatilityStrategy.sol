// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title InverseVolatilityStrategy
/// @notice Wants less of an asset the more its price moves: each weight in proportion to one over the volatility that
///         the state remembers (math 3.4, features C2). Where one is unknown it says so, and wants nothing.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract InverseVolatilityStrategy is IStrategy {
    error VolatilityOutOfDomain(address asset, uint256 volatility, uint256 least, uint256 most);

    uint256 public constant MIN_VOLATILITY = 1e12; // D18{1/sqrt(year)}: a price that stands still weighs no more (math 3.4).
    uint256 public constant MAX_VOLATILITY = 10e18; // D18{1/sqrt(year)}, 1,000 %: the most that is estimated (math 0.4)
    uint256 internal constant SCALE = 1e36; // D36{1}: 1/volatility has 17 to 24 digits.

    /// @inheritdoc IStrategy
    /// @dev Each weight is rounded down; the largest gets the remainder, the first of equal ones.
    function target(State calldata state) external pure returns (uint256[] memory) {
        uint256[] calldata signals = state.signals;
        uint256[] memory parts = new uint256[](state.assets.length);
        for (uint256 i; i < parts.length; ++i) {
            uint256 volatility = Signals.volatilityOf(signals, i);
            require(
                volatility >= MIN_VOLATILITY && volatility <= MAX_VOLATILITY,
                VolatilityOutOfDomain(state.assets[i].token, volatility, MIN_VOLATILITY, MAX_VOLATILITY)
            );
            parts[i] = SCALE / volatility; // sqrt(year), D18
        }
        return Weights.inProportion(parts);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title NoTrade
/// @notice How far a weight may drift before it is worth trading: half the width of the region where nothing is done
///         (math 1.2).
/// @dev All are rounded down, by less than a unit: a narrower band is the one with less risk. What does not fit a word
///      is refused: with costs of one at most and an aversion of 1e15 or more all does.
library NoTrade {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    int256 internal constant CERTAIN = 1e18; // D18{1}, the correlation of what moves as one

    /// @notice The drift that uses up a budget of risk; none where there is no risk.
    /// @param budget D18{1/sqrt(year)}, the most that may be off. @param volatility D18{1/sqrt(year)}
    /// @return D18{1}
    function ofRisk(uint256 budget, uint256 volatility) internal pure returns (uint256) {
        return volatility == 0 ? type(uint256).max : budget.mulDiv(ONE, volatility);
    }

    /// @notice Where each unit that is traded costs the same, and the trade goes to the nearest edge: the cube root of
    ///         3 cost variance / (2 dislike).
    /// @param cost D18{1} of what is traded. @param variance D18{1/year}, of the drift.
    /// @param dislike D18{1/year}: half of it times the drift's square is lost in a year. Above 0.
    /// @return D18{1}
    function ofCost(uint256 cost, uint256 variance, uint256 dislike) internal pure returns (uint256) {
        return (3 * cost * variance).fullMulDiv(1e36, 2 * dislike).cbrt();
    }

    /// @notice Where each trade costs the same, and goes to the target: the fourth root of 12 cost variance / dislike.
    /// @param cost D18{1} of the whole. @param variance D18{1/year} @param dislike D18{1/year}, above 0.
    /// @return D18{1}
    function ofFixedCost(uint256 cost, uint256 variance, uint256 dislike) internal pure returns (uint256) {
        return (12 * cost * variance).fullMulDiv(1e54, dislike).sqrt().sqrt();
    }

    /// @notice How volatile one asset is in units of another, rounded up.
    /// @param a D18{1/sqrt(year)}, at most 1e19. @param b D18{1/sqrt(year)}, at most 1e19.
    /// @param correlation D18{1}, from -1e18, which gives the sum of both, to 1e18.
    /// @return root D18{1/sqrt(year)}
    function volatilityAgainst(uint256 a, uint256 b, int256 correlation) internal pure returns (uint256 root) {
        unchecked {
            uint256 apart = (a > b ? a - b : b - a) ** 2 * ONE; // D54, at most 1e56
            uint256 variance = (apart + 2 * a * b * uint256(CERTAIN - correlation)).divUp(ONE);
            root = variance.sqrt();
            if (root * root < variance) ++root;
        }
    }
}

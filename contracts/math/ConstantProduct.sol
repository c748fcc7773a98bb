// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Curve} from "interfaces/Types.sol";

/// @title ConstantProduct
/// @notice A market of two reserves x (sold into), y (bought from) and a fee: phi = 1 - fee is the part that trades.
library ConstantProduct {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    int256 internal constant UNIT = 1e18; // D18{1}

    /// @notice What a sale brings: y*d*phi / (x + d*phi), rounded down (math 5.2).
    /// @param amount d, {unit} sold. @return {unit} bought.
    function bought(Curve memory curve, uint256 amount) internal pure returns (uint256) {
        uint256 traded = amount * curve.kept;
        return curve.buyReserve.fullMulDiv(traded, curve.sellReserve * ONE + traded);
    }

    /// @notice The largest sale whose average price falls short of the market's by `impact`, its fee
    ///         aside: x*s / ((1 - s)*phi), rounded down (math 2.5).
    /// @param impact s, D18{1}, below 1e18. @return {unit} sold.
    function depth(Curve memory curve, uint256 impact) internal pure returns (uint256) {
        return curve.sellReserve * (impact * ONE) / ((ONE - impact) * curve.kept);
    }

    /// @notice How much of its reserve to sell so that a weight is met at fixed prices, cost included (math 5.1).
    /// @param held alpha, D18{1}: what is held of the sold side over the pool's sell reserve, at most 1e24.
    /// @param rest rho, D18{1}: all else that is held over the pool's buy reserve, at most 1e24.
    /// @param weight tau, D18{1}: what the sold side should weigh afterwards.
    /// @param kept phi, D18{1}.
    /// @param ratio kappa, D18{1}: the sell reserve's worth over the buy reserve's, at most 1e24.
    /// @return delta D18{1}, the sale over the sell reserve, rounded down; 0 where there is nothing to sell.
    function saleToWeight(uint256 held, uint256 rest, uint256 weight, uint256 kept, uint256 ratio)
        internal
        pure
        returns (uint256 delta)
    {
        (int256 alpha, int256 rho, int256 tau, int256 phi, int256 kappa) =
            (int256(held), int256(rest), int256(weight), int256(kept), int256(ratio));
        unchecked {
            // Every factor is at most 1e24 * 1e18 and every root at most 1e31 (math 5.1): no overflow.
            int256 other = kappa * (UNIT - tau) / UNIT;
            int256 c = other * alpha / UNIT - tau * rho / UNIT;
            if (c <= 0) return 0;
            int256 a = phi * other / UNIT;
            int256 b = other * (UNIT - phi * alpha / UNIT) / UNIT + tau * (phi * (rho + UNIT) / UNIT) / UNIT;
            int256 root = int256(FixedPointMathLib.sqrt(uint256(b * b + 4 * a * c)));
            return b + root <= 0 ? type(uint256).max : uint256(2 * c * UNIT / (b + root));
        }
    }
}

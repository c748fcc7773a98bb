// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title PeggedOracle
/// @notice The market's price of an asset that is said to be worth a fixed amount of another, while it is (features R3).
/// @dev It never answers with the peg: what is not worth it is not sold or bought as if it were. Off its peg nothing is
///      priced, so nothing is traded; who leaves in kind needs no price.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract PeggedOracle is CompositeOracle {
    using FixedPointMathLib for uint256;

    error Depegged(address base, uint256 price, uint256 peg, uint256 most);
    error PegTooSmall(uint256 peg, uint256 least);

    uint256 internal constant MAX_DEPEG = 0.1e18; // D18{1}; what may be off by more has no peg.

    IPriceOracle public immutable source; // the market's
    uint256 public immutable peg; // {unit} of the quote for SCALE of the base
    uint256 public immutable maxDepeg; // D18{1} of the peg, either way

    constructor(address base_, address quote_, IPriceOracle source_, uint256 peg_, uint256 maxDepeg_)
        CompositeOracle(base_, quote_)
    {
        require(peg_ >= LEAST, PegTooSmall(peg_, LEAST));
        Bounds.requireSome("maxDepeg", maxDepeg_, MAX_DEPEG);
        (source, peg, maxDepeg) = (source_, peg_, maxDepeg_);
    }

    function _rate(bool sides) internal view override returns (Rate memory rate) {
        rate = _ask(source, base, quote, sides);
        require(rate.mid.dist(peg) <= peg.fullMulDiv(maxDepeg, ONE), Depegged(base, rate.mid, peg, maxDepeg));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title CrossOracle
/// @notice Prices a pair by way of a third asset: the base in the middle one, the middle one in the quote.
/// @dev Each rate has 16 digits at least, they are multiplied before the one division: the product is off by less than
///      1e-15 of itself (cases OR-06). Where both know their sides, the sides are multiplied likewise.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract CrossOracle is CompositeOracle {
    using FixedPointMathLib for uint256;

    address public immutable middle;
    IPriceOracle public immutable first; // base in middle
    IPriceOracle public immutable second; // middle in quote

    constructor(address base_, address middle_, address quote_, IPriceOracle first_, IPriceOracle second_)
        CompositeOracle(base_, quote_)
    {
        (middle, first, second) = (middle_, first_, second_);
    }

    function _rate(bool sides) internal view override returns (Rate memory) {
        Rate memory a = _ask(first, base, middle, sides);
        Rate memory b = _ask(second, middle, quote, sides);
        return
            Rate(a.bid.fullMulDiv(b.bid, SCALE), a.mid.fullMulDiv(b.mid, SCALE), a.ask.fullMulDivUp(b.ask, SCALE));
    }
}

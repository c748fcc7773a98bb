// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title FallbackOracle
/// @notice Two oracles of one pair: the first one's answer where the second does not contradict it, and the second's
///         where the first has none (features B2, cases OR-02, OR-10).
/// @dev Both are always asked. Where both answer, the sides hold what either thinks possible.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract FallbackOracle is CompositeOracle {
    using FixedPointMathLib for uint256;

    error OracleDeviation(address base, uint256 first, uint256 second, uint256 most);
    error BothFailed(address first, bytes firstReason, address second, bytes secondReason);

    event OracleFallback(address indexed base, address indexed quote, address source, bytes reason);

    IPriceOracle public immutable primary;
    IPriceOracle public immutable secondary;
    uint256 public immutable maxDeviation; // D18{1} of the lower one
    uint256 public immutable sourceGas; // {gas} that each gets for a question

    constructor(
        address base_,
        address quote_,
        IPriceOracle primary_,
        IPriceOracle secondary_,
        uint256 maxDeviation_,
        uint256 sourceGas_
    ) CompositeOracle(base_, quote_) {
        require(primary_ != secondary_, SourceTwice(address(primary_)));
        Bounds.requireSome("maxDeviation", maxDeviation_, MAX_DEVIATION);
        Bounds.requireSome("sourceGas", sourceGas_, MAX_GAS);
        (primary, secondary, maxDeviation, sourceGas) = (primary_, secondary_, maxDeviation_, sourceGas_);
        _requireAnswer(primary_, sourceGas_);
        _requireAnswer(secondary_, sourceGas_);
    }

    /// @notice Says in an event that the second oracle stands in for the first, where it does; for anyone.
    function record() external {
        (Answer memory first,) = _answers(false);
        if (!first.given) emit OracleFallback(base, quote, address(secondary), first.reason);
    }

    /// @return The oracle by which a question is answered now. Reverts where none is.
    function source() external view returns (IPriceOracle) {
        (Answer memory first,) = _answers(false);
        return first.given ? primary : secondary;
    }

    function _rate(bool sides) internal view override returns (Rate memory) {
        (Answer memory first, Answer memory second) = _answers(sides);
        if (!second.given) return first.rate;
        if (!first.given) return second.rate;
        (Rate memory a, Rate memory b) = (first.rate, second.rate);
        return sides ? Rate(a.bid.min(b.bid), a.mid, a.ask.max(b.ask)) : a;
    }

    /// @dev One of them at least is given, and two do not contradict each other.
    function _answers(bool sides) internal view returns (Answer memory first, Answer memory second) {
        (first, second) = (_try(primary, sourceGas, sides), _try(secondary, sourceGas, sides));
        require(
            first.given || second.given,
            BothFailed(address(primary), first.reason, address(secondary), second.reason)
        );
        if (!first.given || !second.given) return (first, second);
        (uint256 a, uint256 b) = (first.rate.mid, second.rate.mid);
        require(_areNear(a, b, maxDeviation), OracleDeviation(base, a, b, maxDeviation));
    }
}

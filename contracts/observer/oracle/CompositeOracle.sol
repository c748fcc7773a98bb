// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Attempt} from "contracts/math/Attempt.sol";

/// @title CompositeOracle
/// @notice An oracle of one pair that asks other oracles: it finds one rate, and answers both ways by it.
/// @dev Oracles quote in proportion to the amount. So a source is asked about SCALE units, whatever the question was:
///      small amounts are then no less exact than large ones, and a limit judges a rate, not a rounding.
abstract contract CompositeOracle is IPriceOracle {
    using FixedPointMathLib for uint256;

    error AnswerInvalid(address source, uint256 bid, uint256 mid, uint256 ask);
    error SourceTwice(address source);

    /// @notice What SCALE of one asset is worth in another, {unit}: at least, as quoted, at most.
    struct Rate {
        uint256 bid;
        uint256 mid;
        uint256 ask;
    }

    struct Answer {
        bool given;
        Rate rate;
        bytes reason; // why it was not given
    }

    uint256 public constant SCALE = 1e36; // {unit}, as much as an oracle over pools can take: 128 bits.
    uint256 internal constant LEAST = 1e16; // {unit}; below, a rounding would be more than 1e-16 of it (cases OR-06).
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_GAS = 10_000_000; // {gas}, a third of a block.
    uint256 internal constant MAX_DEVIATION = 0.1e18; // D18{1}; who differ by more do not price the same thing.

    address public immutable base;
    address public immutable quote;

    constructor(address base_, address quote_) {
        (base, quote) = (base_, quote_);
    }

    /// @inheritdoc IPriceOracle
    function getQuote(uint256 amount, address from, address to) external view returns (uint256) {
        bool isForth = _isForth(from, to);
        uint256 rate = _soundRate(false).mid;
        return isForth ? amount.fullMulDiv(rate, SCALE) : amount.fullMulDiv(SCALE, rate);
    }

    /// @inheritdoc IPriceOracle
    function getQuotes(uint256 amount, address from, address to) external view returns (uint256 bid, uint256 ask) {
        bool isForth = _isForth(from, to);
        Rate memory rate = _soundRate(true);
        if (isForth) return (amount.fullMulDiv(rate.bid, SCALE), amount.fullMulDivUp(rate.ask, SCALE));
        return (amount.fullMulDiv(SCALE, rate.ask), amount.fullMulDivUp(SCALE, rate.bid));
    }

    /// @param sides Whether both sides are asked for; without, they are the rate itself.
    /// @return Of the pair, by what the sources say. Reverts rather than answer with one it does not trust.
    function _rate(bool sides) internal view virtual returns (Rate memory);

    /// @dev What a source says. Reverts with what it says instead.
    function _ask(IPriceOracle source, address from, address to, bool sides) internal view returns (Rate memory) {
        Answer memory answer = _read(source, Attempt.ALL, from, to, sides);
        require(answer.given, Attempt.SourceFailed(address(source), answer.reason));
        return answer.rate;
    }

    /// @dev What a source says of the pair with so much gas, or why it says nothing.
    function _try(IPriceOracle source, uint256 stipend, bool sides) internal view returns (Answer memory) {
        return _read(source, stipend, base, quote, sides);
    }

    /// @dev On the day it is listed a source answers: it is what it should be, and its gas is enough.
    function _requireAnswer(IPriceOracle source, uint256 stipend) internal view {
        Answer memory answer = _try(source, stipend, true);
        require(answer.given, Attempt.SourceFailed(address(source), answer.reason));
    }

    /// @dev Whether two rates differ by at most a fraction D18{1} of the lower one.
    function _areNear(uint256 first, uint256 second, uint256 most) internal pure returns (bool) {
        (uint256 low, uint256 high) = first < second ? (first, second) : (second, first);
        return high - low <= low.fullMulDiv(most, ONE);
    }

    function _soundRate(bool sides) private view returns (Rate memory rate) {
        rate = _rate(sides);
        require(_isSound(rate), AnswerInvalid(address(this), rate.bid, rate.mid, rate.ask));
    }

    function _read(IPriceOracle source, uint256 stipend, address from, address to, bool sides)
        private
        view
        returns (Answer memory)
    {
        (bool given, bytes memory said) =
            Attempt.read(address(source), stipend, abi.encodeCall(source.getQuote, (SCALE, from, to)), 32);
        if (!given) return _failed(said);
        uint256 mid = abi.decode(said, (uint256));
        Rate memory rate = Rate(mid, mid, mid);
        if (sides) {
            (given, said) =
                Attempt.read(address(source), stipend, abi.encodeCall(source.getQuotes, (SCALE, from, to)), 64);
            if (!given) return _failed(said);
            (rate.bid, rate.ask) = abi.decode(said, (uint256, uint256));
        }
        if (_isSound(rate)) return Answer(true, rate, "");
        return _failed(abi.encodeWithSelector(AnswerInvalid.selector, source, rate.bid, mid, rate.ask));
    }

    function _failed(bytes memory reason) private pure returns (Answer memory answer) {
        answer.reason = reason;
    }

    function _isForth(address from, address to) private view returns (bool isForth) {
        isForth = from == base && to == quote;
        require(isForth || (from == quote && to == base), NotPriced(from, to));
    }

    /// @dev Never nothing, and the rate between its sides.
    function _isSound(Rate memory rate) private pure returns (bool) {
        return LEAST <= rate.bid && rate.bid <= rate.mid && rate.mid <= rate.ask;
    }
}

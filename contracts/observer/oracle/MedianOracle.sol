// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {LibSort} from "solady/src/utils/LibSort.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title MedianOracle
/// @notice Three or more oracles of one pair: the middle answer, while a quorum answers and all of them are near each
///         other. One that fails is left out (features B2, cases OR-08).
/// @dev Of an even number it is the mean of the two in the middle: with either one of them a single oracle would have
///      the last word. Each side is the median of its kind, so that no single oracle widens them.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract MedianOracle is CompositeOracle {
    using LibSort for uint256[];

    error QuorumMissed(uint256 answers, uint256 least, address failed, bytes reason);
    error SourcesDisagree(address base, uint256 lowest, uint256 highest, uint256 most);
    error QuorumOutOfRange(uint256 least, uint256 sources);
    error SourceCount(uint256 sources, uint256 least, uint256 most);

    uint256 internal constant MIN_SOURCES = 3; // Of two, FallbackOracle knows more.
    uint256 internal constant MAX_SOURCES = 9;

    uint256 public immutable least; // answers: more than half of the sources
    uint256 public immutable maxDeviation; // D18{1} of the lowest answer
    uint256 public immutable sourceGas; // {gas} that each gets for a question
    address internal immutable _list; // The sources, as code: one cold read for all (docs/decisions/0002).

    constructor(
        address base_,
        address quote_,
        IPriceOracle[] memory sources_,
        uint256 least_,
        uint256 maxDeviation_,
        uint256 sourceGas_
    ) CompositeOracle(base_, quote_) {
        uint256 n = sources_.length;
        require(n >= MIN_SOURCES && n <= MAX_SOURCES, SourceCount(n, MIN_SOURCES, MAX_SOURCES));
        require(least_ <= n && 2 * least_ > n, QuorumOutOfRange(least_, n));
        Bounds.requireSome("maxDeviation", maxDeviation_, MAX_DEVIATION);
        Bounds.requireSome("sourceGas", sourceGas_, MAX_GAS);
        (least, maxDeviation, sourceGas) = (least_, maxDeviation_, sourceGas_);
        _list = SSTORE2.write(abi.encode(sources_));
        for (uint256 i; i < n; ++i) {
            for (uint256 k; k < i; ++k) {
                require(sources_[k] != sources_[i], SourceTwice(address(sources_[i])));
            }
            _requireAnswer(sources_[i], sourceGas_);
        }
    }

    function sources() public view returns (IPriceOracle[] memory) {
        return abi.decode(SSTORE2.read(_list), (IPriceOracle[]));
    }

    /// @return Why each source has no answer now, in their order; nothing where it has one.
    function reasons() external view returns (bytes[] memory) {
        IPriceOracle[] memory list = sources();
        bytes[] memory each = new bytes[](list.length);
        for (uint256 i; i < list.length; ++i) {
            each[i] = _try(list[i], sourceGas, false).reason;
        }
        return each;
    }

    function _rate(bool sides) internal view override returns (Rate memory) {
        Rate[] memory rates = _quorum(sides);
        uint256 n = rates.length;
        (uint256[] memory bids, uint256[] memory mids) = (new uint256[](n), new uint256[](n));
        uint256[] memory asks = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            (bids[i], mids[i], asks[i]) = (rates[i].bid, rates[i].mid, rates[i].ask);
        }
        (uint256 bid,) = _middle(bids);
        (uint256 mid,) = _middle(mids);
        (, uint256 ask) = _middle(asks);
        (uint256 low, uint256 high) = (mids[0], mids[n - 1]);
        require(_areNear(low, high, maxDeviation), SourcesDisagree(base, low, high, maxDeviation));
        return Rate(bid, mid, ask);
    }

    /// @dev What those say that answer: as many as a quorum at least.
    function _quorum(bool sides) internal view returns (Rate[] memory rates) {
        IPriceOracle[] memory list = sources();
        (uint256 given, address failed, bytes memory reason) = (0, address(0), bytes(""));
        rates = new Rate[](list.length);
        for (uint256 i; i < list.length; ++i) {
            Answer memory answer = _try(list[i], sourceGas, sides);
            if (answer.given) rates[given++] = answer.rate;
            else (failed, reason) = (address(list[i]), answer.reason);
        }
        require(given >= least, QuorumMissed(given, least, failed, reason));
        assembly ("memory-safe") {
            mstore(rates, given) // The list ends with the last that was given.
        }
    }

    /// @dev Sorts, and returns the mean of the two numbers in the middle, rounded down and up.
    function _middle(uint256[] memory numbers) internal pure returns (uint256 down, uint256 up) {
        numbers.insertionSort();
        (uint256 low, uint256 high) = (numbers[(numbers.length - 1) / 2], numbers[numbers.length / 2]);
        uint256 half = (high - low) / 2;
        return (low + half, high - half);
    }
}

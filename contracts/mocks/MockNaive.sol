// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPriceOracle} from "interfaces/IPriceOracle.sol";

/// @title MockNaive
/// @notice What FallbackOracle must not be: a lack of gas in the first oracle is taken for its failure.
contract MockNaive {
    IPriceOracle internal immutable _primary;
    IPriceOracle internal immutable _secondary;

    constructor(IPriceOracle primary, IPriceOracle secondary) {
        (_primary, _secondary) = (primary, secondary);
    }

    function getQuote(uint256 amount, address base, address quote) external view returns (uint256) {
        try _primary.getQuote(amount, base, quote) returns (uint256 answer) {
            return answer;
        } catch {
            return _secondary.getQuote(amount, base, quote);
        }
    }
}

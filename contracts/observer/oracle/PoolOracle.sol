// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";

/// @title PoolOracle
/// @notice Quotes a pair of tokens both ways by one pool of theirs; who extends it says which price of the pool's.
abstract contract PoolOracle is IPriceOracle {
    using FixedPointMathLib for uint256;

    error PoolUnknown(address factory, address base, address quote, uint256 fee);
    error PoolEmpty(address pool);
    error DeviationOutOfRange(uint256 deviation, uint256 most);

    /// @dev {unit} of quote for {unit} of base. Pools count units, so decimals have no part in it.
    struct Price {
        uint256 over;
        uint256 under;
    }

    uint256 internal constant MAX_DEVIATION = 0.1e18; // D18{1}; the dearest pools keep 1 % of a trade.
    uint256 internal constant ONE = 1e18; // D18{1}

    address public immutable base;
    address public immutable quote;
    uint256 public immutable deviation; // D18{1}: how far the market may be from what the pool says
    bool internal immutable _isFirst; // Base is the pool's token0.

    constructor(address base_, address quote_, uint256 deviation_) {
        require(deviation_ <= MAX_DEVIATION, DeviationOutOfRange(deviation_, MAX_DEVIATION));
        (base, quote, deviation, _isFirst) = (base_, quote_, deviation_, base_ < quote_);
    }

    /// @inheritdoc IPriceOracle
    function getQuote(uint256 amount, address from, address to) external view returns (uint256) {
        bool forward = _isForward(from, to);
        Price memory price = _price();
        return forward ? amount.fullMulDiv(price.over, price.under) : amount.fullMulDiv(price.under, price.over);
    }

    /// @inheritdoc IPriceOracle
    function getQuotes(uint256 amount, address from, address to) external view returns (uint256 bid, uint256 ask) {
        bool forward = _isForward(from, to);
        (Price memory low, Price memory high) = _sides();
        if (forward) {
            bid = (amount * (ONE - deviation)).fullMulDiv(low.over, low.under) / ONE;
            ask = (amount * (ONE + deviation)).fullMulDivUp(high.over, high.under).divUp(ONE);
        } else {
            bid = (amount * ONE).fullMulDiv(high.under, high.over) / (ONE + deviation);
            ask = (amount * ONE).fullMulDivUp(low.under, low.over).divUp(ONE - deviation);
        }
    }

    /// @return The price that the pool tells.
    function _price() internal view virtual returns (Price memory);

    /// @return low The least that the pool may mean by it. @return high The most.
    function _sides() internal view virtual returns (Price memory low, Price memory high) {
        low = _price();
        return (low, low);
    }

    function _isForward(address from, address to) internal view returns (bool) {
        if (from == base && to == quote) return true;
        if (from == quote && to == base) return false;
        revert NotPriced(from, to);
    }
}

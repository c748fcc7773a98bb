// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IUniswapV2Pair} from "interfaces/external/uniswap/IUniswapV2Pair.sol";
import {Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {DepthEstimator} from "contracts/observer/estimator/DepthEstimator.sol";

/// @title UniswapV2DepthEstimator
/// @notice Whether a Uniswap V2 pair is as deep as it used to be.
/// @dev A pair that anybody has touched in this block is not asked: what it holds then may have been lent for a moment. So
///      a sample is of reserves that stood at the end of a block, where arbitrageurs could have had them.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract UniswapV2DepthEstimator is DepthEstimator {
    using FixedPointMathLib for uint256;
    using ConstantProduct for Curve;

    uint256 internal constant KEPT = 0.997e18; // D18{1}: Uniswap V2's fee is 0.30 %, fixed in its pairs.

    constructor(IUniswapV2Pair pair, uint256 spacing_, uint256 fastTau_, uint256 slowTau_)
        DepthEstimator(address(pair), spacing_, fastTau_, slowTau_)
    {}

    /// @notice The largest sale now whose average price falls short of the market's by `impact`, its fee aside. As the pair
    ///         stands in this moment, so no bound for a trade by itself.
    /// @param zeroForOne Whether the first token is sold.
    /// @param impact D18{1}, below 1e18.
    /// @return {unit} of what is sold, rounded down.
    function depth(bool zeroForOne, uint256 impact) external view returns (uint256) {
        (uint256 reserve0, uint256 reserve1,) = IUniswapV2Pair(pool).getReserves();
        (uint256 given, uint256 taken) = zeroForOne ? (reserve0, reserve1) : (reserve1, reserve0);
        return Curve(given, taken, KEPT, type(uint256).max).depth(impact);
    }

    /// @inheritdoc DepthEstimator
    function _look() internal view override returns (bool told, uint256 seen) {
        (uint256 reserve0, uint256 reserve1, uint32 time) = IUniswapV2Pair(pool).getReserves();
        return (time != uint32(block.timestamp), (reserve0 * reserve1).sqrt());
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MaximumSharpe} from "contracts/math/MaximumSharpe.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";

/// @title MockMaximumSharpe
/// @notice Opens the mathematics of the maximum Sharpe ratio to tests.
contract MockMaximumSharpe {
    function gap(uint256[] calldata signals, MinimumVariance.Problem calldata problem, uint256[] calldata held)
        external
        pure
        returns (uint256)
    {
        return MaximumSharpe.gap(signals, problem, held);
    }

    function shrunk(int256[] calldata gains, uint256[] calldata most, uint256 kept)
        external
        pure
        returns (int256[] memory)
    {
        return MaximumSharpe.shrunk(gains, most, kept);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title MockV3Pool
/// @notice Says of its price and its liquidity what it was last told, as a Uniswap V3 pool would.
contract MockV3Pool {
    uint160 public sqrtPrice;
    uint128 public liquidity;
    uint160 public older;
    uint160 public newer;

    function set(uint160 sqrtPrice_, uint128 liquidity_) external {
        (sqrtPrice, liquidity) = (sqrtPrice_, liquidity_);
    }

    /// @notice What `observe` answers.
    function setObservations(uint160 older_, uint160 newer_) external {
        (older, newer) = (older_, newer_);
    }

    function slot0() external view returns (uint160, int24, uint16, uint16, uint16, uint8, bool) {
        return (sqrtPrice, 0, 0, 1, 1, 0, true);
    }

    function observe(uint32[] calldata ago) external view returns (int56[] memory, uint160[] memory perLiquidity) {
        perLiquidity = new uint160[](ago.length);
        (perLiquidity[0], perLiquidity[1]) = (older, newer);
        return (new int56[](ago.length), perLiquidity);
    }
}

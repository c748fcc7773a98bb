// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";

/// @title MockProxyFeed
/// @notice Chainlink's proxy: it forwards to an aggregator that may be replaced, which begins a phase, or close.
contract MockProxyFeed is IChainlinkFeed {
    error NoAccess();

    IChainlinkFeed public aggregator;
    uint16 public phase;
    bool public closed;

    function propose(IChainlinkFeed aggregator_) external {
        (aggregator, phase) = (aggregator_, phase + 1);
    }

    function close(bool closed_) external {
        closed = closed_;
    }

    function decimals() external view returns (uint8) {
        return aggregator.decimals();
    }

    function description() external view returns (string memory) {
        return aggregator.description();
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        require(!closed, NoAccess());
        (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt,) = aggregator.latestRoundData();
        id |= uint80(phase) << 64;
        return (id, answer, startedAt, updatedAt, id);
    }
}

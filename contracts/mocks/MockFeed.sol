// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";

/// @title MockFeed
/// @notice A Chainlink-style feed whose rounds anyone may post; one slot a round.
contract MockFeed is IChainlinkFeed {
    struct Round {
        uint80 id; // 10
        int128 answer; // + 16 = 26
        uint40 updatedAt; // + 5 = 31; {s}
        uint8 decimals; // + 1 = 32
    }

    string public description;
    Round internal _round;

    constructor(string memory description_, uint8 decimals_) {
        (description, _round.decimals) = (description_, decimals_);
    }

    function post(int128 answer) external {
        _round = Round(_round.id + 1, answer, uint40(block.timestamp), _round.decimals);
    }

    function set(uint80 id, int128 answer, uint40 updatedAt) external {
        _round = Round(id, answer, updatedAt, _round.decimals);
    }

    function setDecimals(uint8 decimals_) external {
        _round.decimals = decimals_;
    }

    function decimals() external view returns (uint8) {
        return _round.decimals;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        Round memory round = _round;
        return (round.id, round.answer, round.updatedAt, round.updatedAt, round.id);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CompositeOracle} from "contracts/observer/oracle/CompositeOracle.sol";

/// @title SequencerOracle
/// @notice On a second layer: what another oracle says, but not while the sequencer is down or has just come back,
///         when feeds lag behind and nobody could answer an unfair trade (cases OR-07).
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract SequencerOracle is CompositeOracle {
    error SequencerDown(address feed, uint256 since);
    error SequencerGrace(address feed, uint256 up, uint256 grace);
    error SequencerUnknown(address feed, uint256 since, uint256 time);

    uint256 internal constant MAX_GRACE = 1 days;

    IPriceOracle public immutable source;
    IChainlinkFeed public immutable feed; // of the sequencer's uptime: an answer of 0 is up
    uint256 public immutable grace; // {s}

    constructor(address base_, address quote_, IPriceOracle source_, IChainlinkFeed feed_, uint256 grace_)
        CompositeOracle(base_, quote_)
    {
        Bounds.requireSome("grace", grace_, MAX_GRACE);
        (source, feed, grace) = (source_, feed_, grace_);
    }

    function _rate(bool sides) internal view override returns (Rate memory) {
        _requireUp();
        return _ask(source, base, quote, sides);
    }

    /// @dev `startedAt` is when the status last changed, and 0 where the feed has none yet.
    function _requireUp() internal view {
        bytes memory said = Attempt.demand(address(feed), abi.encodeCall(feed.latestRoundData, ()), 160);
        (, int256 answer, uint256 since,,) = abi.decode(said, (uint80, int256, uint256, uint256, uint80));
        require(since > 0 && since <= block.timestamp, SequencerUnknown(address(feed), since, block.timestamp));
        require(answer == 0, SequencerDown(address(feed), since));
        uint256 up = block.timestamp - since;
        require(up >= grace, SequencerGrace(address(feed), up, grace));
    }
}

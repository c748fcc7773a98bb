// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {IProgramme} from "interfaces/IProgramme.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title OwnImpactConstraint
/// @notice No asset is traded in the direction of its own last trade until the price has had time to come back from it
///         (features E9): a vault does not chase what it has itself moved. The other way is free, and so is the hub.
/// @dev A trade of less than `least` waits as any other does, and is not remembered: so who brings one about, or makes
///      one small, holds nobody up.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract OwnImpactConstraint is TimelessConstraint {
    error OwnImpact(address asset, uint256 time, uint256 readyAt);

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_WAIT = 1 days; // {s}: what has not come back by then is no impact.
    uint256 internal constant LEAST = 1e12; // D18{1}, a millionth: so that it is something.
    uint256 internal constant MOST = 0.1e18; // D18{1}, a tenth: what a whole slice of a vault is.
    uint256 internal constant LANES = 6; // of a word
    uint256 internal constant BITS = 41; // of a lane: 40 for the time {s}, and one above them where it was bought
    uint256 internal constant LANE = 2 ** BITS - 1;
    uint256 internal constant BOUGHT = 2 ** 40;

    address public immutable hub;
    uint256 public immutable wait; // {s}
    uint256 public immutable least; // D18{1} of the vault's value: a trade of less moves no price for long
    mapping(address caller => uint256[4]) internal _lastOf; // Of 24 assets: a vault has 20 at most.

    /// @param hub_ What pays for the others, so that it goes either way in any rebalance.
    /// @param wait_ {s}. @param programme Whose slices go one way on purpose, so they must be as far apart; or nobody.
    /// @param least_ D18{1} of the vault's value, from which on a trade is remembered.
    constructor(address hub_, uint256 wait_, IProgramme programme, uint256 least_) {
        Bounds.requireSome("wait", wait_, MAX_WAIT);
        Bounds.requireBetween("least", least_, LEAST, MOST);
        if (address(programme) != address(0)) Bounds.requireAtMost("wait", wait_, programme.interval());
        (hub, wait, least) = (hub_, wait_, least_);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata end) external view {
        _judge(account, start, end);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata, State calldata end) external {
        uint256[4] memory words = _judge(msg.sender, start, end);
        uint256[4] storage last = _lastOf[msg.sender];
        for (uint256 k; k * LANES < start.assets.length; ++k) {
            last[k] = words[k];
        }
    }

    /// @notice The last trade of each of an account's n assets: when, {s}, or 0, and whether it was bought.
    function lastOf(address account, uint256 n)
        external
        view
        returns (uint256[] memory times, bool[] memory bought)
    {
        uint256[4] memory words = _lastOf[account];
        (times, bought) = (new uint256[](n), new bool[](n));
        for (uint256 i; i < n; ++i) {
            (times[i], bought[i]) = _lane(words, i);
        }
    }

    /// @return words What is to be remembered.
    function _judge(address account, State calldata start, State calldata end)
        internal
        view
        returns (uint256[4] memory words)
    {
        words = _lastOf[account];
        (Asset[] calldata from, Asset[] calldata to) = (start.assets, end.assets);
        uint256 dust = least * start.value; // At most 2^57 * 2^133: no overflow.
        for (uint256 i; i < from.length; ++i) {
            if (to[i].balance == from[i].balance || from[i].token == hub) continue;
            bool buys = to[i].balance > from[i].balance;
            (uint256 time, bool bought) = _lane(words, i);
            bool free = time == 0 || bought != buys || start.time >= time + wait;
            require(free, OwnImpact(from[i].token, start.time, time + wait));
            if (Weights.distance(to[i].value, from[i].value) * ONE < dust) continue;
            uint256 shift = i % LANES * BITS;
            uint256 lane = uint40(start.time) | (buys ? BOUGHT : 0);
            words[i / LANES] = words[i / LANES] & ~(LANE << shift) | lane << shift;
        }
    }

    function _lane(uint256[4] memory words, uint256 i) internal pure returns (uint256 time, bool bought) {
        uint256 lane = words[i / LANES] >> i % LANES * BITS;
        return (uint40(lane), lane & BOUGHT > 0);
    }
}

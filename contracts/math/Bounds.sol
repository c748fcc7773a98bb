// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Bounds
/// @notice A constructor's numbers stay within bounds that nobody can move, the governor included (features J1).
library Bounds {
    error LimitOutOfRange(bytes32 name, uint256 limit, uint256 most);

    /// @notice Where nothing is a limit too: what may be lost, how long to wait.
    function requireAtMost(bytes32 name, uint256 limit, uint256 most) internal pure {
        require(limit <= most, LimitOutOfRange(name, limit, most));
    }

    /// @notice Where a limit of nothing would stand still for ever.
    function requireSome(bytes32 name, uint256 limit, uint256 most) internal pure {
        require(limit > 0 && limit <= most, LimitOutOfRange(name, limit, most));
    }

    /// @notice Where too little is as bad as too much; told is the bound that it passes.
    function requireBetween(bytes32 name, uint256 limit, uint256 least, uint256 most) internal pure {
        require(limit >= least, LimitOutOfRange(name, limit, least));
        require(limit <= most, LimitOutOfRange(name, limit, most));
    }
}

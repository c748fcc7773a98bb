// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";

/// @title ConstraintSet
/// @notice All of several constraints: the first that refuses speaks.
/// @dev Bound to one vault, so that what the members remember of this set is that vault's doing alone.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract ConstraintSet is IConstraint {
    error NotTheVault(address caller, address vault);
    error NoConstraints();

    address public immutable vault;
    IConstraint[] internal _members;

    constructor(address vault_, IConstraint[] memory members_) {
        require(members_.length > 0, NoConstraints());
        (vault, _members) = (vault_, members_);
    }

    /// @inheritdoc IConstraint
    function judge(State calldata start, uint256[] calldata target, State calldata end) external view {
        for (uint256 i; i < _members.length; ++i) {
            _members[i].judge(start, target, end);
        }
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        require(msg.sender == vault, NotTheVault(msg.sender, vault));
        for (uint256 i; i < _members.length; ++i) {
            _members[i].check(start, target, end);
        }
    }

    function members() external view returns (IConstraint[] memory) {
        return _members;
    }
}

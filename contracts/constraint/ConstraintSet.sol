// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";

/// @title ConstraintSet
/// @notice All of several constraints: the first that refuses speaks.
/// @dev Bound to one vault, so that what the members remember of this set is that vault's doing alone.
///      A member is asked what the set was asked, in the very same words but for the account
///      (docs/decisions/0003).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract ConstraintSet is IConstraint {
    using Address for address;

    error NotTheVault(address caller, address vault);
    error NoConstraints();

    address public immutable vault;
    address internal immutable _list; // The members, as code: one cold read for all (docs/decisions/0002).

    constructor(address vault_, address[] memory members_) {
        require(members_.length > 0, NoConstraints());
        (vault, _list) = (vault_, SSTORE2.write(abi.encode(members_)));
    }

    /// @inheritdoc IConstraint
    function requireReady(address account) external view {
        _ask(account);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata, uint256[] calldata, State calldata) external view {
        _ask(account);
    }

    /// @inheritdoc IConstraint
    function check(State calldata, uint256[] calldata, State calldata) external {
        require(msg.sender == vault, NotTheVault(msg.sender, vault));
        (address[] memory list, bytes memory words) = (members(), msg.data);
        for (uint256 i; i < list.length; ++i) {
            list[i].functionCall(words);
        }
    }

    function members() public view returns (address[] memory) {
        return abi.decode(SSTORE2.read(_list), (address[]));
    }

    /// @dev The members remember for this set, so that is whom they are asked about.
    function _ask(address account) internal view {
        require(account == vault, NotTheVault(account, vault));
        (address[] memory list, bytes memory words) = (members(), msg.data);
        assembly ("memory-safe") {
            mstore(add(words, 0x24), address()) // The first argument, behind the length and the selector.
        }
        for (uint256 i; i < list.length; ++i) {
            list[i].functionStaticCall(words);
        }
    }
}

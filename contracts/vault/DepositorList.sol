// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IDepositorList} from "interfaces/IDepositorList.sol";

/// @title DepositorList
/// @notice A list of depositors that somebody keeps: it decides who comes in, never who goes out, and touches no
///         funds (features P9).
/// @custom:stop Nothing to stop: an empty list closes the entry with one asset and in kind, no exit.
contract DepositorList is IDepositorList, Ownable2Step {
    event Listed(address indexed account, bool allowed);

    error OwnerStays(address owner);

    mapping(address account => bool) public isDepositor;

    constructor(address owner) Ownable(owner) {}

    /// @notice Nobody leaves a list without a keeper (cases GV-07).
    function renounceOwnership() public view override onlyOwner {
        revert OwnerStays(owner());
    }

    /// @notice Lets accounts in, or no longer. Owner.
    function list(address[] calldata accounts, bool allowed) external onlyOwner {
        for (uint256 i; i < accounts.length; ++i) {
            isDepositor[accounts[i]] = allowed;
            emit Listed(accounts[i], allowed);
        }
    }
}

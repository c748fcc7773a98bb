// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVault} from "interfaces/IVault.sol";
import {KeeperTank} from "contracts/vault/KeeperTank.sol";
import {VaultLens} from "contracts/vault/VaultLens.sol";

/// @title MockTank
/// @notice A KeeperTank in transactions of the fees that it is told.
contract MockTank is KeeperTank {
    uint256 internal _price; // {wei/gas}
    uint256 internal _base; // {wei/gas}

    constructor(IVault vault_, VaultLens lens_, address sponsor_, Terms memory terms)
        KeeperTank(vault_, lens_, sponsor_, terms)
    {}

    function setFees(uint256 price, uint256 base) external {
        (_price, _base) = (price, base);
    }

    function _fees() internal view override returns (uint256 price, uint256 base) {
        return (_price, _base);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IVault} from "interfaces/IVault.sol";
import {Holdings} from "interfaces/Types.sol";

/// @title MockWitness
/// @notice What tests compare with a twin after every step, in one call: the books, what really lies where,
///         what is promised to whom, and any right that somebody has over the vault's tokens.
contract MockWitness {
    struct Sight {
        Holdings holdings;
        uint256[] held; // {unit} of each asset in the vault
        uint256[] reserved; // {unit} of each asset
        uint256[] shares; // {share} of each holder
        uint256[][] claims; // {unit} of each holder, of each asset
        uint256[] pooled; // {unit}: each pool's first asset, then its second
        uint256 strayed; // {unit} of all assets at the strangers, who should have none
        uint256 allowed; // {unit} of all assets that anybody may take from the vault
    }

    /// @param pools Whose balances of the hub, the first asset, and of the asset of their number are told.
    function look(IVault vault, address[] calldata holders, address[] calldata pools, address[] calldata strangers)
        external
        view
        returns (Sight memory sight)
    {
        sight.holdings = vault.holdings();
        address[] memory assets = sight.holdings.assets;
        sight.held = _balances(assets, address(vault));
        sight.reserved = new uint256[](assets.length);
        for (uint256 i; i < assets.length; ++i) {
            sight.reserved[i] = vault.reserved(assets[i]);
        }
        (sight.shares, sight.claims) = _owed(vault, assets, holders);
        sight.pooled = _pooled(assets, pools);
        (sight.strayed, sight.allowed) = _rights(vault, assets, pools, strangers);
    }

    /// @return each {unit} of each asset that lies in each account.
    function purses(address[] calldata assets, address[] calldata accounts)
        external
        view
        returns (uint256[][] memory each)
    {
        each = new uint256[][](accounts.length);
        for (uint256 k; k < accounts.length; ++k) {
            each[k] = _balances(assets, accounts[k]);
        }
    }

    function _balances(address[] memory assets, address account) internal view returns (uint256[] memory each) {
        each = new uint256[](assets.length);
        for (uint256 i; i < assets.length; ++i) {
            each[i] = IERC20(assets[i]).balanceOf(account);
        }
    }

    function _owed(IVault vault, address[] memory assets, address[] calldata holders)
        internal
        view
        returns (uint256[] memory shares, uint256[][] memory claims)
    {
        (shares, claims) = (new uint256[](holders.length), new uint256[][](holders.length));
        for (uint256 k; k < holders.length; ++k) {
            shares[k] = vault.balanceOf(holders[k]);
            claims[k] = new uint256[](assets.length);
            for (uint256 i; i < assets.length; ++i) {
                claims[k][i] = vault.claimOf(holders[k], assets[i]);
            }
        }
    }

    function _pooled(address[] memory assets, address[] calldata pools)
        internal
        view
        returns (uint256[] memory each)
    {
        each = new uint256[](2 * pools.length);
        for (uint256 k; k < pools.length; ++k) {
            each[2 * k] = IERC20(assets[0]).balanceOf(pools[k]);
            each[2 * k + 1] = IERC20(assets[k + 1]).balanceOf(pools[k]);
        }
    }

    function _rights(IVault vault, address[] memory assets, address[] calldata pools, address[] calldata strangers)
        internal
        view
        returns (uint256 strayed, uint256 allowed)
    {
        for (uint256 i; i < assets.length; ++i) {
            for (uint256 k; k < strangers.length; ++k) {
                strayed += IERC20(assets[i]).balanceOf(strangers[k]);
                allowed += IERC20(assets[i]).allowance(address(vault), strangers[k]);
            }
            for (uint256 k; k < pools.length; ++k) {
                allowed += IERC20(assets[i]).allowance(address(vault), pools[k]);
            }
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {Holdings, State, Asset} from "interfaces/Types.sol";

/// @title MockObserver
/// @notice Prices as another observer does, but says that the vault owns whatever lies in it, or forgets assets.
contract MockObserver is IStateObserver {
    IStateObserver public immutable honest;
    uint256 public forgotten; // assets at the end of the list

    constructor(IStateObserver honest_) {
        honest = honest_;
    }

    function forget(uint256 count) external {
        forgotten = count;
    }

    function observe(Holdings calldata holdings) external view returns (State memory state) {
        state = honest.observe(holdings);
        Asset[] memory assets = state.assets;
        state.assets = new Asset[](assets.length - forgotten);
        for (uint256 i; i < state.assets.length; ++i) {
            state.assets[i] = assets[i];
            state.assets[i].balance = IERC20(assets[i].token).balanceOf(msg.sender);
        }
    }

    function appraise(Holdings calldata holdings, address asset, uint256 amount)
        external
        view
        returns (uint256 paid, uint256 held)
    {
        return honest.appraise(holdings, asset, amount);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @title MockVault4626
/// @notice OpenZeppelin's ERC-4626: its rate is its balance over its shares, so that a gift raises it. It can lose
///         what it holds, and stop answering.
contract MockVault4626 is ERC4626 {
    error Stopped();

    bool public stopped;

    constructor(IERC20 asset_) ERC20("Share", "SHR") ERC4626(asset_) {}

    function lose(uint256 amount) external {
        _transferOut(msg.sender, amount);
    }

    function stop() external {
        stopped = true;
    }

    function totalAssets() public view override returns (uint256) {
        require(!stopped, Stopped());
        return super.totalAssets();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IWETH} from "interfaces/external/weth/IWETH.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";

/// @title MockWETH
/// @notice Wrapped ether with the ways of the one on mainnet: ether that is sent here is wrapped for its sender, and
///         a withdrawal sends it with the 2,300 gas of old. What `mint` makes has no ether behind it.
contract MockWETH is MockToken, IWETH {
    event Deposit(address indexed owner, uint256 amount);
    event Withdrawal(address indexed owner, uint256 amount);

    constructor(string memory name, string memory symbol, uint8 decimals_) MockToken(name, symbol, decimals_) {}

    receive() external payable {
        deposit();
    }

    function deposit() public payable {
        _mint(msg.sender, msg.value);
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        payable(msg.sender).transfer(amount);
        emit Withdrawal(msg.sender, amount);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IMarket} from "interfaces/IMarket.sol";
import {MarketClass} from "interfaces/Types.sol";

/// @title MockMemory
/// @notice Every estimator at once: remembers what it is told, or has forgotten everything.
contract MockMemory is IMarket {
    error Forgotten();

    /// @dev As CovarianceEstimator's.
    struct Source {
        address asset;
        uint256 unit; // {unit/tok}
        address oracle;
    }

    struct Told {
        uint256 volatility; // D18{1/sqrt(year)}
        uint256 updated; // {s}
        uint256 size; // D18{1}
        uint256 span; // {s}
        uint256 drawdown; // D18{1}
        uint256 ratio; // D18{1}
    }

    Told internal _told;
    bool public gone;
    bool public isWarm;
    mapping(address asset => MarketClass) internal _classes;
    mapping(uint256 pair => int256) internal _correlations; // D18{1}
    address[] internal _assets;

    modifier remembers() {
        require(!gone, Forgotten());
        _;
    }

    function tell(Told calldata told) external {
        _told = told;
    }

    function forget(bool gone_) external {
        gone = gone_;
    }

    function classify(address asset, MarketClass class) external {
        _classes[asset] = class;
    }

    function correlate(address[] calldata assets, int256[] calldata list) external {
        (_assets, isWarm) = (assets, true);
        uint256 at;
        for (uint256 i; i < assets.length; ++i) {
            for (uint256 j = i + 1; j < assets.length; ++j) {
                _correlations[i << 8 | j] = list[at++];
            }
        }
    }

    function classOf(address asset) external view remembers returns (MarketClass) {
        return _classes[asset];
    }

    function volatilityOf(address) external view remembers returns (uint256) {
        return _told.volatility;
    }

    function updatedAt(address) external view remembers returns (uint256) {
        return _told.updated;
    }

    function lastReturn(address) external view remembers returns (uint256, uint256) {
        return (_told.size, _told.span);
    }

    function drawdown() external view remembers returns (uint256) {
        return _told.drawdown;
    }

    function ratio() external view remembers returns (uint256) {
        return _told.ratio;
    }

    function correlation(uint256 i, uint256 j) external view returns (int256) {
        return _correlations[i << 8 | j];
    }

    function sources() external view returns (Source[] memory list) {
        list = new Source[](_assets.length);
        for (uint256 i; i < list.length; ++i) {
            list[i].asset = _assets[i];
        }
    }
}

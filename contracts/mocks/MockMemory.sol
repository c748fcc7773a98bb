// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IMarket} from "interfaces/IMarket.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {MarketClass} from "interfaces/Types.sol";

/// @title MockMemory
/// @notice Every estimator at once: remembers what it is told, or has forgotten everything.
contract MockMemory is IMarket {
    error Forgotten();

    /// @dev As VarianceEstimator's.
    struct Motion {
        uint256 volatility; // D18{1/sqrt(year)}
        uint256 updated; // {s}
        uint256 size; // D18{1}
        uint256 span; // {s}
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
    int256[] internal _correlations; // D18{1}
    address[] internal _assets;
    uint256[] internal _trends;
    uint256 public peak; // D18{USD/share}

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
        (_assets, _correlations, isWarm) = (assets, list, true);
    }

    function climb(uint256 peak_, uint256[] calldata trends) external {
        (peak, _trends) = (peak_, trends);
    }

    function trendsOf(address[] calldata) external view remembers returns (uint256[] memory) {
        return _trends;
    }

    function classOf(address asset) public view remembers returns (MarketClass) {
        return _classes[asset];
    }

    function classesOf(address[] calldata assets) external view returns (uint256 word) {
        for (uint256 i; i < assets.length; ++i) {
            word |= uint256(classOf(assets[i])) << 4 * i;
        }
    }

    function volatilitiesOf(address[] calldata assets) external view remembers returns (uint256[] memory list) {
        list = new uint256[](assets.length);
        for (uint256 i; i < list.length; ++i) {
            list[i] = _told.volatility;
        }
    }

    function motionOf(address) external view remembers returns (Motion memory) {
        return Motion(_told.volatility, _told.updated, _told.size, _told.span);
    }

    function drawdown() external view remembers returns (uint256) {
        return _told.drawdown;
    }

    function ratio() external view remembers returns (uint256) {
        return _told.ratio;
    }

    function correlationsOf(address[] calldata assets) external view returns (int256[] memory) {
        for (uint256 i; i < assets.length; ++i) {
            require(assets[i] == _assets[i], IStateObserver.AssetNotObserved(assets[i]));
        }
        return _correlations;
    }
}

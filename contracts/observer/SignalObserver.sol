// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IMarket} from "interfaces/IMarket.sol";
import {Holdings, State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Signals} from "contracts/math/Signals.sol";
import {CovarianceEstimator} from "contracts/observer/estimator/CovarianceEstimator.sol";
import {VarianceEstimator} from "contracts/observer/estimator/VarianceEstimator.sol";

/// @title SignalObserver
/// @notice What another observer sees, and what the estimators remember: so a strategy stays a pure function of the
///         state, and a constraint knows the market without asking anybody.
/// @dev An estimator that does not answer leaves its signals unknown, and who needs them says so. The market alone must
///      answer: without it nothing is traded.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract SignalObserver is IStateObserver {
    uint256 internal constant MEMORY_GAS = 50_000; // {gas} for one memory: a few words

    IStateObserver public immutable inner;
    IMarket public immutable market;
    VarianceEstimator public immutable variance; // Address 0: nobody remembers it, nor correlations.
    CovarianceEstimator public immutable covariance; // Of the vault's assets in its order; address 0: nobody.

    constructor(
        IStateObserver inner_,
        IMarket market_,
        VarianceEstimator variance_,
        CovarianceEstimator covariance_
    ) {
        (inner, market, variance, covariance) = (inner_, market_, variance_, covariance_);
    }

    /// @inheritdoc IStateObserver
    function observe(Holdings calldata holdings) external view returns (State memory state) {
        state = inner.observe(holdings);
        state.signals = signalsOf(holdings.assets);
    }

    /// @inheritdoc IStateObserver
    function appraise(Holdings calldata holdings, address asset, uint256 amount)
        external
        view
        returns (uint256 paid, uint256 held)
    {
        return inner.appraise(holdings, asset, amount);
    }

    /// @notice What is remembered about assets, as contracts/math/Signals.sol lays it out.
    function signalsOf(address[] calldata assets) public view returns (uint256[] memory signals) {
        uint256 n = assets.length;
        signals = new uint256[](_length(n));
        for (uint256 i; i < n; ++i) {
            signals[0] |= uint256(market.classOf(assets[i])) << Signals.BITS * i;
            if (address(variance) != address(0)) signals[1 + i] = _volatilityOf(assets[i]);
        }
        if (signals.length > 1 + n) _addCorrelations(signals, assets);
    }

    function _length(uint256 n) internal view returns (uint256) {
        if (address(variance) == address(0)) return 1;
        bool alone = address(covariance) == address(0) || !covariance.isWarm();
        return alone ? 1 + n : 1 + n + n * (n - 1) / 2;
    }

    function _volatilityOf(address asset) internal view returns (uint256) {
        bytes memory asked = abi.encodeCall(VarianceEstimator.volatilityOf, (asset));
        (bool given, bytes memory said) = Attempt.read(address(variance), MEMORY_GAS, asked, 32);
        return given ? abi.decode(said, (uint256)) : 0;
    }

    function _addCorrelations(uint256[] memory signals, address[] calldata assets) internal view {
        CovarianceEstimator.Source[] memory list = covariance.sources();
        uint256 at = 1 + assets.length;
        for (uint256 i; i < assets.length; ++i) {
            require(list[i].asset == assets[i], AssetNotObserved(assets[i]));
            for (uint256 j = i + 1; j < assets.length; ++j) {
                signals[at++] = uint256(covariance.correlation(i, j));
            }
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
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
    using Address for address;

    uint256 internal constant WORD_GAS = 10_000; // {gas} for each word of a memory: three times a cold one and its root

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
        state = abi.decode(address(inner).functionStaticCall(msg.data), (State)); // The same question.
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
        bool moves = address(variance) != address(0);
        bool relates = moves && _isWarm();
        signals = new uint256[](1 + (moves ? n : 0) + (relates ? n * (n - 1) / 2 : 0));
        signals[0] = market.classesOf(assets);
        if (moves) _addVolatilities(signals, assets);
        if (relates) _addCorrelations(signals, assets);
    }

    function _isWarm() internal view returns (bool) {
        bytes memory asked = abi.encodeCall(CovarianceEstimator.isWarm, ());
        (bool given, bytes memory said) = Attempt.read(address(covariance), WORD_GAS, asked, 32);
        return given && abi.decode(said, (uint256)) == 1;
    }

    function _addVolatilities(uint256[] memory signals, address[] calldata assets) internal view {
        bytes memory asked = abi.encodeCall(VarianceEstimator.volatilitiesOf, (assets));
        (uint256 n, uint256 stipend) = (assets.length, WORD_GAS * assets.length);
        (bool given, uint256[] memory list) = Attempt.readList(address(variance), stipend, asked, n);
        for (uint256 i; given && i < n; ++i) {
            signals[1 + i] = list[i];
        }
    }

    function _addCorrelations(uint256[] memory signals, address[] calldata assets) internal view {
        int256[] memory list = covariance.correlationsOf(assets);
        for (uint256 k; k < list.length; ++k) {
            signals[1 + assets.length + k] = uint256(list[k]);
        }
    }
}

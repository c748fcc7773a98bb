// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IMarket} from "interfaces/IMarket.sol";
import {ITrend} from "interfaces/ITrend.sol";
import {Holdings, State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Signals} from "contracts/math/Signals.sol";
import {CovarianceEstimator} from "contracts/observer/estimator/CovarianceEstimator.sol";
import {DrawdownEstimator} from "contracts/observer/estimator/DrawdownEstimator.sol";
import {VarianceEstimator} from "contracts/observer/estimator/VarianceEstimator.sol";

/// @title SignalObserver
/// @notice What another observer sees, and what the estimators remember: so a strategy stays a pure function of the
///         state, and a constraint knows the market without asking anybody.
/// @dev An estimator that does not answer leaves its signals away, and who needs them says so. The market alone must
///      answer, where there is one: without it nothing is traded.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract SignalObserver is IStateObserver {
    using Address for address;

    /// @dev Who remembers what; address 0: nobody.
    struct Memories {
        IMarket market; // Without one every asset's market is `Unknown`.
        VarianceEstimator variance;
        ITrend trend;
        CovarianceEstimator covariance; // Of the vault's assets in its order.
        DrawdownEstimator drawdown; // Of the vault, for the highest price of its share.
    }

    uint256 internal constant WORD_GAS = 10_000; // {gas} for each word of a memory: three times a cold one and its root

    IStateObserver public immutable inner;
    IMarket public immutable market;
    VarianceEstimator public immutable variance;
    ITrend public immutable trend;
    CovarianceEstimator public immutable covariance;
    DrawdownEstimator public immutable drawdown;

    constructor(IStateObserver inner_, Memories memory it) {
        (inner, market, variance, trend) = (inner_, it.market, it.variance, it.trend);
        (covariance, drawdown) = (it.covariance, it.drawdown);
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
    function signalsOf(address[] calldata assets) public view returns (uint256[] memory) {
        bool watched = address(market) != address(0);
        return Signals.lay(
            watched ? market.classesOf(assets) : Signals.UNWATCHED,
            _peak(),
            _listOf(address(variance), VarianceEstimator.volatilitiesOf.selector, assets),
            _listOf(address(trend), ITrend.trendsOf.selector, assets),
            _isWarm() ? covariance.correlationsOf(assets) : new int256[](0)
        );
    }

    /// @return list One word for each asset, or none where a memory does not answer.
    function _listOf(address memory_, bytes4 question, address[] calldata assets)
        internal
        view
        returns (uint256[] memory list)
    {
        if (memory_ == address(0)) return list; // Encoding the assets is the dearer half of asking nobody.
        (uint256 n, bytes memory asked) = (assets.length, abi.encodeWithSelector(question, assets));
        (, list) = Attempt.readList(memory_, WORD_GAS * n, asked, n);
    }

    /// @return D18{USD/share}, 0 where nobody knows.
    function _peak() internal view returns (uint256) {
        return _wordOf(address(drawdown), DrawdownEstimator.peak.selector);
    }

    function _isWarm() internal view returns (bool) {
        return _wordOf(address(covariance), CovarianceEstimator.isWarm.selector) == 1;
    }

    /// @return word 0 where a memory does not answer.
    function _wordOf(address memory_, bytes4 question) internal view returns (uint256 word) {
        if (memory_ == address(0)) return 0;
        (bool given, bytes memory said) = Attempt.read(memory_, WORD_GAS, abi.encodePacked(question), 32);
        if (given) word = abi.decode(said, (uint256));
    }
}

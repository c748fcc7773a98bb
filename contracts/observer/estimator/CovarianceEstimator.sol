// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Decay} from "contracts/math/Decay.sol";

/// @title CovarianceEstimator
/// @notice How two to eight assets move together: the mean products of their returns between snapshots of all prices at
///         once, in which the older ones count less (math 2.3, features B6).
/// @dev An entry is kept in 1e-12 and rounded to the nearest: rounding down would push all of them down for good.
/// @custom:stop Nothing to stop: no owner, no setter. Point whoever asks it elsewhere.
contract CovarianceEstimator is IEstimator {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    /// @notice All prices of one moment, D18, in the assets' order: the twin has every estimate from them.
    event SnapshotTaken(uint256[] prices);

    error AssetCountOutOfRange(uint256 count, uint256 least, uint256 most);
    error OraclesMissing(uint256 count, uint256 expected);
    error IndexOutOfRange(uint256 index, uint256 count);
    error SamplesTooFew(uint256 samples, uint256 needed);

    struct Source {
        address asset;
        uint256 unit; // {unit/tok}
        IPriceOracle oracle;
    }

    struct Clock {
        uint40 time; // 5; {s}, of the last snapshot
        uint64 weight; // + 8 = 13; D18{1}, of all returns together: it grows to 1
        uint64 squares; // + 8 = 21; D18{1}, of the squares of each one's weight
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    int256 internal constant UNIT = 1e18; // D18{1}
    uint256 internal constant MIN_ASSETS = 2;
    uint256 internal constant MAX_ASSETS = 8;
    uint256 internal constant MAX_DECIMALS = 27;
    uint256 internal constant MAX_PRICE = type(uint128).max; // D18{USD/tok} (math 0.4)
    uint256 internal constant MIN_SPACING = 1 hours; // {s}; closer, prices that lag each other look unrelated.
    uint256 internal constant MAX_SPACING = 7 days; // {s}
    uint256 internal constant MAX_TAU = 365 days; // {s}
    uint256 internal constant SAMPLES_PER_ASSET = 3; // Fewer make a matrix of noise (math 2.3).
    uint256 internal constant MIN_RIDGE = 1e9; // D18{1/year}
    int256 internal constant LOG_STEP = 1e3; // D18{1}: a logarithm is kept in 1e-15, an entry in 1e-12.
    int256 internal constant ENTRY = 1e6; // D18{1/year}
    int256 internal constant SCALE = 1e36; // of a product of an entry and two D18
    uint256 internal constant LANES = 4; // int64 in a word
    uint256 internal constant LANE = 64; // {bit}

    address public immutable quote;
    uint256 public immutable count; // of the assets
    uint256 public immutable spacing; // {s} between two snapshots, at least
    uint256 public immutable tau; // {s}, after which a return counts 1/e of what it did
    uint256 public immutable ridge; // D18{1/year}: more than rounding takes from any eigenvalue
    address internal immutable _list; // The sources, as code (docs/decisions/0002).

    Clock internal _clock;
    uint256[2] internal _logs; // ln P of each asset, int64 in 1e-15
    uint256[9] internal _entries; // The lower triangle, row by row, int64 in 1e-12

    /// @param quote_ The unit of account, with 18 decimals.
    constructor(
        address quote_,
        address[] memory assets_,
        IPriceOracle[] memory oracles,
        uint256 spacing_,
        uint256 tau_
    ) {
        uint256 n = assets_.length;
        require(n >= MIN_ASSETS && n <= MAX_ASSETS, AssetCountOutOfRange(n, MIN_ASSETS, MAX_ASSETS));
        require(oracles.length == n, OraclesMissing(oracles.length, n));
        Bounds.requireBetween("spacing", spacing_, MIN_SPACING, MAX_SPACING);
        Bounds.requireBetween("tau", tau_, SAMPLES_PER_ASSET * n * spacing_, MAX_TAU);
        (quote, count, spacing, tau) = (quote_, n, spacing_, tau_);
        ridge = MIN_RIDGE.max((n * uint256(ENTRY / 2) * ONE).divUp(ONE - Decay.kept(spacing_, tau_)));
        _list = SSTORE2.write(abi.encode(_sources(assets_, oracles)));
    }

    /* ANYONE */

    /// @inheritdoc IEstimator
    /// @dev New is a snapshot at least `spacing` after the last; who comes earlier is told so by `false`.
    function record() external returns (bool) {
        Clock memory clock = _clock;
        if (block.timestamp < clock.time + spacing) return false;
        int256[] memory changes = _snap();
        if (clock.time > 0) _blend(clock, changes, block.timestamp - clock.time);
        clock.time = uint40(block.timestamp);
        _clock = clock;
        return true;
    }

    /* VIEWS */

    /// @notice The assets, their units and oracles, in the order of the indices.
    function sources() public view returns (Source[] memory) {
        return abi.decode(SSTORE2.read(_list), (Source[]));
    }

    /// @return {s}, of the last snapshot; 0 where there has been none.
    function updatedAt() external view returns (uint256) {
        return _clock.time;
    }

    /// @return D18{1}, how many returns of equal weight would tell as much.
    function samples() public view returns (uint256) {
        (uint256 weight, uint256 squares) = (_clock.weight, _clock.squares);
        return squares == 0 ? 0 : weight * weight / squares;
    }

    /// @return Whether there are enough samples for a matrix.
    function isWarm() external view returns (bool) {
        return samples() >= needed();
    }

    /// @return D18{1}, three for each asset.
    function needed() public view returns (uint256) {
        return SAMPLES_PER_ASSET * count * ONE;
    }

    /// @return D18{1/year}, as if the returns seen so far were all there ever were.
    function covariance(uint256 i, uint256 j) external view returns (int256) {
        return _meanOf(_entryOf(i, j), _weight());
    }

    /// @return D18{1}, within -1 and 1; 0 where one of two does not move.
    function correlation(uint256 i, uint256 j) external view returns (int256) {
        _weight();
        (int256 both, int256 product) = (_entryOf(i, j), _entryOf(i, i) * _entryOf(j, j));
        return i == j ? UNIT : _correlated(both, product);
    }

    /// @notice All correlations of assets that must be the first of its own, in its order: each word of what is
    ///         remembered is read once. Reverts `AssetNotObserved`.
    /// @return list D18{1}, row by row above the diagonal.
    function correlationsOf(address[] calldata assets_) external view returns (int256[] memory list) {
        _requireOwn(assets_);
        _weight();
        unchecked {
            (uint256 n, uint256 at) = (assets_.length, 0);
            int256[] memory entries = _unpacked(n * (n + 1) / 2);
            list = new int256[](n * (n - 1) / 2);
            for (uint256 i; i < n; ++i) {
                int256 own = entries[i * (i + 3) / 2];
                for (uint256 j = i + 1; j < n; ++j) {
                    list[at++] = _correlated(entries[j * (j + 1) / 2 + i], own * entries[j * (j + 3) / 2]);
                }
            }
        }
    }

    /// @notice All covariances, with a ridge on the diagonal that makes them a matrix without negative eigenvalues.
    ///         Reverts `SamplesTooFew` where it would be noise.
    /// @return rows D18{1/year}
    function matrix() external view returns (int256[][] memory rows) {
        (uint256 had, uint256 least, uint256 n) = (samples(), needed(), count);
        require(had >= least, SamplesTooFew(had, least));
        uint256 weight = _weight();
        rows = new int256[][](n);
        for (uint256 i; i < n; ++i) {
            rows[i] = new int256[](n);
            for (uint256 j; j <= i; ++j) {
                rows[i][j] = rows[j][i] = _meanOf(_entryOf(i, j), weight);
            }
            rows[i][i] += int256(ridge);
        }
    }

    /* INTERNAL */

    /// @notice Takes all prices, and puts their logarithms in the place of the last ones.
    /// @return changes {1e-15}, the returns since then, cut.
    function _snap() internal returns (int256[] memory changes) {
        (Source[] memory list, uint256 word) = (sources(), 0);
        uint256[] memory prices = new uint256[](list.length);
        changes = new int256[](list.length);
        for (uint256 i; i < list.length; ++i) {
            prices[i] = _priceOf(list[i]);
            int256 log = FixedPointMathLib.lnWad(int256(prices[i])) / LOG_STEP;
            changes[i] = Decay.clip((log - _lane(_logs[i / LANES], i)) * LOG_STEP) / LOG_STEP;
            word |= _laid(log, i);
            if (i % LANES == LANES - 1 || i == list.length - 1) (_logs[i / LANES], word) = (word, 0);
        }
        emit SnapshotTaken(prices);
    }

    /// @notice Lets what is remembered fade, and adds the products of the returns.
    /// @param changes {1e-15}
    /// @param wait {s} that they took.
    function _blend(Clock memory clock, int256[] memory changes, uint256 wait) internal {
        unchecked {
            uint256 left = Decay.kept(wait, tau);
            uint256 taken = ONE - left;
            int256 pace = int256(taken * Decay.YEAR / wait); // D18{1/year}
            clock.weight = uint64((left * clock.weight + taken * ONE) / ONE);
            clock.squares = uint64((left * left / ONE * clock.squares + taken * taken) / ONE);
            _renew(changes, int256(left) * UNIT, pace);
        }
    }

    /// @dev Word by word: below 2^52 * 2^120 and 2^49 * 2^74 * 2^49, so there is no overflow, and no entry beyond 64 bits.
    function _renew(int256[] memory changes, int256 fade, int256 pace) internal {
        unchecked {
            (uint256 at, uint256 shift, uint256 old, uint256 word, uint256 n) = (0, 0, 0, 0, changes.length);
            for (uint256 i; i < n; ++i) {
                int256 part = changes[i] * pace;
                for (uint256 j; j <= i; ++j) {
                    if (shift == 0) (old, word) = (_entries[at], 0);
                    int256 entry = _nearest(int64(uint64(old >> shift)) * fade + part * changes[j]);
                    word |= uint256(uint64(int64(entry))) << shift;
                    shift = (shift + LANE) % (LANES * LANE);
                    if (shift == 0) _entries[at++] = word;
                }
            }
            if (shift > 0) _entries[at] = word;
        }
    }

    /// @return price D18{USD/tok}
    function _priceOf(Source memory source) internal view returns (uint256 price) {
        price = source.oracle.getQuote(source.unit, source.asset, quote);
        require(
            price > 0 && price <= MAX_PRICE, IStateObserver.PriceOutOfDomain(source.asset, price, 1, MAX_PRICE)
        );
    }

    function _entryOf(uint256 i, uint256 j) internal view returns (int256) {
        uint256 n = count;
        require(i < n, IndexOutOfRange(i, n));
        require(j < n, IndexOutOfRange(j, n));
        (uint256 row, uint256 column) = i > j ? (i, j) : (j, i);
        uint256 k = row * (row + 1) / 2 + column;
        return _lane(_entries[k / LANES], k);
    }

    /// @return entries The first so many of the lower triangle, row by row. {1e-12}
    function _unpacked(uint256 n) internal view returns (int256[] memory entries) {
        entries = new int256[](n);
        uint256 word;
        unchecked {
            for (uint256 k; k < n; ++k) {
                word = k % LANES == 0 ? _entries[k / LANES] : word >> LANE;
                entries[k] = int64(uint64(word));
            }
        }
    }

    function _requireOwn(address[] calldata assets_) internal view {
        Source[] memory list = sources();
        for (uint256 i; i < assets_.length; ++i) {
            bool isOwn = i < list.length && list[i].asset == assets_[i];
            require(isOwn, IStateObserver.AssetNotObserved(assets_[i]));
        }
    }

    function _weight() internal view returns (uint256 weight) {
        weight = _clock.weight;
        require(weight > 0, NothingRemembered(address(this)));
    }

    /// @param entry {1e-12}
    /// @return D18{1/year}
    function _meanOf(int256 entry, uint256 weight) internal pure returns (int256) {
        return entry * ENTRY * UNIT / int256(weight);
    }

    /// @param both {1e-12}, of the two. @param product {1e-24}, of each with itself.
    function _correlated(int256 both, int256 product) internal pure returns (int256) {
        if (product == 0) return 0;
        unchecked {
            return (both * SCALE / int256(uint256(product * SCALE).sqrt())).clamp(-UNIT, UNIT); // Below 2^126 * 2^120.
        }
    }

    function _nearest(int256 x) internal pure returns (int256) {
        unchecked {
            return (x >= 0 ? x + SCALE / 2 : x - SCALE / 2) / SCALE;
        }
    }

    function _lane(uint256 word, uint256 k) internal pure returns (int256) {
        unchecked {
            return int64(uint64(word >> (k % LANES * LANE)));
        }
    }

    function _laid(int256 x, uint256 k) internal pure returns (uint256) {
        unchecked {
            return uint256(uint64(int64(x))) << (k % LANES * LANE);
        }
    }

    function _sources(address[] memory assets_, IPriceOracle[] memory oracles)
        private
        view
        returns (Source[] memory list)
    {
        list = new Source[](assets_.length);
        for (uint256 i; i < list.length; ++i) {
            uint256 decimals = IERC20Metadata(assets_[i]).decimals();
            require(decimals <= MAX_DECIMALS, IStateObserver.DecimalsTooMany(assets_[i], decimals, MAX_DECIMALS));
            list[i] = Source(assets_[i], 10 ** decimals, oracles[i]);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Holdings, State, Asset} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title SpotObserver
/// @notice Asks one oracle for each asset's price, now, and remembers nothing.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract SpotObserver is IStateObserver {
    using FixedPointMathLib for uint256;

    error LengthsDiffer(uint256 assets, uint256 oracles);

    struct Source {
        address asset;
        uint256 unit; // {unit/tok}
        IPriceOracle oracle;
    }

    uint256 public constant MAX_DECIMALS = 27; // Keeps every product below 2^255 (cases I-24).
    uint256 public constant MAX_PRICE = 1e30; // D18{USD/tok}, a million million for one token (cases I-24).
    uint256 public constant MAX_VALUE = type(uint128).max; // D18{USD} of one asset (math 0.3).

    address public immutable quote;
    address internal immutable _list; // The sources, as code: one cold read for all (docs/decisions/0002).

    /// @param quote_ The unit of account, with 18 decimals: 840, the number of the USD, as an address.
    constructor(address quote_, address[] memory assets, IPriceOracle[] memory oracles) {
        require(assets.length == oracles.length, LengthsDiffer(assets.length, oracles.length));
        Source[] memory list = new Source[](assets.length);
        for (uint256 i; i < assets.length; ++i) {
            uint256 decimals = IERC20Metadata(assets[i]).decimals();
            require(decimals <= MAX_DECIMALS, DecimalsTooMany(assets[i], decimals, MAX_DECIMALS));
            list[i] = Source(assets[i], 10 ** decimals, oracles[i]);
        }
        (quote, _list) = (quote_, SSTORE2.write(abi.encode(list)));
    }

    /// @inheritdoc IStateObserver
    function observe(Holdings calldata holdings) external view returns (State memory state) {
        (address[] calldata tokens, uint256[] calldata balances) = (holdings.assets, holdings.balances);
        (Source[] memory list, Asset[] memory assets) = (sources(), new Asset[](tokens.length));
        for (uint256 i; i < tokens.length; ++i) {
            _value(assets[i], _find(list, i, tokens[i]), balances[i]);
            state.value += assets[i].value;
        }
        (state.time, state.supply, state.assets) = (block.timestamp, holdings.supply, assets);
    }

    /// @inheritdoc IStateObserver
    function appraise(Holdings calldata holdings, address asset, uint256 amount)
        external
        view
        returns (uint256 paid, uint256 held)
    {
        (address[] calldata tokens, Source[] memory list) = (holdings.assets, sources());
        for (uint256 i; i < tokens.length; ++i) {
            Source memory source = _find(list, i, tokens[i]);
            (uint256 bid, uint256 ask) = source.oracle.getQuotes(source.unit, source.asset, quote);
            if (tokens[i] == asset) {
                paid = _inDomain(asset, amount * _priceInDomain(asset, bid) / source.unit);
            }
            held += _inDomain(
                tokens[i], (holdings.balances[i] * _priceInDomain(tokens[i], ask)).divUp(source.unit)
            );
        }
    }

    function sources() public view returns (Source[] memory) {
        return abi.decode(SSTORE2.read(_list), (Source[]));
    }

    /// @dev The list is most often in the vault's own order, so the i-th is looked at first.
    function _find(Source[] memory list, uint256 i, address asset) internal pure returns (Source memory) {
        if (i < list.length && list[i].asset == asset) return list[i];
        for (uint256 k; k < list.length; ++k) {
            if (list[k].asset == asset) return list[k];
        }
        revert AssetNotObserved(asset);
    }

    function _value(Asset memory asset, Source memory source, uint256 balance) internal view {
        (asset.token, asset.unit, asset.balance) = (source.asset, source.unit, balance);
        asset.price = _priceOf(source);
        asset.value = _inDomain(asset.token, Valuation.valueOf(balance, asset.price, source.unit));
    }

    /// @return D18{USD/tok}
    function _priceOf(Source memory source) internal view returns (uint256) {
        return _priceInDomain(source.asset, source.oracle.getQuote(source.unit, source.asset, quote));
    }

    /// @param price D18{USD/tok} @return The same.
    function _priceInDomain(address asset, uint256 price) internal pure returns (uint256) {
        require(price > 0 && price <= MAX_PRICE, PriceOutOfDomain(asset, price, 1, MAX_PRICE));
        return price;
    }

    /// @param value D18{USD} @return The same.
    function _inDomain(address asset, uint256 value) internal pure returns (uint256) {
        require(value <= MAX_VALUE, ValueOutOfDomain(asset, value, MAX_VALUE));
        return value;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {Holdings, State} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title SpotObserver
/// @notice Asks one oracle for each asset's price, now, and remembers nothing.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract SpotObserver is IStateObserver {
    error LengthsDiffer(uint256 assets, uint256 oracles);
    error DecimalsTooMany(address asset, uint256 decimals, uint256 most);

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
        uint256 n = holdings.assets.length;
        (state.time, state.supply) = (block.timestamp, holdings.supply);
        (state.assets, state.balances) = (holdings.assets, holdings.balances);
        (state.units, state.prices, state.values) = (new uint256[](n), new uint256[](n), new uint256[](n));
        Source[] memory list = sources();
        for (uint256 i; i < n; ++i) {
            Source memory source = _find(list, i, state.assets[i]);
            (state.units[i], state.prices[i]) = (source.unit, _priceOf(source));
        }
        Valuation.revalue(state);
        for (uint256 i; i < n; ++i) {
            require(state.values[i] <= MAX_VALUE, ValueOutOfDomain(state.assets[i], state.values[i], MAX_VALUE));
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

    /// @return price D18{USD/tok}, from 1 to MAX_PRICE.
    function _priceOf(Source memory source) internal view returns (uint256 price) {
        price = source.oracle.getQuote(source.unit, source.asset, quote);
        require(price > 0 && price <= MAX_PRICE, PriceOutOfDomain(source.asset, price, 1, MAX_PRICE));
    }
}

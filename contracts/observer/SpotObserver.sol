// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
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
        IPriceOracle oracle; // 20
        uint96 unit; // + 12 = 32; {unit/tok}
    }

    uint256 public constant MAX_DECIMALS = 27; // Keeps every product below 2^255 (cases I-24).
    uint256 public constant MAX_PRICE = 1e30; // D18{USD/tok}, a million million for one token (cases I-24).
    uint256 public constant MAX_VALUE = type(uint128).max; // D18{USD} of one asset (math 0.3).

    address public immutable quote;
    mapping(address asset => Source) public sourceOf;

    /// @param quote_ The unit of account, with 18 decimals: 840, the number of the USD, as an address.
    constructor(address quote_, address[] memory assets, IPriceOracle[] memory oracles) {
        require(assets.length == oracles.length, LengthsDiffer(assets.length, oracles.length));
        quote = quote_;
        for (uint256 i; i < assets.length; ++i) {
            uint256 decimals = IERC20Metadata(assets[i]).decimals();
            require(decimals <= MAX_DECIMALS, DecimalsTooMany(assets[i], decimals, MAX_DECIMALS));
            sourceOf[assets[i]] = Source(oracles[i], uint96(10 ** decimals));
        }
    }

    /// @inheritdoc IStateObserver
    function observe(Holdings calldata holdings) external view returns (State memory state) {
        uint256 n = holdings.assets.length;
        (state.time, state.supply) = (block.timestamp, holdings.supply);
        (state.assets, state.balances) = (holdings.assets, holdings.balances);
        (state.units, state.prices, state.values) = (new uint256[](n), new uint256[](n), new uint256[](n));
        for (uint256 i; i < n; ++i) {
            (state.units[i], state.prices[i]) = priceOf(state.assets[i]);
        }
        Valuation.revalue(state);
        for (uint256 i; i < n; ++i) {
            require(state.values[i] <= MAX_VALUE, ValueOutOfDomain(state.assets[i], state.values[i], MAX_VALUE));
        }
    }

    /// @return unit {unit/tok}. @return price D18{USD/tok}, from 1 to MAX_PRICE.
    function priceOf(address asset) public view returns (uint256 unit, uint256 price) {
        Source memory source = sourceOf[asset];
        require(source.unit > 0, AssetNotObserved(asset));
        unit = source.unit;
        price = source.oracle.getQuote(unit, asset, quote);
        require(price > 0 && price <= MAX_PRICE, PriceOutOfDomain(asset, price, 1, MAX_PRICE));
    }
}

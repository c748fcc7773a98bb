// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IVault} from "interfaces/IVault.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {Holdings, State, Asset, Order} from "interfaces/Types.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title VaultLens
/// @notice What people and keepers want to see of a vault, in one call. No state, no power.
contract VaultLens {
    using FixedPointMathLib for uint256;
    using Valuation for State;
    using Valuation for Asset[];
    using Weights for uint256[];

    /// @dev Where the observer refuses, `observed` is false, `reason` holds its error and the numbers are 0.
    struct Report {
        Holdings holdings;
        bool observed;
        State state;
        uint256 sharePrice; // D18{USD/share}
        uint256[] weights; // D18{1}
        uint256[] target; // D18{1}
        uint256 maxDrift; // D18{1}
        uint256 totalDrift; // D18{1}
        bool due; // A rebalance would succeed now,
        bytes reason; // or the error it would revert with.
        Order[] orders; // Exactly those that it would make.
        State end; // What it would lead to.
        uint256 pausedUntil; // {s}
        uint256 maxMint; // {share}
    }

    uint256 internal constant ONE = 1e18; // {share}, one whole share

    /// @notice Never reverts for a vault that is seeded: a dead feed or strategy is a reason in the report.
    function report(IVault vault) external view returns (Report memory r) {
        (r.holdings, r.pausedUntil, r.maxMint) = (vault.holdings(), vault.pausedUntil(), vault.maxMint());
        try this.observe(vault) returns (State memory state, uint256 price, uint256[] memory weights) {
            (r.observed, r.state, r.sharePrice, r.weights) = (true, state, price, weights);
        } catch (bytes memory reason) {
            r.reason = reason;
            return r;
        }
        try this.drift(vault) returns (uint256[] memory target, uint256 most, uint256 total) {
            (r.target, r.maxDrift, r.totalDrift) = (target, most, total);
        } catch (bytes memory reason) {
            r.reason = reason;
            return r;
        }
        try this.preview(vault, "") returns (
            State memory, uint256[] memory, Order[] memory orders, State memory end
        ) {
            (r.due, r.orders, r.end) = (true, orders, end);
        } catch (bytes memory reason) {
            r.reason = reason;
        }
    }

    /// @notice What `rebalance` would do now; reverts as it would.
    function preview(IVault vault, bytes calldata hint)
        external
        view
        returns (State memory start, uint256[] memory target, Order[] memory orders, State memory end)
    {
        uint256 until = vault.pausedUntil();
        require(block.timestamp >= until, IVault.IsPaused(until));
        IConstraint rules = vault.constraint();
        rules.requireReady(address(vault));
        Holdings memory held = vault.holdings();
        start = vault.observer().observe(held);
        start.bind(held);
        target = vault.strategy().target(start);
        target.requireValid(held.assets.length);
        orders = vault.planner().plan(start, target, hint);
        end = start.copy();
        for (uint256 k; k < orders.length; ++k) {
            _settle(vault, end, orders[k]);
        }
        _requireCaps(end.assets, vault.MAX_BALANCE());
        end.revalue();
        rules.judge(address(vault), start, target, end);
    }

    /// @notice The state, the price of a share D18{USD/share}, the weights D18{1}; reverts as the observer does.
    function observe(IVault vault)
        public
        view
        returns (State memory state, uint256 price, uint256[] memory weights)
    {
        state = vault.observer().observe(vault.holdings());
        weights = this.weigh(state);
        price = state.value * ONE / state.supply;
    }

    /// @notice D18{USD/share}, rounded down.
    function sharePrice(IVault vault) external view returns (uint256 price) {
        (, price,) = observe(vault);
    }

    /// @notice The target, and how far the vault is from it: the farthest asset, and the total, D18{1}.
    function drift(IVault vault) public view returns (uint256[] memory target, uint256 most, uint256 total) {
        (State memory state,,) = observe(vault);
        target = vault.strategy().target(state);
        Weights.requireValid(target, state.assets.length);
        (most, total) = this.measure(state, target);
    }

    /// @notice The part of each asset, D18{1}, their sum exactly 1e18.
    function weigh(State calldata state) external pure returns (uint256[] memory) {
        return Weights.weigh(state);
    }

    /// @notice How far a state is from a target: the farthest asset, and the total, D18{1}.
    function measure(State calldata state, uint256[] calldata target)
        external
        pure
        returns (uint256 most, uint256 total)
    {
        return (Weights.maxDrift(state, target), Weights.totalDrift(state, target));
    }

    /// @dev As the vault settles, at what the venue says that it would pay.
    function _settle(IVault vault, State memory state, Order memory order) internal view {
        require(vault.isVenue(order.venue), IVault.VenueNotAllowed(order.venue));
        (Asset memory sold, Asset memory bought) = (state.assets.find(order.sell), state.assets.find(order.buy));
        order.sellAmount = order.sellAmount.min(sold.balance);
        uint256 got = IVenue(order.venue).quote(order.sell, order.buy, order.sellAmount);
        require(got >= order.minBuyAmount, IVault.BoughtTooLittle(order.buy, got, order.minBuyAmount));
        sold.balance -= order.sellAmount;
        bought.balance += got;
    }

    function _requireCaps(Asset[] memory assets, uint256 cap) internal pure {
        for (uint256 i; i < assets.length; ++i) {
            (address token, uint256 balance) = (assets[i].token, assets[i].balance);
            require(balance <= cap, IVault.BalanceCapExceeded(token, balance, cap));
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {Order, Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";

/// @title MockUnrulyVenue
/// @notice A venue of two curves, the second beyond the limit of the first, that can fall into a bad habit in each of
///         its words. It pays out of what lies here, and its market does not move.
contract MockUnrulyVenue is IVenue {
    using ConstantProduct for Curve;

    enum Habit {
        Honest,
        Refuse,
        Burn, // all the gas that it gets
        Mute, // answers nothing, or keeps what it was sold
        Brag, // says twice as much as it will pay
        Halve, // pays half of what it owes
        Reenter // calls back whom it is told to
    }

    error Unruly();

    mapping(address sell => Curve) internal _near;
    mapping(address sell => Curve) internal _far;
    Habit public inCurve;
    Habit public inQuote;
    Habit public inSwap;
    address internal _target;
    bytes internal _data;

    /// @param far What follows where the first curve ends; of reserves 0 where nothing does.
    function setCurves(address sell, Curve calldata near, Curve calldata far) external {
        (_near[sell], _far[sell]) = (near, far);
    }

    function fall(Habit inCurve_, Habit inQuote_, Habit inSwap_) external {
        (inCurve, inQuote, inSwap) = (inCurve_, inQuote_, inSwap_);
    }

    function setCall(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function inlet(address, address) external view returns (address) {
        return address(this);
    }

    function swap(Order calldata order, address receiver) external {
        _misbehave(inSwap);
        if (inSwap == Habit.Mute) return;
        if (inSwap == Habit.Reenter) {
            (bool done,) = _target.call(_data);
            require(done, Unruly());
        }
        uint256 owed = _pays(order.sell, order.sellAmount);
        require(IERC20(order.buy).transfer(receiver, inSwap == Habit.Halve ? owed / 2 : owed));
    }

    function quote(address sell, address, uint256 sellAmount) external view returns (uint256) {
        _misbehave(inQuote);
        return inQuote == Habit.Brag ? 2 * _pays(sell, sellAmount) : _pays(sell, sellAmount);
    }

    function curve(address sell, address) external view returns (Curve memory seen) {
        _misbehave(inCurve);
        if (inCurve == Habit.Mute) {
            assembly ("memory-safe") {
                return(0, 96)
            }
        }
        seen = _near[sell];
        if (inCurve == Habit.Brag) seen.buyReserve *= 2;
    }

    function _pays(address sell, uint256 amount) internal view returns (uint256) {
        (Curve memory near, Curve memory far) = (_near[sell], _far[sell]);
        if (amount <= near.limit || far.buyReserve == 0) return near.bought(amount);
        return near.bought(near.limit) + far.bought(amount - near.limit);
    }

    function _misbehave(Habit habit) internal pure {
        require(habit != Habit.Refuse, Unruly());
        if (habit == Habit.Burn) {
            assembly {
                invalid()
            }
        }
    }
}

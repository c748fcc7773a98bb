// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IRiskScalar} from "interfaces/IRiskScalar.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title OverlayStrategy
/// @notice Wants what another strategy wants, times the least of several scalars of risk; what that frees, the hub holds
///         (math 3.11). The least and not the product: two that see the same danger do not count it twice.
/// @dev A scalar that refuses, or says more than one, counts as 0: all goes to the hub. Each gets a stated stipend of gas, or
///      nobody is asked: too little gas never makes one look dead.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract OverlayStrategy is IStrategy, IRiskScalar {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_SCALARS = 8; // Each may cost its whole stipend.
    uint256 internal constant MAX_GAS = 10_000_000; // {gas}, a third of a block.

    IStrategy public immutable inner;
    address public immutable hub; // The one asset without risk.
    uint256 public immutable scalarGas; // {gas} that each scalar gets for a question
    address internal immutable _list; // The scalars, as code: one cold read for all (docs/decisions/0002).

    constructor(IStrategy inner_, address hub_, IRiskScalar[] memory scalars_, uint256 scalarGas_) {
        Bounds.requireSome("scalars", scalars_.length, MAX_SCALARS);
        Bounds.requireSome("scalarGas", scalarGas_, MAX_GAS);
        (inner, hub, scalarGas) = (inner_, hub_, scalarGas_);
        _list = SSTORE2.write(abi.encode(scalars_));
    }

    /// @inheritdoc IStrategy
    /// @dev What is at risk is rounded down. Reverts `AssetUnknown`, `GasTooLow`, as the other strategy does, and
    ///      `WeightCount` or `WeightSum` of its answer.
    function target(State calldata state) external view returns (uint256[] memory weights) {
        (uint256 center, uint256 part) = (Valuation.placeOf(state.assets, hub), exposure(state));
        weights = inner.target(state);
        Weights.requireValid(weights, state.assets.length);
        Weights.scale(weights, part, ONE, center);
    }

    /// @inheritdoc IRiskScalar
    /// @dev The least of all. Reverts `GasTooLow`.
    function exposure(State calldata state) public view returns (uint256 least) {
        (IRiskScalar[] memory list, bytes memory asked) =
            (scalars(), abi.encodeCall(IRiskScalar.exposure, (state)));
        least = ONE;
        for (uint256 k; k < list.length; ++k) {
            least = least.min(_told(list[k], asked));
        }
    }

    function scalars() public view returns (IRiskScalar[] memory) {
        return abi.decode(SSTORE2.read(_list), (IRiskScalar[]));
    }

    /// @return D18{1}, what a scalar says, or 0 where that is none.
    function _told(IRiskScalar scalar, bytes memory asked) internal view returns (uint256) {
        (bool given, bytes memory said) = Attempt.read(address(scalar), scalarGas, asked, Attempt.WORD);
        uint256 part = given ? abi.decode(said, (uint256)) : 0;
        return part > ONE ? 0 : part;
    }
}

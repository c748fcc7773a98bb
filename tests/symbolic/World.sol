// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IDepositorList} from "interfaces/IDepositorList.sol";
import {IVault} from "interfaces/IVault.sol";
import {ConstraintSet} from "contracts/constraint/ConstraintSet.sol";
import {CooldownConstraint} from "contracts/constraint/CooldownConstraint.sol";
import {MockHostileVenue} from "contracts/mocks/MockHostileVenue.sol";
import {MockToken} from "contracts/mocks/MockToken.sol";
import {Svm, Vm} from "tests/symbolic/Cheats.sol";
import {FirstAssetStrategy, IdlePlanner, UnitObserver} from "tests/symbolic/Parts.sol";

/// @notice Every function that the vault's bytecode answers to.
interface WholeVault is IVault, IERC20Permit, IAccessManaged {}

/// @notice Every function that the authority's bytecode answers to.
interface WholeAuthority is IAccessManager {
    function handOver(IVault vault, address governor, address guardian, address keeper, uint32 delay) external;
    function dismiss(address keeper) external;
    function nameSuccessor(address successor) external;
    function accept() external;
    function governor() external view returns (address);
    function successor() external view returns (address);
}

/// @title World
/// @notice The real vault, authority and constraint set, handed over, with three plain tokens and the simplest parts.
/// @dev The bytecode is what Brownie has built; where the variable SYMBOLIC_CODE names another folder, it has a
///      defect. Amounts are powers of two, so that a solver need not divide.
abstract contract World {
    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    Svm internal constant svm = Svm(0xF3993A62377BCd56AE39D773740A5390411E8BC9);

    address internal constant governor = address(0x6001);
    address internal constant guardian = address(0x6002);
    address internal constant keeper = address(0x6003);
    address internal constant holder = address(0x6004);
    address internal constant receiver = address(0x6005);
    address internal constant NOBODY = address(0xdead); // Owns the dead shares.

    uint256 internal constant N = 3;
    uint256 internal constant SUPPLY = 2 ** 60; // {share}
    uint256 internal constant BOOKS = 2 ** 64; // {unit} of each asset
    uint256 internal constant PER_SHARE = BOOKS / SUPPLY; // {unit/share}
    uint32 internal constant DELAY = 48 hours; // {s}
    uint256 internal constant START = 1_700_000_000; // {s}

    WholeVault internal vault;
    WholeAuthority internal authority;
    ConstraintSet internal set;
    CooldownConstraint internal cooldown; // The set's member; it remembers.
    MockToken[N] internal tokens;
    MockHostileVenue internal venue;

    function setUp() public virtual {
        vm.warp(START);
        authority = WholeAuthority(deploy("Authority", abi.encode(address(this))));
        for (uint256 i; i < N; ++i) {
            tokens[i] = newToken();
        }
        vault = WholeVault(deploy("Vault", abi.encode("Vault", "V", authority, list(), newDepositors())));
        cooldown = CooldownConstraint(deploy("CooldownConstraint", abi.encode(0, 0)));
        address[] memory members = new address[](1);
        members[0] = address(cooldown);
        set = ConstraintSet(deploy("ConstraintSet", abi.encode(vault, members)));
        venue = new MockHostileVenue();
        furnish();
        open();
        authority.handOver(vault, governor, guardian, keeper, DELAY);
    }

    function furnish() internal {
        vault.setObserver(new UnitObserver());
        vault.setStrategy(new FirstAssetStrategy());
        vault.setPlanner(new IdlePlanner());
        vault.setConstraint(set);
        vault.setVenue(address(venue), true);
        vault.setSupplyCap(type(uint128).max);
    }

    function open() internal {
        uint256[] memory amounts = new uint256[](N);
        for (uint256 i; i < N; ++i) {
            amounts[i] = BOOKS;
            tokens[i].mint(address(this), BOOKS);
            tokens[i].approve(address(vault), BOOKS);
        }
        vault.seed(SUPPLY, amounts, holder);
    }

    function newToken() internal virtual returns (MockToken) {
        return new MockToken("Token", "TKN", 18);
    }

    /// @dev Nobody's list: everybody may enter.
    function newDepositors() internal virtual returns (IDepositorList) {}

    function list() internal view returns (address[] memory each) {
        each = new address[](N);
        for (uint256 i; i < N; ++i) {
            each[i] = address(tokens[i]);
        }
    }

    /// @return done Whether the caller may.
    function call(address caller, address target, bytes memory data) internal returns (bool done) {
        vm.prank(caller);
        (done,) = target.call(data);
    }

    /// @dev Asks one call after the other, which costs a solver a tenth of an unknown selector.
    function refusesEach(address caller, address target, bytes[] memory calls) internal {
        for (uint256 i; i < calls.length; ++i) {
            assert(!call(caller, target, calls[i]));
        }
    }

    function redeeming(uint256 shares, address[] memory skip) internal view returns (bytes memory) {
        return abi.encodeCall(vault.redeem, (shares, receiver, skip, new uint256[](0), block.timestamp));
    }

    function depositing(uint256 amount, address to) internal view returns (bytes memory) {
        return abi.encodeCall(vault.deposit, (address(tokens[1]), amount, 0, to, block.timestamp));
    }

    /// @dev The holder leaves with a part of its shares, and without the second token.
    function leaveBehind() internal {
        assert(call(holder, address(vault), redeeming(2 ** 20, second())));
    }

    function second() internal view returns (address[] memory skip) {
        skip = new address[](1);
        skip[0] = address(tokens[1]);
    }

    function deploy(string memory name, bytes memory arguments) internal returns (address made) {
        made = tryDeploy(name, arguments);
        assert(made != address(0));
    }

    /// @dev The contract as Brownie has built it, or with the defect that is looked for; 0 where its constructor fails.
    function tryDeploy(string memory name, bytes memory arguments) internal returns (address made) {
        string memory folder = vm.envOr("SYMBOLIC_CODE", string(".cache/symbolic/code"));
        bytes memory code = bytes.concat(vm.getCode(string.concat(folder, "/", name, ".json")), arguments);
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
    }
}

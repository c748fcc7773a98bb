// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IVault} from "interfaces/IVault.sol";

/// @title Authority
/// @notice Who may call what, and after which delay: the one list of powers over a vault.
/// @dev GOVERNOR may change the vault's parts, each time after the delay, in which holders can leave in
///      kind. GUARDIAN may pause at once and cancel what the governor has scheduled. KEEPER may bring its
///      own orders. The admin role, which grants roles, is the governor's behind the same delay.
contract Authority is AccessManager {
    error DelayTooShort(uint32 delay, uint32 least);

    uint64 public constant GOVERNOR = 1;
    uint64 public constant GUARDIAN = 2;
    uint64 public constant KEEPER = 3;
    uint32 public constant MIN_DELAY = 48 hours; // {s}; time enough to see a change and leave (cases I-21).

    constructor(address deployer) AccessManager(deployer) {}

    /// @notice Ends the set-up: gives each role to its holder and takes the deployer's power away.
    /// @param delay {s} between scheduling and executing anything a governor does.
    function handOver(IVault vault, address governor, address guardian, address keeper, uint32 delay)
        external
        onlyAuthorized
    {
        require(delay >= MIN_DELAY, DelayTooShort(delay, MIN_DELAY));
        _wire(vault);
        _wireItself();
        _setRoleGuardian(GOVERNOR, GUARDIAN);
        _grantRole(GOVERNOR, governor, 0, delay);
        _grantRole(GUARDIAN, guardian, 0, 0);
        _grantRole(KEEPER, keeper, 0, 0);
        _grantRole(ADMIN_ROLE, governor, 0, delay);
        if (msg.sender != governor) _revokeRole(ADMIN_ROLE, msg.sender);
    }

    /// @dev A selector that is not named here stays with the admin role, behind its delay.
    function _wire(IVault vault) internal {
        bytes4[9] memory governed = [
            IVault.seed.selector,
            IVault.unpause.selector,
            IVault.setObserver.selector,
            IVault.setStrategy.selector,
            IVault.setPlanner.selector,
            IVault.setConstraint.selector,
            IVault.setVenue.selector,
            IVault.setSupplyCap.selector,
            IVault.setEntrySpread.selector
        ];
        for (uint256 i; i < governed.length; ++i) {
            _setTargetFunctionRole(address(vault), governed[i], GOVERNOR);
        }
        _setTargetFunctionRole(address(vault), IVault.pause.selector, GUARDIAN);
        _setTargetFunctionRole(address(vault), IVault.execute.selector, KEEPER);
    }

    /// @dev Who may call the manager's own functions is fixed; this only says whose guardian may cancel them.
    function _wireItself() internal {
        bytes4[10] memory governed = [
            this.labelRole.selector,
            this.grantRole.selector,
            this.revokeRole.selector,
            this.setRoleAdmin.selector,
            this.setRoleGuardian.selector,
            this.setGrantDelay.selector,
            this.setTargetAdminDelay.selector,
            this.updateAuthority.selector,
            this.setTargetClosed.selector,
            this.setTargetFunctionRole.selector
        ];
        for (uint256 i; i < governed.length; ++i) {
            _setTargetFunctionRole(address(this), governed[i], GOVERNOR);
        }
    }
}

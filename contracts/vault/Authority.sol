// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IVault} from "interfaces/IVault.sol";

/// @title Authority
/// @notice Who may call what, and after which delay: the one list of powers over a vault.
/// @dev GOVERNOR may change the vault's parts, each time after the delay, in which holders can leave in
///      kind. GUARDIAN may pause and dismiss a keeper at once, and cancel what the governor has scheduled.
///      KEEPER may bring its own orders. The admin role, which grants roles, is the governor's behind the
///      same delay: one seat, handed on in two steps, never granted, revoked or renounced.
///      Which function needs which role, and the governor's delay, are fixed by the hand-over.
contract Authority is AccessManager {
    event SuccessorNamed(address successor);

    error DelayTooShort(uint32 delay, uint32 least);
    error NotHandedOver();
    error NotTheSuccessor(address caller, address successor);
    error LastGovernor(uint64 role, address governor);
    error RenounceDisabled(uint64 role, address account);
    error OutOfReach(address target, bytes4 selector);

    uint64 public constant GOVERNOR = 1;
    uint64 public constant GUARDIAN = 2;
    uint64 public constant KEEPER = 3;
    uint32 public constant MIN_DELAY = 48 hours; // {s}; time enough to see a change and leave (cases I-21).

    address internal immutable _deployer;

    address public governor; // Nobody until the hand-over.
    address public successor; // Whom the governor has named, until it accepts.

    /// @dev Admin and governor are one seat.
    modifier notTheSeat(uint64 role) {
        require(role != ADMIN_ROLE && role != GOVERNOR, LastGovernor(role, governor));
        _;
    }

    constructor(address deployer) AccessManager(deployer) {
        _deployer = deployer;
    }

    /* DEPLOYER */

    /// @notice Ends the set-up: gives each role to its holder and takes the deployer's power away. Works once, as
    ///         nobody who may call it is left.
    /// @param delay {s} between scheduling and executing anything a governor does.
    function handOver(IVault vault, address governor_, address guardian, address keeper, uint32 delay)
        external
        onlyAuthorized
    {
        require(delay >= MIN_DELAY, DelayTooShort(delay, MIN_DELAY));
        _wire(vault);
        _setRoleGuardian(GOVERNOR, GUARDIAN);
        _grantRole(GUARDIAN, guardian, 0, 0);
        _grantRole(KEEPER, keeper, 0, 0);
        _seat(_deployer, governor_, delay);
    }

    /* GUARDIAN */

    /// @notice Takes a keeper's role away, at once.
    function dismiss(address keeper) external onlyAuthorized {
        _revokeRole(KEEPER, keeper);
    }

    /* GOVERNANCE */

    /// @notice Names who may take the governor's place; nobody, to take that back.
    function nameSuccessor(address successor_) external onlyAuthorized {
        successor = successor_;
        emit SuccessorNamed(successor_);
    }

    /// @notice Takes the governor's place, behind the same delay.
    function accept() external {
        require(msg.sender == successor, NotTheSuccessor(msg.sender, successor));
        (, uint32 delay) = hasRole(GOVERNOR, governor);
        _seat(governor, msg.sender, delay);
    }

    /// @inheritdoc AccessManager
    function grantRole(uint64 role, address account, uint32 delay) public override notTheSeat(role) {
        require(governor != address(0), NotHandedOver());
        super.grantRole(role, account, delay);
    }

    /// @inheritdoc AccessManager
    function revokeRole(uint64 role, address account) public override notTheSeat(role) {
        super.revokeRole(role, account);
    }

    /// @inheritdoc AccessManager
    /// @dev What was wired to no role at the hand-over has no way in, the vault's `setAuthority` included.
    function schedule(address target, bytes calldata data, uint48 when)
        public
        override
        returns (bytes32 operation, uint32 nonce)
    {
        bytes4 selector = bytes4(data);
        require(getTargetFunctionRole(target, selector) != ADMIN_ROLE, OutOfReach(target, selector));
        return super.schedule(target, data, when);
    }

    /* NOBODY: a role ends by dismissal or by the governor's hand, and the wiring is the hand-over's alone. */

    function renounceRole(uint64 role, address account) public pure override {
        revert RenounceDisabled(role, account);
    }

    function setTargetFunctionRole(address, bytes4[] calldata, uint64) public view override {
        _refuse();
    }

    function setTargetAdminDelay(address, uint32) public view override {
        _refuse();
    }

    function setTargetClosed(address, bool) public view override {
        _refuse();
    }

    function setRoleAdmin(uint64, uint64) public view override {
        _refuse();
    }

    function setRoleGuardian(uint64, uint64) public view override {
        _refuse();
    }

    function setGrantDelay(uint64, uint32) public view override {
        _refuse();
    }

    function updateAuthority(address, address) public view override {
        _refuse();
    }

    /* INTERNAL */

    /// @dev A selector that is not named here is nobody's.
    function _wire(IVault vault) internal {
        bytes4[10] memory governed = [
            IVault.seed.selector,
            IVault.unpause.selector,
            IVault.setObserver.selector,
            IVault.setStrategy.selector,
            IVault.setPlanner.selector,
            IVault.setConstraint.selector,
            IVault.setVenue.selector,
            IVault.setSupplyCap.selector,
            IVault.setEntrySpread.selector,
            IVault.sweep.selector
        ];
        for (uint256 i; i < governed.length; ++i) {
            _setTargetFunctionRole(address(vault), governed[i], GOVERNOR);
        }
        _setTargetFunctionRole(address(vault), IVault.pause.selector, GUARDIAN);
        _setTargetFunctionRole(address(vault), IVault.execute.selector, KEEPER);
        _setTargetFunctionRole(address(this), this.dismiss.selector, GUARDIAN);
        _setTargetFunctionRole(address(this), this.nameSuccessor.selector, GOVERNOR);
        // Who may grant and revoke is AccessManager's to say; this says that a guardian may cancel it.
        _setTargetFunctionRole(address(this), this.grantRole.selector, GOVERNOR);
        _setTargetFunctionRole(address(this), this.revokeRole.selector, GOVERNOR);
    }

    function _seat(address from, address to, uint32 delay) internal {
        (governor, successor) = (to, address(0));
        _revokeRole(GOVERNOR, from);
        _revokeRole(ADMIN_ROLE, from);
        _grantRole(GOVERNOR, to, 0, delay);
        _grantRole(ADMIN_ROLE, to, 0, delay);
    }

    function _refuse() internal view {
        revert OutOfReach(address(this), msg.sig);
    }
}

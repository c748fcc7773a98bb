// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IProposals} from "interfaces/IProposals.sol";
import {IVault} from "interfaces/IVault.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Box} from "contracts/math/Box.sol";
import {NanoWeights} from "contracts/math/NanoWeights.sol";
import {Proposals} from "contracts/math/Proposals.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title ProposalBook
/// @notice The weights that one signer proposes for a vault, which nobody can verify (math 3.10, features C6): within a
///         box, by no more than a step at a time, bound to what they were found from, and for no longer than they say.
///         When that is over whoever reads them does without.
/// @dev Anyone may bring what is signed. The signer is an account or a contract (ERC-1271).
/// @custom:stop A guardian revokes the signer, for good, and what it proposed ends with it. Point the vault elsewhere.
contract ProposalBook is IProposals, EIP712 {
    using FixedPointMathLib for uint256;
    using Proposals for Proposals.WeightProposal;

    event ProposalTaken(uint64 indexed nonce, uint256 weights, uint256 deadline);
    event SignerRevoked();

    error SignerIsRevoked(address signer);
    error ProposalNotValid(uint256 time, uint256 validAfter, uint256 deadline);
    error ProposalTooLong(uint256 life, uint256 most);
    error ProposalTooSoon(uint256 time, uint256 readyAt);
    error NonceUnexpected(uint256 nonce, uint256 expected);
    error BasisChanged(bytes32 basis, bytes32 expected);
    error SignatureInvalid(address signer);

    struct Limits {
        uint256 step; // D18{1}, of each weight in one proposal, up or down
        uint256 spacing; // {s} between two proposals, at least
        uint256 life; // {s} that a proposal holds, at most
    }

    struct Last {
        uint256 weights; // 32; as NanoWeights lays them out
        uint64 nonce; // 8
        uint40 time; // + 5 = 13; {s}
        uint40 deadline; // + 5 = 18; {s}
        bool isRevoked; // + 1 = 19
    }

    uint64 internal constant GUARDIAN = 2; // The role's number in the vault's authority.
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_LIFE = 7 days; // {s}

    IVault public immutable vault;
    IAccessManager public immutable authority;
    address public immutable signer;
    uint256 public immutable count; // assets
    uint256 public immutable step;
    uint256 public immutable spacing;
    uint256 public immutable life;
    uint256 internal immutable _least; // As NanoWeights lays them out.
    uint256 internal immutable _most;
    Last public last;

    /// @param least D18{1}, in whole steps of 1e-9, in the order of the vault's assets. @param most The same.
    /// @param start The same: from where the first proposal is a step away.
    constructor(
        IVault vault_,
        IAccessManager authority_,
        address signer_,
        uint256[] memory least,
        uint256[] memory most,
        uint256[] memory start,
        Limits memory limits
    ) EIP712("Counterpoise", "1") {
        Bounds.requireBetween("assets", least.length, 2, NanoWeights.LANES);
        Bounds.requireSome("step", limits.step, ONE);
        Bounds.requireSome("spacing", limits.spacing, MAX_LIFE);
        Bounds.requireSome("life", limits.life, MAX_LIFE);
        Box.requireFeasible(least, most);
        Weights.requireValid(start, least.length);
        Box.requireWithin(start, least, most);
        (vault, authority, signer, count) = (vault_, authority_, signer_, least.length);
        (step, spacing, life) = (limits.step, limits.spacing, limits.life);
        (_least, _most, last.weights) = (NanoWeights.pack(least), NanoWeights.pack(most), NanoWeights.pack(start));
    }

    /* ANYONE */

    /// @notice Takes what the signer has signed.
    function submit(Proposals.WeightProposal calldata proposal, bytes calldata signature) external {
        _requireTimely(proposal);
        require(proposal.nonce == last.nonce + 1, NonceUnexpected(proposal.nonce, last.nonce + 1));
        require(proposal.basis == basis(), BasisChanged(proposal.basis, basis()));
        bytes32 digest = _hashTypedDataV4(proposal.hash());
        bool isSigned = SignatureChecker.isValidSignatureNow(signer, digest, signature);
        require(isSigned, SignatureInvalid(signer));
        _requireNear(proposal.weights, step.min(proposal.maxStepNano * NanoWeights.NANO));
        last = Last(proposal.weights, proposal.nonce, uint40(block.timestamp), proposal.deadline, false);
        emit ProposalTaken(proposal.nonce, proposal.weights, proposal.deadline);
    }

    /* GUARDIAN */

    /// @notice Takes no more from this signer, and ends what it has proposed.
    function revoke() external {
        (bool isMember, uint32 delay) = authority.hasRole(GUARDIAN, msg.sender);
        require(isMember && delay == 0, IAccessManaged.AccessManagedUnauthorized(msg.sender));
        last.isRevoked = true;
        emit SignerRevoked();
    }

    /* VIEWS */

    /// @inheritdoc IProposals
    function proposalFor(address) external view returns (uint256 weights, uint256 validUntil) {
        if (!last.isRevoked && last.nonce > 0) (weights, validUntil) = (last.weights, last.deadline);
    }

    /// @return What a proposal has to be found from: the vault's assets, its parts, and the last weights here.
    function basis() public view returns (bytes32) {
        bytes32 assets = keccak256(abi.encode(vault.assets()));
        bytes32 parts =
            keccak256(abi.encode(vault.observer(), vault.strategy(), vault.planner(), vault.constraint()));
        return keccak256(abi.encode(assets, parts, last.weights));
    }

    /// @return least D18{1}
    /// @return most D18{1}
    function box() public view returns (uint256[] memory least, uint256[] memory most) {
        return (NanoWeights.unpack(_least, count), NanoWeights.unpack(_most, count));
    }

    /* INTERNAL */

    function _requireTimely(Proposals.WeightProposal calldata proposal) internal view {
        (uint256 time, uint256 from, uint256 until) = (block.timestamp, proposal.validAfter, proposal.deadline);
        require(!last.isRevoked, SignerIsRevoked(signer));
        require(time >= from && time <= until, ProposalNotValid(time, from, until));
        require(until - from <= life, ProposalTooLong(until - from, life));
        uint256 readyAt = last.time + spacing;
        require(time >= readyAt, ProposalTooSoon(time, readyAt));
    }

    /// @dev Within the box, and within a step of the last weights, which were within it too.
    function _requireNear(uint256 word, uint256 most_) internal view {
        uint256[] memory weights = NanoWeights.unpack(word, count);
        Weights.requireValid(weights, count);
        uint256[] memory former = NanoWeights.unpack(last.weights, count);
        (uint256[] memory least, uint256[] memory most) = box();
        for (uint256 i; i < weights.length; ++i) {
            least[i] = least[i].max(former[i].zeroFloorSub(most_));
            most[i] = most[i].min(former[i] + most_);
        }
        Box.requireWithin(weights, least, most);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IClaimIssuer, IIdentity} from "../interfaces/IIdentity.sol";
import {IClaimIssuerTerms} from "../interfaces/IClaimIssuerTerms.sol";
import {ForeignClaims} from "./ForeignClaims.sol";
import {IdentityBase} from "./IdentityBase.sol";

/// @title ClaimIssuer
/// @notice Signs what it knows about investors, see {IClaimIssuerTerms}. Not upgradeable and not a proxy: whoever trusts
/// it trusts this code.
contract ClaimIssuer is IdentityBase, IClaimIssuerTerms {
    uint256 private constant TERMS_LENGTH = 26;
    uint256 private constant MAX_CLOCK_SKEW = 5 minutes;
    address private immutable FOUNDER;

    /// @custom:storage-location erc7201:freehold.storage.ClaimIssuer
    struct ClaimIssuerStorage {
        mapping(bytes32 signatureHash => bool) revoked;
        mapping(address identity => mapping(bytes32 claimId => uint40)) voidUpTo;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.ClaimIssuer")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CLAIM_ISSUER_STORAGE =
        0x38bc73a9380ead1211bdacf576934d6e5a668611f005b402b438c0c96296ed00;

    /// @param manager holds the first management key, which may also sign claims
    constructor(address manager) {
        if (manager == address(0)) revert ClaimIssuerZeroAddress();
        FOUNDER = manager;
        emit KeyAdded(_keyOf(manager), MANAGEMENT, 1);
    }

    /// @inheritdoc IClaimIssuer
    /// @dev Does not need the identity's help, which may be hostile or have put the claim aside: whatever was issued up to
    /// now is void. The signature the identity shows is revoked as well, when it is one of this issuer about it.
    function revokeClaim(bytes32 _claimId, address _identity) external onlyPurpose(MANAGEMENT) returns (bool) {
        uint40 present = uint40(block.timestamp);
        _claimIssuer().voidUpTo[_identity][_claimId] = present;
        emit ClaimsVoided(_identity, _claimId, present);
        (bool found, uint256 topic,, bytes memory signature, bytes memory data) =
            ForeignClaims.read(_identity, _claimId);
        bool own = found && _claimIdOf(address(this), topic) == _claimId;
        if (own && _isSigned(_identity, topic, signature, data) && !_isRevoked(signature)) _revoke(signature);
        return true;
    }

    /// @inheritdoc IClaimIssuer
    function revokeClaimBySignature(bytes calldata signature) external onlyPurpose(MANAGEMENT) {
        if (_isRevoked(signature)) revert ClaimIssuerAlreadyRevoked(signature);
        _revoke(signature);
    }

    /// @inheritdoc IIdentity
    function isClaimValid(IIdentity _identity, uint256 claimTopic, bytes calldata sig, bytes calldata data)
        public
        view
        override(IdentityBase, IIdentity)
        returns (bool)
    {
        if (data.length < TERMS_LENGTH || bytes16(data) != claimDomain()) return false;
        uint256 issuedAt = uint40(bytes5(data[16:21]));
        uint256 validUntil = uint40(bytes5(data[21:26]));
        if (validUntil <= block.timestamp || issuedAt > block.timestamp + MAX_CLOCK_SKEW) return false;
        if (issuedAt <= voidUpTo(address(_identity), _claimIdOf(address(this), claimTopic))) return false;
        return !_isRevoked(sig) && _isSigned(address(_identity), claimTopic, sig, data);
    }

    /// @inheritdoc IClaimIssuer
    function isClaimRevoked(bytes calldata _sig) external view returns (bool) {
        return _isRevoked(_sig);
    }

    /// @inheritdoc IClaimIssuerTerms
    function claimDomain() public view returns (bytes16) {
        return bytes16(keccak256(abi.encode("Freehold ClaimIssuer", block.chainid, address(this))));
    }

    /// @inheritdoc IClaimIssuerTerms
    function claimData(uint40 issuedAt, uint40 validUntil, bytes calldata payload)
        external
        view
        returns (bytes memory)
    {
        return abi.encodePacked(claimDomain(), issuedAt, validUntil, payload);
    }

    /// @inheritdoc IClaimIssuerTerms
    function claimHash(address identity, uint256 topic, bytes calldata data) external pure returns (bytes32) {
        return keccak256(abi.encode(identity, topic, data));
    }

    /// @inheritdoc IClaimIssuerTerms
    function voidUpTo(address identity, bytes32 claimId) public view returns (uint40) {
        return _claimIssuer().voidUpTo[identity][claimId];
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IClaimIssuer).interfaceId || super.supportsInterface(interfaceId);
    }

    function _revoke(bytes memory signature) private {
        _claimIssuer().revoked[keccak256(signature)] = true;
        emit ClaimRevoked(signature);
    }

    function _isRevoked(bytes memory signature) private view returns (bool) {
        return _claimIssuer().revoked[keccak256(signature)];
    }

    function _founder() internal view override returns (address) {
        return FOUNDER;
    }

    function _claimIssuer() private pure returns (ClaimIssuerStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CLAIM_ISSUER_STORAGE
        }
    }
}

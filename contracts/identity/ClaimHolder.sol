// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Claim, IERC735} from "../interfaces/IERC735.sol";
import {ClaimBlob} from "./ClaimBlob.sol";
import {ForeignClaims} from "./ForeignClaims.sol";
import {KeyHolder} from "./KeyHolder.sol";

/// @dev ERC-735: what issuers say about an identity. One storage slot per claim, which names its blob and the first 96
/// bits of its id; the slots in use are the first ones.
abstract contract ClaimHolder is KeyHolder, IERC735 {
    uint256 private constant MAX_CLAIMS = 32;
    uint256 private constant ID_SHIFT = 160;

    /// @custom:storage-location erc7201:freehold.storage.ClaimHolder
    struct ClaimHolderStorage {
        uint256[MAX_CLAIMS] slots;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.ClaimHolder")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CLAIM_HOLDER_STORAGE =
        0x34735a1713c2725f91be4868949c44616d0b56cd47ac3adffca5c50a7d700b00;

    /// @inheritdoc IERC735
    function addClaim(
        uint256 _topic,
        uint256 _scheme,
        address _issuer,
        bytes calldata _signature,
        bytes calldata _data,
        string calldata _uri
    ) external onlyPurpose(CLAIM_SIGNER) returns (bytes32 claimRequestId) {
        return _addClaim(Claim(_topic, _scheme, _issuer, _signature, _data, _uri));
    }

    /// @inheritdoc IERC735
    function removeClaim(bytes32 _claimId) external onlyPurpose(CLAIM_SIGNER) returns (bool success) {
        (uint256 index, address blob) = _find(_claimId);
        if (blob == address(0)) revert IdentityClaimUnknown(_claimId);
        uint256[MAX_CLAIMS] storage slots = _claimHolder().slots;
        uint256 last = index;
        while (last + 1 < MAX_CLAIMS && slots[last + 1] != 0) ++last;
        slots[index] = slots[last];
        delete slots[last];
        Claim memory c = ClaimBlob.read(blob);
        emit ClaimRemoved(_claimId, c.topic, c.scheme, c.issuer, c.signature, c.data, c.uri);
        return true;
    }

    /// @inheritdoc IERC735
    function getClaim(bytes32 _claimId)
        external
        view
        returns (
            uint256 topic,
            uint256 scheme,
            address issuer,
            bytes memory signature,
            bytes memory data,
            string memory uri
        )
    {
        (, address blob) = _find(_claimId);
        if (blob == address(0)) return (topic, scheme, issuer, signature, data, uri);
        Claim memory c = ClaimBlob.read(blob);
        return (c.topic, c.scheme, c.issuer, c.signature, c.data, c.uri);
    }

    /// @inheritdoc IERC735
    function getClaimIdsByTopic(uint256 _topic) external view returns (bytes32[] memory claimIds) {
        uint256[MAX_CLAIMS] storage slots = _claimHolder().slots;
        claimIds = new bytes32[](MAX_CLAIMS);
        uint256 count = 0;
        for (uint256 i = 0; i < MAX_CLAIMS && slots[i] != 0; ++i) {
            (uint256 topic, address issuer) = ClaimBlob.subject(address(uint160(slots[i])));
            if (topic == _topic) claimIds[count++] = _claimIdOf(issuer, topic);
        }
        assembly ("memory-safe") {
            mstore(claimIds, count)
        }
    }

    function _addClaim(Claim memory c) internal returns (bytes32 id) {
        if (c.signature.length + c.data.length + bytes(c.uri).length > ClaimBlob.MAX_LENGTH) {
            revert IdentityClaimTooLong(ClaimBlob.MAX_LENGTH);
        }
        if (c.scheme > ClaimBlob.MAX_SCHEME) revert IdentitySchemeOutOfRange(c.scheme, ClaimBlob.MAX_SCHEME);
        bool own = c.issuer == address(this);
        if (!own && !ForeignClaims.confirms(c.issuer, address(this), c.topic, c.signature, c.data)) {
            revert IdentityClaimInvalid(c.issuer, c.topic);
        }
        id = _claimIdOf(c.issuer, c.topic);
        (uint256 index, address known) = _find(id);
        if (index == MAX_CLAIMS) revert IdentityTooMany(MAX_CLAIMS);
        _claimHolder().slots[index] = _prefixOf(id) << ID_SHIFT | uint160(ClaimBlob.write(c));
        if (known == address(0)) emit ClaimAdded(id, c.topic, c.scheme, c.issuer, c.signature, c.data, c.uri);
        else emit ClaimChanged(id, c.topic, c.scheme, c.issuer, c.signature, c.data, c.uri);
    }

    /// @dev The claim's slot and blob; without one, the first free slot and no blob. The prefix of the id only narrows the
    /// search: the blob says which claim it is.
    function _find(bytes32 id) private view returns (uint256 index, address blob) {
        uint256[MAX_CLAIMS] storage slots = _claimHolder().slots;
        for (; index < MAX_CLAIMS; ++index) {
            uint256 slot = slots[index];
            if (slot == 0) return (index, address(0));
            if (slot >> ID_SHIFT != _prefixOf(id)) continue;
            blob = address(uint160(slot));
            (uint256 topic, address issuer) = ClaimBlob.subject(blob);
            if (_claimIdOf(issuer, topic) == id) return (index, blob);
        }
        return (MAX_CLAIMS, address(0));
    }

    function _prefixOf(bytes32 id) private pure returns (uint256) {
        return uint256(id) >> ID_SHIFT;
    }

    function _claimIdOf(address issuer, uint256 topic) internal pure returns (bytes32) {
        return keccak256(abi.encode(issuer, topic));
    }

    function _claimHolder() private pure returns (ClaimHolderStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CLAIM_HOLDER_STORAGE
        }
    }
}

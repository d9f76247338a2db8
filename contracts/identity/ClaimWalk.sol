// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {ClaimPolicy} from "./ClaimPolicy.sol";
import {ForeignClaims} from "./ForeignClaims.sol";

/// @dev Asking identities and issuers about claims, live: which identities are asked at all, and what is believed.
abstract contract ClaimWalk is ClaimPolicy {
    uint256 private constant MAX_FACTORIES = 8;

    /// @custom:storage-location erc7201:freehold.storage.ClaimWalk
    struct ClaimWalkStorage {
        address[] factories;
        mapping(bytes32 codeHash => bool) codes;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.ClaimWalk")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CLAIM_WALK_STORAGE =
        0x8cc4b4e57fb0de25855fb10aad233918773db5bbfa15ddb8f28d29e7462a6d00;

    /// @inheritdoc IIdentityRegistry
    function setIdentityFactory(address factory, bool accepted) external onlyOwner {
        if (factory == address(0)) revert IdentityRegistryZeroAddress();
        address[] storage factories = _claimWalk().factories;
        uint256 count = factories.length;
        uint256 index = 0;
        while (index < count && factories[index] != factory) ++index;
        if (accepted == (index < count)) return;
        if (accepted) {
            if (count == MAX_FACTORIES) revert IdentityRegistryTooMany(MAX_FACTORIES);
            factories.push(factory);
        } else {
            factories[index] = factories[count - 1];
            factories.pop();
        }
        emit IdentityFactorySet(factory, accepted);
    }

    /// @inheritdoc IIdentityRegistry
    function setIdentityCode(bytes32 codeHash, bool accepted) external onlyOwner {
        mapping(bytes32 => bool) storage codes = _claimWalk().codes;
        if (codes[codeHash] == accepted) return;
        codes[codeHash] = accepted;
        emit IdentityCodeSet(codeHash, accepted);
    }

    /// @inheritdoc IIdentityRegistry
    function identityFactories() external view returns (address[] memory) {
        return _claimWalk().factories;
    }

    /// @inheritdoc IIdentityRegistry
    function isIdentityAccepted(address identity) public view returns (bool) {
        ClaimWalkStorage storage $ = _claimWalk();
        uint256 count = $.factories.length;
        for (uint256 i = 0; i < count; ++i) {
            if (ForeignClaims.made($.factories[i], identity)) return true;
        }
        return identity.code.length != 0 && $.codes[identity.codehash];
    }

    /// @dev Whether `identity` holds a valid claim for every required topic. No required topic: nobody does.
    function _hasClaims(address identity) internal view returns (bool) {
        uint256[] storage topics = _requiredTopics();
        uint256 count = topics.length;
        if (count == 0 || !isIdentityAccepted(identity)) return false;
        for (uint256 i = 0; i < count; ++i) {
            if (!_hasClaim(identity, topics[i])) return false;
        }
        return true;
    }

    /// @dev Of an accepted identity. Only issuers trusted for the topic are asked, under the id their claim has; the
    /// issuer that the identity names is believed only when it is the one that is asked. An identity that cannot answer
    /// is not asked again.
    function _hasClaim(address identity, uint256 topic) internal view returns (bool) {
        address[] storage issuers = _issuersFor(topic);
        uint256 count = issuers.length;
        for (uint256 i = 0; i < count; ++i) {
            address issuer = issuers[i];
            if (issuer.code.length == 0) continue;
            (bool found, uint256 shownTopic, uint256 shownIssuer, bytes memory signature, bytes memory data) =
                ForeignClaims.read(identity, keccak256(abi.encode(issuer, topic)));
            if (!found) return false;
            if (shownTopic != topic || shownIssuer != uint160(issuer)) continue;
            if (ForeignClaims.confirms(issuer, identity, topic, signature, data)) return true;
        }
        return false;
    }

    function _claimWalk() private pure returns (ClaimWalkStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CLAIM_WALK_STORAGE
        }
    }
}

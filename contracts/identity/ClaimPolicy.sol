// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {
    IERC3643ClaimTopicsRegistry,
    IERC3643TrustedIssuersRegistry
} from "../interfaces/IERC3643IdentityRegistries.sol";
import {IClaimIssuer} from "../interfaces/IIdentity.sol";
import {ACCREDITED_TOPIC, IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";

/// @dev Whose word counts, and about what: trusted issuers, required topics, and the epoch that every change of them
/// raises.
abstract contract ClaimPolicy is IIdentityRegistry, OwnableUpgradeable {
    uint256 private constant MAX_TOPICS = 15;
    uint256 private constant MAX_ISSUERS = 50;
    uint16 private constant MAX_EPOCH = 0xfff;

    /// @dev The epochs in which an issuer may attest, and say that somebody is accredited.
    struct Standing {
        uint16 attestsIn;
        uint16 accreditsIn;
    }

    /// @custom:storage-location erc7201:freehold.storage.ClaimPolicy
    struct ClaimPolicyStorage {
        uint16 epoch;
        uint256[] topics;
        address[] issuers;
        mapping(address issuer => uint256[]) issuerTopics;
        mapping(address issuer => Standing) standings;
        mapping(uint256 topic => address[]) issuersOf;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.ClaimPolicy")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CLAIM_POLICY_STORAGE =
        0xcb86036469f1514f203cc1883089caa9ebc0da73df8a9b3175760e196c06fc00;

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function addTrustedIssuer(IClaimIssuer _trustedIssuer, uint256[] calldata _claimTopics) external onlyOwner {
        ClaimPolicyStorage storage $ = _claimPolicy();
        if (address(_trustedIssuer) == address(0)) revert IdentityRegistryZeroAddress();
        if (isTrustedIssuer(address(_trustedIssuer))) {
            revert IdentityRegistryIssuerKnown(address(_trustedIssuer));
        }
        if ($.issuers.length == MAX_ISSUERS) revert IdentityRegistryTooMany(MAX_ISSUERS);
        $.issuers.push(address(_trustedIssuer));
        _setIssuerTopics(address(_trustedIssuer), _claimTopics);
        emit TrustedIssuerAdded(_trustedIssuer, _claimTopics);
        _raiseEpoch();
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function removeTrustedIssuer(IClaimIssuer _trustedIssuer) external onlyOwner {
        ClaimPolicyStorage storage $ = _claimPolicy();
        _checkIssuer(_trustedIssuer);
        _remove($.issuers, address(_trustedIssuer));
        _clearIssuerTopics(address(_trustedIssuer));
        emit TrustedIssuerRemoved(_trustedIssuer);
        _raiseEpoch();
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function updateIssuerClaimTopics(IClaimIssuer _trustedIssuer, uint256[] calldata _claimTopics)
        external
        onlyOwner
    {
        _checkIssuer(_trustedIssuer);
        _setIssuerTopics(address(_trustedIssuer), _claimTopics);
        emit ClaimTopicsUpdated(_trustedIssuer, _claimTopics);
        _raiseEpoch();
    }

    /// @inheritdoc IERC3643ClaimTopicsRegistry
    function addClaimTopic(uint256 _claimTopic) external onlyOwner {
        uint256[] storage topics = _claimPolicy().topics;
        if (topics.length == MAX_TOPICS) revert IdentityRegistryTooMany(MAX_TOPICS);
        if (_includes(topics, _claimTopic)) revert IdentityRegistryTopicKnown(_claimTopic);
        topics.push(_claimTopic);
        emit ClaimTopicAdded(_claimTopic);
        _raiseEpoch();
    }

    /// @inheritdoc IERC3643ClaimTopicsRegistry
    function removeClaimTopic(uint256 _claimTopic) external onlyOwner {
        uint256[] storage topics = _claimPolicy().topics;
        if (!_includes(topics, _claimTopic)) revert IdentityRegistryTopicUnknown(_claimTopic);
        uint256 last = topics.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if (topics[i] == _claimTopic) {
                topics[i] = topics[last];
                break;
            }
        }
        topics.pop();
        emit ClaimTopicRemoved(_claimTopic);
        _raiseEpoch();
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function getTrustedIssuers() external view returns (IClaimIssuer[] memory) {
        return _asIssuers(_claimPolicy().issuers);
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function getTrustedIssuerClaimTopics(IClaimIssuer _trustedIssuer) external view returns (uint256[] memory) {
        _checkIssuer(_trustedIssuer);
        return _claimPolicy().issuerTopics[address(_trustedIssuer)];
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function getTrustedIssuersForClaimTopic(uint256 claimTopic)
        external
        view
        returns (IClaimIssuer[] memory)
    {
        return _asIssuers(_claimPolicy().issuersOf[claimTopic]);
    }

    /// @inheritdoc IERC3643ClaimTopicsRegistry
    function getClaimTopics() external view returns (uint256[] memory) {
        return _claimPolicy().topics;
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function isTrustedIssuer(address _issuer) public view returns (bool) {
        return _claimPolicy().issuerTopics[_issuer].length != 0;
    }

    /// @inheritdoc IERC3643TrustedIssuersRegistry
    function hasClaimTopic(address _issuer, uint256 _claimTopic) public view returns (bool) {
        return _includes(_claimPolicy().issuerTopics[_issuer], _claimTopic);
    }

    /// @inheritdoc IIdentityRegistry
    function epoch() public view returns (uint16) {
        return _claimPolicy().epoch;
    }

    /// @dev Reverts unless `issuer` may vouch for every required topic, and for accreditation where that is `claimed`;
    /// returns the epoch.
    function _checkMayAttest(address issuer, bool claimed) internal view returns (uint16 current) {
        ClaimPolicyStorage storage $ = _claimPolicy();
        current = $.epoch;
        Standing memory standing = $.standings[issuer];
        if (standing.attestsIn != current || current == 0) {
            if (!isTrustedIssuer(issuer)) revert IdentityRegistryUntrustedIssuer(issuer);
            revert IdentityRegistryIssuerLacksTopic(issuer, _firstTopicNotCovered(issuer));
        }
        if (claimed && standing.accreditsIn != current) {
            revert IdentityRegistryIssuerLacksTopic(issuer, ACCREDITED_TOPIC);
        }
    }

    function _requiredTopics() internal view returns (uint256[] storage) {
        return _claimPolicy().topics;
    }

    function _issuersFor(uint256 topic) internal view returns (address[] storage) {
        return _claimPolicy().issuersOf[topic];
    }

    function _setIssuerTopics(address issuer, uint256[] calldata topics) private {
        if (topics.length == 0) revert IdentityRegistryNoTopics();
        if (topics.length > MAX_TOPICS) revert IdentityRegistryTooMany(MAX_TOPICS);
        _clearIssuerTopics(issuer);
        ClaimPolicyStorage storage $ = _claimPolicy();
        for (uint256 i = 0; i < topics.length; i++) {
            if (hasClaimTopic(issuer, topics[i])) revert IdentityRegistryTopicKnown(topics[i]);
            $.issuerTopics[issuer].push(topics[i]);
            $.issuersOf[topics[i]].push(issuer);
        }
    }

    function _clearIssuerTopics(address issuer) private {
        ClaimPolicyStorage storage $ = _claimPolicy();
        uint256[] memory topics = $.issuerTopics[issuer];
        for (uint256 i = 0; i < topics.length; i++) {
            _remove($.issuersOf[topics[i]], issuer);
        }
        delete $.issuerTopics[issuer];
    }

    /// @dev The last one takes its place.
    function _remove(address[] storage list, address item) private {
        uint256 last = list.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if (list[i] == item) {
                list[i] = list[last];
                break;
            }
        }
        list.pop();
    }

    function _checkIssuer(IClaimIssuer issuer) private view {
        if (!isTrustedIssuer(address(issuer))) revert IdentityRegistryIssuerUnknown(address(issuer));
    }

    function _raiseEpoch() private {
        ClaimPolicyStorage storage $ = _claimPolicy();
        if ($.epoch == MAX_EPOCH) revert IdentityRegistryEpochExhausted();
        uint16 next = ++$.epoch;
        emit EpochRaised(next);
        // Issuers change rarely and attest often: find out now who covers every topic.
        for (uint256 i = 0; i < $.issuers.length; i++) {
            address issuer = $.issuers[i];
            if (!_coversTopics(issuer)) continue;
            $.standings[issuer] = Standing(next, hasClaimTopic(issuer, ACCREDITED_TOPIC) ? next : 0);
        }
    }

    function _coversTopics(address issuer) private view returns (bool) {
        uint256[] storage topics = _claimPolicy().topics;
        for (uint256 i = 0; i < topics.length; i++) {
            if (!hasClaimTopic(issuer, topics[i])) return false;
        }
        return true;
    }

    /// @dev Of a trusted issuer that may not attest: every epoch finds out anew who covers all topics, so it lacks one.
    function _firstTopicNotCovered(address issuer) private view returns (uint256) {
        uint256[] storage topics = _claimPolicy().topics;
        uint256 i = 0;
        while (hasClaimTopic(issuer, topics[i])) ++i;
        return topics[i];
    }

    function _asIssuers(address[] memory list) private pure returns (IClaimIssuer[] memory issuers) {
        assembly ("memory-safe") {
            issuers := list
        }
    }

    function _includes(uint256[] storage list, uint256 item) private view returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == item) return true;
        }
        return false;
    }

    function _claimPolicy() private pure returns (ClaimPolicyStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CLAIM_POLICY_STORAGE
        }
    }
}

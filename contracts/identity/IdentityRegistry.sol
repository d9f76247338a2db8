// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {
    IERC3643IdentityRegistry,
    IERC3643IdentityRegistryStorage
} from "../interfaces/IERC3643IdentityRegistries.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {ClaimPolicy} from "./ClaimPolicy.sol";

/// @title IdentityRegistry
/// @notice See {IIdentityRegistry}.
contract IdentityRegistry is IIdentityRegistry, ClaimPolicy, AgentRole, UUPSUpgradeable, EIP712 {
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "Attestation(address wallet,address identity,uint16 country,uint40 validUntil,uint40 issuedAt)"
    );
    uint256 private constant MAX_CLOCK_SKEW = 5 minutes;
    uint256 private constant MAX_BOUND_REGISTRIES = 50;

    uint16 private constant REGISTERED = 1;
    uint16 private constant ATTESTED = 2;
    uint16 private constant REVOKED = 4;
    uint16 private constant FLAGS = 0xf;
    uint16 private constant EPOCH_SHIFT = 4;

    /// @dev One slot. `status` is the attestation's epoch above four flag bits. `issuedAt` outlives revocation and
    /// deletion: nothing issued up to it can be recorded.
    struct Record {
        address identity;
        uint16 country;
        uint32 validUntil;
        uint32 issuedAt;
        uint16 status;
    }

    /// @custom:storage-location erc7201:freehold.storage.IdentityRegistry
    struct IdentityRegistryStorage {
        mapping(address wallet => Record) records;
        address[] boundRegistries;
        mapping(address registry => bool) isBound;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.IdentityRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant IDENTITY_REGISTRY_STORAGE =
        0x7aaddbee203b0f584cdf6d0b424553dcb3803decf4c902331ccc46162b1e7300;

    modifier onlyWriter() {
        if (!_registry().isBound[msg.sender]) _checkAgent();
        _;
    }

    constructor() EIP712("Freehold IdentityRegistry", "1") {
        _disableInitializers();
    }

    /// @param owner sets issuers and topics, appoints agents and upgrades
    function initialize(address owner) external initializer {
        __Ownable_init(owner);
        emit IdentityStorageSet(address(this));
        emit ClaimTopicsRegistrySet(address(this));
        emit TrustedIssuersRegistrySet(address(this));
    }

    /* ATTESTATIONS */

    /// @inheritdoc IIdentityRegistry
    function attest(Attestation calldata attestation, bytes calldata signature) external {
        _attest(attestation, signature);
    }

    /// @inheritdoc IIdentityRegistry
    function attestBatch(Attestation[] calldata attestations, bytes[] calldata signatures) external {
        if (attestations.length != signatures.length) revert IdentityRegistryArrayLengths();
        for (uint256 i = 0; i < attestations.length; i++) {
            _attest(attestations[i], signatures[i]);
        }
    }

    /// @inheritdoc IIdentityRegistry
    function revokeAttestation(address wallet) external {
        if (!isAgent(msg.sender) && !isTrustedIssuer(msg.sender)) revert IdentityRegistryUnauthorized(msg.sender);
        if (wallet == address(0)) revert IdentityRegistryZeroAddress();
        Record storage record = _registry().records[wallet];
        record.validUntil = 0;
        record.issuedAt = _tombstone(record.issuedAt);
        record.status = (record.status & REGISTERED) | REVOKED;
        emit AttestationRevoked(wallet);
    }

    /// @inheritdoc IIdentityRegistry
    function attestationOf(address wallet)
        external
        view
        returns (uint40 validUntil, uint40 issuedAt, bool counts)
    {
        Record memory record = _registry().records[wallet];
        return (record.validUntil, record.issuedAt, _counts(record));
    }

    /// @inheritdoc IIdentityRegistry
    function attestationDigest(Attestation calldata attestation) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
    }

    /* IDENTITY REGISTRY */

    /// @inheritdoc IERC3643IdentityRegistry
    function registerIdentity(address _userAddress, IIdentity _identity, uint16 _country) external onlyAgent {
        _register(_userAddress, _identity, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function batchRegisterIdentity(
        address[] calldata _userAddresses,
        IIdentity[] calldata _identities,
        uint16[] calldata _countries
    ) external onlyAgent {
        if (_userAddresses.length != _identities.length || _userAddresses.length != _countries.length) {
            revert IdentityRegistryArrayLengths();
        }
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _register(_userAddresses[i], _identities[i], _countries[i]);
        }
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function deleteIdentity(address _userAddress) external onlyAgent {
        _remove(_userAddress);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function updateCountry(address _userAddress, uint16 _country) external onlyAgent {
        _setCountry(_userAddress, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function updateIdentity(address _userAddress, IIdentity _identity) external onlyAgent {
        _setIdentity(_userAddress, _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function contains(address _userAddress) external view returns (bool) {
        return _registry().records[_userAddress].status & REGISTERED != 0;
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function isVerified(address _userAddress) external view returns (bool) {
        return _isVerified(_registry().records[_userAddress]);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function identity(address _userAddress) external view returns (IIdentity) {
        return IIdentity(_registry().records[_userAddress].identity);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function investorCountry(address _userAddress) external view returns (uint16) {
        return _registry().records[_userAddress].country;
    }

    /// @inheritdoc IIdentityRegistry
    function parties(address from, address to)
        external
        view
        returns (address fromIdentity, address toIdentity, uint16 toCountry, bool toVerified)
    {
        IdentityRegistryStorage storage $ = _registry();
        if (from != address(0)) fromIdentity = $.records[from].identity;
        if (to != address(0)) {
            Record memory record = $.records[to];
            (toIdentity, toCountry, toVerified) = (record.identity, record.country, _isVerified(record));
        }
    }

    /* THE OTHER THREE REGISTRIES ARE THIS CONTRACT */

    /// @inheritdoc IERC3643IdentityRegistry
    function identityStorage() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function issuersRegistry() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function topicsRegistry() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setIdentityRegistryStorage(address _identityRegistryStorage) external onlyOwner {
        _checkOwnRegistry(_identityRegistryStorage);
        emit IdentityStorageSet(_identityRegistryStorage);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setClaimTopicsRegistry(address _claimTopicsRegistry) external onlyOwner {
        _checkOwnRegistry(_claimTopicsRegistry);
        emit ClaimTopicsRegistrySet(_claimTopicsRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setTrustedIssuersRegistry(address _trustedIssuersRegistry) external onlyOwner {
        _checkOwnRegistry(_trustedIssuersRegistry);
        emit TrustedIssuersRegistrySet(_trustedIssuersRegistry);
    }

    /* IDENTITY STORAGE */

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function addIdentityToStorage(address _userAddress, IIdentity _identity, uint16 _country)
        external
        onlyWriter
    {
        _register(_userAddress, _identity, _country);
        emit IdentityStored(_userAddress, _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function removeIdentityFromStorage(address _userAddress) external onlyWriter {
        emit IdentityUnstored(_userAddress, _remove(_userAddress));
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function modifyStoredInvestorCountry(address _userAddress, uint16 _country) external onlyWriter {
        _setCountry(_userAddress, _country);
        emit CountryModified(_userAddress, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function modifyStoredIdentity(address _userAddress, IIdentity _identity) external onlyWriter {
        emit IdentityModified(_setIdentity(_userAddress, _identity), _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function bindIdentityRegistry(address _identityRegistry) external onlyOwner {
        IdentityRegistryStorage storage $ = _registry();
        if (_identityRegistry == address(0)) revert IdentityRegistryZeroAddress();
        if ($.isBound[_identityRegistry]) return;
        if ($.boundRegistries.length == MAX_BOUND_REGISTRIES) revert IdentityRegistryTooMany(MAX_BOUND_REGISTRIES);
        $.isBound[_identityRegistry] = true;
        $.boundRegistries.push(_identityRegistry);
        emit IdentityRegistryBound(_identityRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function unbindIdentityRegistry(address _identityRegistry) external onlyOwner {
        IdentityRegistryStorage storage $ = _registry();
        if (!$.isBound[_identityRegistry]) revert IdentityRegistryForeignRegistry(_identityRegistry);
        delete $.isBound[_identityRegistry];
        uint256 last = $.boundRegistries.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if ($.boundRegistries[i] == _identityRegistry) {
                $.boundRegistries[i] = $.boundRegistries[last];
                break;
            }
        }
        $.boundRegistries.pop();
        emit IdentityRegistryUnbound(_identityRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function storedIdentity(address _userAddress) external view returns (IIdentity) {
        return IIdentity(_registry().records[_userAddress].identity);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function storedInvestorCountry(address _userAddress) external view returns (uint16) {
        return _registry().records[_userAddress].country;
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function linkedIdentityRegistries() external view returns (address[] memory linked) {
        address[] storage bound = _registry().boundRegistries;
        linked = new address[](bound.length + 1);
        linked[0] = address(this);
        for (uint256 i = 0; i < bound.length; i++) {
            linked[i + 1] = bound[i];
        }
    }

    /* INTERNAL */

    function _attest(Attestation calldata a, bytes calldata signature) private {
        if (a.wallet == address(0) || a.identity == address(0)) revert IdentityRegistryZeroAddress();
        if (a.validUntil <= block.timestamp) revert IdentityRegistryAttestationExpired(a.wallet, a.validUntil);
        if (a.validUntil > type(uint32).max) revert IdentityRegistryValidityTooLong(a.validUntil);
        if (a.issuedAt > block.timestamp + MAX_CLOCK_SKEW) {
            revert IdentityRegistryAttestationFromFuture(a.wallet, a.issuedAt);
        }
        (address issuer,,) = ECDSA.tryRecoverCalldata(attestationDigest(a), signature);
        _checkMayAttest(issuer);

        Record storage record = _registry().records[a.wallet];
        Record memory old = record;
        bool repeats = a.issuedAt == old.issuedAt && old.status & ATTESTED != 0 && a.identity == old.identity
            && a.country == old.country && a.validUntil == old.validUntil;
        if (a.issuedAt <= old.issuedAt && !repeats) {
            revert IdentityRegistryAttestationStale(a.wallet, a.issuedAt, old.issuedAt);
        }
        // Both casts fit: validUntil is checked above and issuedAt is at most minutes ahead of now.
        _registry().records[a.wallet] = Record({
            identity: a.identity,
            country: a.country,
            validUntil: uint32(a.validUntil),
            issuedAt: uint32(a.issuedAt),
            status: (epoch() << EPOCH_SHIFT) | REGISTERED | ATTESTED
        });
        _emitChange(a.wallet, old, a.identity, a.country);
        emit AttestationRecorded(a.wallet, a.identity, issuer, a.country, a.validUntil);
    }

    function _emitChange(address wallet, Record memory old, address newIdentity, uint16 country) private {
        if (old.status & REGISTERED == 0) {
            emit IdentityRegistered(wallet, IIdentity(newIdentity));
        } else if (old.identity != newIdentity) {
            emit IdentityUpdated(IIdentity(old.identity), IIdentity(newIdentity));
            emit WalletIdentityUpdated(wallet, newIdentity);
        }
        if (old.country != country) emit CountryUpdated(wallet, country);
    }

    function _register(address wallet, IIdentity identity_, uint16 country) private {
        if (wallet == address(0) || address(identity_) == address(0)) revert IdentityRegistryZeroAddress();
        Record storage record = _registry().records[wallet];
        if (record.status & REGISTERED != 0) revert IdentityRegistryWalletKnown(wallet);
        record.identity = address(identity_);
        record.country = country;
        record.status |= REGISTERED;
        emit IdentityRegistered(wallet, identity_);
        if (country != 0) emit CountryUpdated(wallet, country);
    }

    function _remove(address wallet) private returns (IIdentity identity_) {
        Record storage record = _known(wallet);
        identity_ = IIdentity(record.identity);
        if (record.status & ATTESTED != 0) emit AttestationRevoked(wallet);
        _registry().records[wallet] = Record({
            identity: address(0),
            country: 0,
            validUntil: 0,
            issuedAt: _tombstone(record.issuedAt),
            status: 0
        });
        emit IdentityRemoved(wallet, identity_);
    }

    function _setCountry(address wallet, uint16 country) private {
        _known(wallet).country = country;
        emit CountryUpdated(wallet, country);
    }

    /// @dev An attestation speaks of one identity: another one needs its own.
    function _setIdentity(address wallet, IIdentity identity_) private returns (IIdentity old) {
        if (address(identity_) == address(0)) revert IdentityRegistryZeroAddress();
        Record storage record = _known(wallet);
        old = IIdentity(record.identity);
        record.identity = address(identity_);
        if (address(old) != address(identity_) && record.status & ATTESTED != 0) {
            record.status &= FLAGS & ~ATTESTED;
            emit AttestationRevoked(wallet);
        }
        emit IdentityUpdated(old, identity_);
        emit WalletIdentityUpdated(wallet, address(identity_));
    }

    function _known(address wallet) private view returns (Record storage record) {
        record = _registry().records[wallet];
        if (record.status & REGISTERED == 0) revert IdentityRegistryWalletUnknown(wallet);
    }

    function _isVerified(Record memory record) private view returns (bool) {
        if (_counts(record)) return true;
        return record.status & (REGISTERED | REVOKED) == REGISTERED && _hasClaims(record.identity);
    }

    function _counts(Record memory record) private view returns (bool) {
        return record.status & ATTESTED != 0 && record.validUntil > block.timestamp
            && record.status >> EPOCH_SHIFT == epoch();
    }

    /// @dev Nothing issued up to this moment may be recorded from now on.
    function _tombstone(uint32 newest) private view returns (uint32) {
        return block.timestamp > newest ? uint32(block.timestamp) : newest;
    }

    function _checkOwnRegistry(address registry) private view {
        if (registry != address(this)) revert IdentityRegistryForeignRegistry(registry);
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}

    function _registry() private pure returns (IdentityRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := IDENTITY_REGISTRY_STORAGE
        }
    }
}

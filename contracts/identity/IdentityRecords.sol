// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {ClaimPolicy} from "./ClaimPolicy.sol";

/// @dev The records of wallets: how they come about, change, count and end.
abstract contract IdentityRecords is ClaimPolicy, EIP712 {
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "Attestation(address wallet,address identity,uint16 country,uint40 validUntil,uint40 issuedAt)"
    );
    uint256 private constant MAX_CLOCK_SKEW = 5 minutes;

    uint16 internal constant REGISTERED = 1;
    uint16 internal constant ATTESTED = 2;
    uint16 internal constant REVOKED = 4;
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

    /// @inheritdoc IIdentityRegistry
    function attestationDigest(Attestation calldata attestation) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
    }

    function _attest(Attestation calldata a, bytes calldata signature) internal {
        if (a.wallet == address(0) || a.identity == address(0)) revert IdentityRegistryZeroAddress();
        if (a.validUntil <= block.timestamp) revert IdentityRegistryAttestationExpired(a.wallet, a.validUntil);
        if (a.validUntil > type(uint32).max) revert IdentityRegistryValidityTooLong(a.validUntil);
        if (a.issuedAt > block.timestamp + MAX_CLOCK_SKEW) {
            revert IdentityRegistryAttestationFromFuture(a.wallet, a.issuedAt);
        }
        (address issuer,,) = ECDSA.tryRecoverCalldata(attestationDigest(a), signature);
        uint16 current = _checkMayAttest(issuer);

        Record memory old = _registry().records[a.wallet];
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
            status: (current << EPOCH_SHIFT) | REGISTERED | ATTESTED
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

    function _register(address wallet, IIdentity identity_, uint16 country) internal {
        if (wallet == address(0) || address(identity_) == address(0)) revert IdentityRegistryZeroAddress();
        Record storage record = _registry().records[wallet];
        if (record.status & REGISTERED != 0) revert IdentityRegistryWalletKnown(wallet);
        record.identity = address(identity_);
        record.country = country;
        record.status |= REGISTERED;
        emit IdentityRegistered(wallet, identity_);
        if (country != 0) emit CountryUpdated(wallet, country);
    }

    function _remove(address wallet) internal returns (IIdentity identity_) {
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

    function _setCountry(address wallet, uint16 country) internal {
        _known(wallet).country = country;
        emit CountryUpdated(wallet, country);
    }

    /// @dev An attestation speaks of one identity: another one needs its own.
    function _setIdentity(address wallet, IIdentity identity_) internal returns (IIdentity old) {
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

    function _isVerified(Record memory record) internal view returns (bool) {
        if (_counts(record)) return true;
        return record.status & (REGISTERED | REVOKED) == REGISTERED && _hasClaims(record.identity);
    }

    function _counts(Record memory record) internal view returns (bool) {
        return record.status & ATTESTED != 0 && record.validUntil > block.timestamp
            && record.status >> EPOCH_SHIFT == epoch();
    }

    /// @dev Nothing issued up to this moment may be recorded from now on.
    function _tombstone(uint32 newest) internal view returns (uint32) {
        return block.timestamp > newest ? uint32(block.timestamp) : newest;
    }

    function _registry() internal pure returns (IdentityRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := IDENTITY_REGISTRY_STORAGE
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {Party, PARTY_ACCREDITED, PARTY_VERIFIED} from "../interfaces/Party.sol";
import {ClaimWalk} from "./ClaimWalk.sol";
import {
    packAttested,
    Record,
    RECORD_ACCREDITED_FLAG,
    RECORD_COUNTRY_SHIFT,
    RECORD_FLAGS_SHIFT,
    RECORD_PERSON_MASK,
    RECORD_REGISTERED,
    RECORD_TO_PARTY_ACCREDITED,
    RECORD_VALID_SHIFT,
    standingIn
} from "./Record.sol";

/// @dev The records of wallets: how they come about, change, count and end.
abstract contract IdentityRecords is ClaimWalk, EIP712 {
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "Attestation(address wallet,address identity,uint16 country,bool accredited,uint40 validUntil,uint40 issuedAt)"
    );
    // keccak256("IdentityRegistered(address,address)") and keccak256("CountryUpdated(address,uint16)")
    bytes32 private constant IDENTITY_REGISTERED = 0x6ae73635c50d24a45af6fbd5e016ac4bed179addbc8bf24e04ff0fcc6d33af19;
    bytes32 private constant COUNTRY_UPDATED = 0x04ed3b726495c2dca1ff1215d9ca54e1a4030abb5e82b0f6ce55702416cee853;
    // Selectors of IdentityRegistryZeroAddress() and IdentityRegistryWalletKnown(address), at the left of the word
    bytes32 private constant ZERO_ADDRESS_ERROR = 0xd3243e0100000000000000000000000000000000000000000000000000000000;
    bytes32 private constant WALLET_KNOWN_ERROR = 0x749893d400000000000000000000000000000000000000000000000000000000;
    uint256 private constant MAX_CLOCK_SKEW = 5 minutes;

    /// @custom:storage-location erc7201:freehold.storage.IdentityRegistry
    struct IdentityRegistryStorage {
        mapping(address wallet => Record) records;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.IdentityRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant IDENTITY_REGISTRY_STORAGE =
        0x7aaddbee203b0f584cdf6d0b424553dcb3803decf4c902331ccc46162b1e7300;

    /// @inheritdoc IIdentityRegistry
    function attestationDigest(Attestation calldata attestation) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
    }

    function _attest(Attestation calldata a, bytes calldata signature) internal {
        _checkAttestation(a);
        (address issuer,,) = ECDSA.tryRecoverCalldata(attestationDigest(a), signature);
        uint16 current = _checkMayAttest(issuer, a.accredited);

        Record old = _record(a.wallet);
        // Both casts fit: validUntil was checked and issuedAt is at most minutes ahead of now.
        Record record =
            packAttested(a.identity, a.country, a.accredited, uint32(a.validUntil), uint32(a.issuedAt), current);
        if (a.issuedAt <= old.issuedAt() && !record.saysTheSameAs(old)) {
            revert IdentityRegistryAttestationStale(a.wallet, a.issuedAt, old.issuedAt());
        }
        _setRecord(a.wallet, record);
        _emitChange(a.wallet, old, a.identity, a.country);
        emit AttestationRecorded(a.wallet, a.identity, issuer, a.country, a.validUntil, a.issuedAt, a.accredited);
    }

    function _checkAttestation(Attestation calldata a) private view {
        if (a.wallet == address(0) || a.identity == address(0)) revert IdentityRegistryZeroAddress();
        if (a.validUntil <= block.timestamp) revert IdentityRegistryAttestationExpired(a.wallet, a.validUntil);
        if (a.validUntil > type(uint32).max) revert IdentityRegistryValidityTooLong(a.validUntil);
        if (a.issuedAt > block.timestamp + MAX_CLOCK_SKEW) {
            revert IdentityRegistryAttestationFromFuture(a.wallet, a.issuedAt);
        }
    }

    function _emitChange(address wallet, Record old, address identity, uint16 country) private {
        if (!old.isRegistered()) {
            emit IdentityRegistered(wallet, IIdentity(identity));
        } else if (old.identityOf() != identity) {
            emit IdentityUpdated(IIdentity(old.identityOf()), IIdentity(identity));
            emit WalletIdentityUpdated(wallet, identity);
        }
        if (old.countryOf() != country) emit CountryUpdated(wallet, country);
    }

    function _revoke(address wallet) internal {
        if (wallet == address(0)) revert IdentityRegistryZeroAddress();
        _setRecord(wallet, _record(wallet).revokedAt(block.timestamp));
        emit AttestationRevoked(wallet);
    }

    /// @dev In assembly because on-boarding pays for every step; the arguments come checked from the decoder.
    function _register(address wallet, IIdentity identity, uint16 country) internal {
        assembly ("memory-safe") {
            mstore(0, wallet)
            mstore(0x20, IDENTITY_REGISTRY_STORAGE)
            let slot := keccak256(0, 0x40)
            let record := sload(slot)
            if or(or(iszero(wallet), iszero(identity)), and(record, RECORD_REGISTERED)) {
                if and(record, RECORD_REGISTERED) {
                    mstore(0, WALLET_KNOWN_ERROR)
                    mstore(0x04, wallet)
                    revert(0, 0x24)
                }
                mstore(0, ZERO_ADDRESS_ERROR)
                revert(0, 0x04)
            }
            // Of a wallet nobody registered only flags and times are set: they stay.
            sstore(slot, or(or(record, identity), or(shl(RECORD_COUNTRY_SHIFT, country), RECORD_REGISTERED)))
            log3(0, 0, IDENTITY_REGISTERED, wallet, identity)
            log3(0, 0, COUNTRY_UPDATED, wallet, country)
        }
    }

    function _remove(address wallet) internal returns (IIdentity identity) {
        Record record = _known(wallet);
        identity = IIdentity(record.identityOf());
        _setRecord(wallet, record.removedAt(block.timestamp));
        if (record.isAttested()) emit AttestationRevoked(wallet);
        emit IdentityRemoved(wallet, identity);
    }

    function _setCountry(address wallet, uint16 country) internal {
        _setRecord(wallet, _known(wallet).withCountry(country));
        emit CountryUpdated(wallet, country);
    }

    /// @dev An attestation speaks of one identity: taking another one revokes it.
    function _setIdentity(address wallet, IIdentity identity) internal returns (IIdentity old) {
        if (address(identity) == address(0)) revert IdentityRegistryZeroAddress();
        Record record = _known(wallet);
        old = IIdentity(record.identityOf());
        if (address(old) != address(identity) && record.isAttested()) {
            record = record.revokedAt(block.timestamp);
            emit AttestationRevoked(wallet);
        }
        _setRecord(wallet, record.withIdentity(address(identity)));
        emit IdentityUpdated(old, identity);
        emit WalletIdentityUpdated(wallet, address(identity));
    }

    function _known(address wallet) private view returns (Record record) {
        record = _record(wallet);
        if (!record.isRegistered()) revert IdentityRegistryWalletUnknown(wallet);
    }

    /// @dev `standing` comes from `standingIn(epoch())`: whoever asks for many reads the epoch once.
    function _party(address wallet, uint256 standing) internal view returns (Party) {
        Record record = _record(wallet);
        if (record.counts(standing, block.timestamp)) return record.attestedParty();
        return _walked(record);
    }

    /// @dev Ends the call with the party of each wallet. In assembly because batches of transfers pay for every step; the
    /// words are read as `Record` and made as `attestedParty` say.
    function _returnParties(address[] calldata wallets) internal view {
        uint256 standing = standingIn(epoch());
        uint256 done = 0;
        uint256 answer;
        assembly ("memory-safe") {
            answer := mload(0x40)
            mstore(answer, 0x20)
            mstore(add(answer, 0x20), wallets.length)
            mstore(0x40, add(add(answer, 0x40), shl(5, wallets.length)))
        }
        while (done < wallets.length << 5) {
            bool counts;
            Record record;
            _slotOf(address(0));
            assembly ("memory-safe") {
                // `_slotOf` left the place of `records` in the second word of scratch space: each turn sets the first.
                let people := RECORD_PERSON_MASK
                let flags := not(RECORD_ACCREDITED_FLAG)
                let present := timestamp()
                let end := shl(5, wallets.length)
                let party := add(answer, 0x40)
                for {} lt(done, end) { done := add(done, 0x20) } {
                    let wallet := calldataload(add(wallets.offset, done))
                    if shr(160, wallet) { revert(0, 0) }
                    mstore(0, wallet)
                    record := sload(keccak256(0, 0x40))
                    counts := gt(and(shr(RECORD_VALID_SHIFT, record), 0xffffffff), present)
                    counts := and(counts, eq(and(shr(RECORD_FLAGS_SHIFT, record), flags), standing))
                    if iszero(counts) { break }
                    let accredited := and(shr(RECORD_TO_PARTY_ACCREDITED, record), PARTY_ACCREDITED)
                    mstore(add(party, done), or(and(record, people), or(PARTY_VERIFIED, accredited)))
                }
            }
            if (counts) break;
            Party party = _walked(record);
            assembly ("memory-safe") {
                mstore(add(add(answer, 0x40), done), party)
                done := add(done, 0x20)
            }
        }
        assembly ("memory-safe") {
            return(answer, add(0x40, shl(5, wallets.length)))
        }
    }

    function _walked(Record record) internal view returns (Party) {
        return record.walkedParty(record.mayBeWalked() && _hasClaims(record.identityOf()));
    }

    function _counts(Record record) internal view returns (bool) {
        return record.counts(standingIn(epoch()), block.timestamp);
    }

    function _record(address wallet) internal view returns (Record record) {
        bytes32 slot = _slotOf(wallet);
        assembly ("memory-safe") {
            record := sload(slot)
        }
    }

    function _setRecord(address wallet, Record record) internal {
        bytes32 slot = _slotOf(wallet);
        assembly ("memory-safe") {
            sstore(slot, record)
        }
    }

    /// @dev Of `records[wallet]` in `IdentityRegistryStorage`, without what Solidity spends on finding it.
    function _slotOf(address wallet) private pure returns (bytes32 slot) {
        assembly ("memory-safe") {
            mstore(0, wallet)
            mstore(0x20, IDENTITY_REGISTRY_STORAGE)
            slot := keccak256(0, 0x40)
        }
    }
}

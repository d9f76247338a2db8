// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev What the registry knows of a wallet, in one word: identity 160 · country 16 · verified 1 · accredited 1, lowest
/// bits first. All zero for nobody.
type Party is uint256;

using {identityOf, countryOf, isVerified, isAccredited} for Party global;

uint256 constant PARTY_COUNTRY_SHIFT = 160;
uint256 constant PARTY_VERIFIED = 1 << 176;
uint256 constant PARTY_ACCREDITED = 1 << 177;

function identityOf(Party party) pure returns (address) {
    return address(uint160(Party.unwrap(party)));
}

function countryOf(Party party) pure returns (uint16) {
    return uint16(Party.unwrap(party) >> PARTY_COUNTRY_SHIFT);
}

function isVerified(Party party) pure returns (bool) {
    return Party.unwrap(party) & PARTY_VERIFIED != 0;
}

/// @dev Known without asking an identity contract; see `IIdentityRegistry.isAccredited` for those.
function isAccredited(Party party) pure returns (bool) {
    return Party.unwrap(party) & PARTY_ACCREDITED != 0;
}

function packParty(address identity, uint16 country, bool verified, bool accredited) pure returns (Party) {
    return Party.wrap(
        uint160(identity) | (uint256(country) << PARTY_COUNTRY_SHIFT) | (verified ? PARTY_VERIFIED : 0)
            | (accredited ? PARTY_ACCREDITED : 0)
    );
}

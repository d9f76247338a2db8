// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IClaimIssuer} from "./IIdentity.sol";

/// @title IClaimIssuerTerms
/// @notice What our claim issuer adds to ONCHAINID, whose signed message knows neither issuer nor chain nor time. Every
/// claim of it must begin with its terms, 26 bytes of `data`:
///
///     bytes16 domain      of this issuer on this chain, `claimDomain()`
///     uint40  issuedAt    unix seconds; not more than five minutes ahead
///     uint40  validUntil  unix seconds; the claim is valid before this moment
///     bytes   payload     whatever is said
///
/// Claims without them, of another issuer or chain, expired or revoked are not valid. Other issuers' claims are judged by
/// those issuers.
interface IClaimIssuerTerms is IClaimIssuer {
    /// @notice Nothing this issuer said under `claimId` about `identity` up to `issuedUpTo` is valid any more.
    event ClaimsVoided(address indexed identity, bytes32 indexed claimId, uint40 issuedUpTo);

    error ClaimIssuerZeroAddress();
    error ClaimIssuerAlreadyRevoked(bytes signature);

    /// @notice The first 16 bytes of every claim's data.
    function claimDomain() external view returns (bytes16);

    /// @notice `data` of a claim: terms and payload.
    function claimData(uint40 issuedAt, uint40 validUntil, bytes calldata payload) external view returns (bytes memory);

    /// @notice What a claim signer key signs as an Ethereum message (EIP-191) for a claim.
    function claimHash(address identity, uint256 topic, bytes calldata data) external view returns (bytes32);

    /// @notice Claims about `identity` under `claimId` issued up to this moment are void.
    function voidUpTo(address identity, bytes32 claimId) external view returns (uint40);
}

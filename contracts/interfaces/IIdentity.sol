// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC734} from "./IERC734.sol";
import {IERC735} from "./IERC735.sol";

/// @title IIdentity
/// @notice An ERC-734/735 identity contract, ABI of ONCHAINID: an investor's keys, and what issuers say about him.
interface IIdentity is IERC734, IERC735 {
    /// @notice Whether `sig` is of a claim signer key of this identity, over `_identity`, `claimTopic` and `data`:
    /// `keccak256(abi.encode(_identity, claimTopic, data))` as an Ethereum signed message.
    function isClaimValid(IIdentity _identity, uint256 claimTopic, bytes calldata sig, bytes calldata data)
        external
        view
        returns (bool);
}

/// @title IClaimIssuer
/// @notice An identity that says something about others, ABI of ONCHAINID. A registry asks it about every claim.
interface IClaimIssuer is IIdentity {
    /// @notice The claim with this signature is no longer valid.
    event ClaimRevoked(bytes indexed signature);

    /// @notice Ends a claim of this issuer about `_identity`. Management keys and the issuer itself only.
    function revokeClaim(bytes32 _claimId, address _identity) external returns (bool);

    /// @notice Ends the claim with this signature. Management keys and the issuer itself only.
    function revokeClaimBySignature(bytes calldata signature) external;

    /// @notice Whether the claim with this signature was revoked.
    function isClaimRevoked(bytes calldata _sig) external view returns (bool);
}

/// @title IIdentityErrors
/// @notice Why our identities refuse; ERC-734 and ERC-735 name no errors.
interface IIdentityErrors {
    error IdentityUnauthorized(address caller, uint256 purpose);
    error IdentityZeroKey();
    error IdentityPurposeOutOfRange(uint256 purpose, uint256 largest);
    error IdentityKeyTypeOutOfRange(uint256 keyType, uint256 largest);
    error IdentityKeyTypeDiffers(bytes32 key, uint256 keyType);
    error IdentityKeyKnown(bytes32 key, uint256 purpose);
    error IdentityKeyUnknown(bytes32 key, uint256 purpose);
    error IdentityLastManagementKey();
    error IdentityTooMany(uint256 limit);
    error IdentityExecutionUnknown(uint256 executionId);
    error IdentityExecutionDone(uint256 executionId);
    error IdentityClaimInvalid(address issuer, uint256 topic);
    error IdentityClaimTooLong(uint256 limit);
    error IdentitySchemeOutOfRange(uint256 scheme, uint256 largest);
    error IdentityClaimUnknown(bytes32 claimId);
}

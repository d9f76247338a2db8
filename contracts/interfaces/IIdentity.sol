// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IIdentity
/// @notice The part of an ERC-734/735 identity contract that a registry reads.
interface IIdentity {
    /// @notice Returns a claim by id, `keccak256(abi.encode(issuer, topic))`.
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
        );

    /// @notice Whether `_key` (keccak256 of the abi-encoded address) holds `_purpose`.
    function keyHasPurpose(bytes32 _key, uint256 _purpose) external view returns (bool exists);
}

/// @title IClaimIssuer
/// @notice The part of a claim issuer that a registry asks.
interface IClaimIssuer {
    /// @notice Whether a claim signed by this issuer about `_identity` is valid and not revoked.
    function isClaimValid(IIdentity _identity, uint256 claimTopic, bytes calldata sig, bytes calldata data)
        external
        view
        returns (bool);
}

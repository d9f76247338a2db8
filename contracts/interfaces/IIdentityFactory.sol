// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Claim} from "./IERC735.sol";

/// @title IKnowsIdentities
/// @notice What a registry asks a factory of identities. A contract that answers for identities made elsewhere, such as
/// an ONCHAINID factory, is an adapter of few lines.
interface IKnowsIdentities {
    /// @notice Whether `identity` was made here, and so does what its factory's code says.
    function isIdentity(address identity) external view returns (bool);
}

/// @title IIdentityFactory
/// @notice Makes identities at addresses known beforehand. Anybody may make one, for anybody, with the claims it starts
/// with; the address depends on who made it, so nobody can be first in another's place.
interface IIdentityFactory is IKnowsIdentities {
    /// @notice `identity` exists. `manager` holds its first management key.
    event IdentityCreated(
        address indexed identity, address indexed manager, address indexed creator, bytes32 key
    );

    error IdentityFactoryZeroManager();
    error IdentityFactoryUnauthorized(address caller);

    /// @notice Makes an identity, or returns the one the caller made for the same `manager` and `key` before; then
    /// nothing changes and `claims` are ignored. Reverts when an issuer does not confirm one of the claims.
    /// @param manager account with the first management key, usually the investor's wallet
    /// @param key tells the identities of one caller and manager apart
    /// @param claims what it starts with
    function createIdentity(address manager, bytes32 key, Claim[] calldata claims)
        external
        returns (address identity);

    /// @notice Where `createIdentity` of these arguments by `creator` puts it.
    function identityAddress(address creator, address manager, bytes32 key) external view returns (address);

    /// @notice The code all identities made here share.
    function implementation() external view returns (address);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice What an issuer says about an identity.
/// @param topic what it is about; 1 is KYC on this platform
/// @param scheme how it is verified; 1 ECDSA, 2 RSA, 3 contract
/// @param issuer contract that answers `isClaimValid`
/// @param signature of the issuer over identity, topic and data
/// @param data what is said, or its hash
/// @param uri where more can be read
struct Claim {
    uint256 topic;
    uint256 scheme;
    address issuer;
    bytes signature;
    bytes data;
    string uri;
}

/// @title IERC735
/// @notice ERC-735 claims of an identity, as ONCHAINID speaks it. A claim's id is `keccak256(abi.encode(issuer, topic))`:
/// an issuer has one claim per topic.
interface IERC735 {
    event ClaimAdded(
        bytes32 indexed claimId,
        uint256 indexed topic,
        uint256 scheme,
        address indexed issuer,
        bytes signature,
        bytes data,
        string uri
    );
    event ClaimChanged(
        bytes32 indexed claimId,
        uint256 indexed topic,
        uint256 scheme,
        address indexed issuer,
        bytes signature,
        bytes data,
        string uri
    );
    event ClaimRemoved(
        bytes32 indexed claimId,
        uint256 indexed topic,
        uint256 scheme,
        address indexed issuer,
        bytes signature,
        bytes data,
        string uri
    );

    /// @notice Adds a claim, or replaces the one of the same issuer and topic. Claim signer keys and the identity itself
    /// only. Another issuer than the identity itself must confirm it.
    function addClaim(
        uint256 _topic,
        uint256 _scheme,
        address _issuer,
        bytes calldata _signature,
        bytes calldata _data,
        string calldata _uri
    ) external returns (bytes32 claimRequestId);

    /// @notice Removes a claim. Claim signer keys and the identity itself only.
    function removeClaim(bytes32 _claimId) external returns (bool success);

    /// @notice A claim by id; all zero for an unknown one.
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

    /// @notice Ids of the claims about a topic.
    function getClaimIdsByTopic(uint256 _topic) external view returns (bytes32[] memory claimIds);
}

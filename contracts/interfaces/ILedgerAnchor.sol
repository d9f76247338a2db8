// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title ILedgerAnchor
/// @notice Roots of the platform's ledger, an append-only RFC 6962 Merkle tree over SHA-256.
/// Each anchor is signed by two roles and continues the one before: head(n) =
/// keccak256(abi.encode(bytes32 head(n-1), uint64 sequence, uint64 size, bytes32 root)), head(0) = 0.
interface ILedgerAnchor {
    event Anchored(uint64 indexed sequence, uint64 size, bytes32 root, bytes32 head);

    error LedgerAnchorZeroAddress();
    error LedgerAnchorSameSigner(address signer);
    error LedgerAnchorWrongSequence(uint64 expected, uint64 actual);
    error LedgerAnchorSizeNotGrowing(uint64 latest, uint64 actual);
    error LedgerAnchorWrongPreviousHead(bytes32 expected, bytes32 actual);
    error LedgerAnchorInvalidSignature(address signer);
    error LedgerAnchorUnknownSequence(uint64 sequence);

    /// @notice Anchors the root of the first `size` entries. Anyone may submit what both roles signed (EIP-712, domain
    /// "Freehold LedgerAnchor", "1", type
    /// `Anchor(uint64 sequence,uint64 size,bytes32 root,bytes32 previousHead)`).
    function anchor(
        uint64 sequence,
        uint64 size,
        bytes32 root,
        bytes32 previousHead,
        bytes calldata signatureA,
        bytes calldata signatureB
    ) external;

    /// @notice Whether the entry with `leafHash` (SHA-256 of 0x00 and the entry) is entry number `index` (from 0) of the
    /// ledger anchored at `sequence`. False for an unknown sequence.
    function verify(uint64 sequence, bytes32 leafHash, uint64 index, bytes32[] calldata proof)
        external
        view
        returns (bool);

    /// @notice Root anchored at `sequence`. Reverts when unknown.
    function rootAt(uint64 sequence) external view returns (bytes32);

    /// @notice Number of entries anchored at `sequence`. Reverts when unknown.
    function sizeAt(uint64 sequence) external view returns (uint64);

    /// @notice The newest anchor; all zero before the first.
    function latest() external view returns (uint64 sequence, uint64 size, bytes32 root, bytes32 head);

    /// @notice First signing role.
    function signerA() external view returns (address);

    /// @notice Second signing role.
    function signerB() external view returns (address);

    /// @notice Hash both roles sign.
    function anchorDigest(uint64 sequence, uint64 size, bytes32 root, bytes32 previousHead)
        external
        view
        returns (bytes32);
}

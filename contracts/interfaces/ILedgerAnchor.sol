// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title ILedgerAnchor
/// @notice Roots of the platform's ledger, an append-only RFC 6962 Merkle tree over SHA-256, each signed by two roles.
///
/// The contract keeps the newest anchor in one word: its number, its size and its head. A head is the last 24 bytes of
/// keccak256(abi.encode(bytes32 previousHead, uint64 sequence, uint64 size, bytes32 root)), as a bytes32 that begins with
/// eight zero bytes; the head before the first anchor is zero. So the newest head commits to every anchor there ever was,
/// and whoever hands in the anchors from an older one to the newest proves them against this contract alone. The anchors
/// themselves are in its `Anchored` events.
interface ILedgerAnchor {
    /// @param size number of entries the tree has
    /// @param root the tree's root
    struct AnchoredRoot {
        uint64 size;
        bytes32 root;
    }

    event Anchored(uint64 indexed sequence, uint64 size, bytes32 root, bytes32 head);

    error LedgerAnchorZeroAddress();
    error LedgerAnchorSameSigner(address signer);
    error LedgerAnchorWrongSequence(uint64 expected, uint64 actual);
    error LedgerAnchorSizeNotGrowing(uint64 latest, uint64 actual);
    error LedgerAnchorWrongPreviousHead(bytes32 expected, bytes32 actual);
    error LedgerAnchorInvalidSignature(address signer);
    error LedgerAnchorTooLarge(uint64 sequence, uint64 size);

    /// @notice Anchors the root of the first `size` entries, which continues the history that ended in `previousHead`.
    /// Anyone may submit what both roles signed (EIP-712, domain "Freehold LedgerAnchor", "1", type
    /// `Anchor(uint64 sequence,uint64 size,bytes32 root,bytes32 previousHead)`; contracts sign by EIP-1271). A role that
    /// submits itself may leave its own signature empty: its transaction is its signature.
    function anchor(
        uint64 sequence,
        uint64 size,
        bytes32 root,
        bytes32 previousHead,
        bytes calldata signatureA,
        bytes calldata signatureB
    ) external;

    /// @notice Whether the entry with `leafHash` (SHA-256 of 0x00 and the entry) is entry number `index` (from 0) of the
    /// ledger anchored as number `sequence`. For `previousHead` and `roots` see `isAnchored`; `proof` is the entry's
    /// RFC 6962 inclusion proof in the tree of `roots[0]`. False, never a revert, when anything does not fit.
    function verify(
        uint64 sequence,
        bytes32 leafHash,
        uint64 index,
        bytes32[] calldata proof,
        bytes32 previousHead,
        AnchoredRoot[] calldata roots
    ) external view returns (bool);

    /// @notice Whether `roots` are the anchors from number `sequence` to the newest, none left out, and `previousHead` is
    /// the head before the first of them. For the newest anchor `roots` has one element.
    function isAnchored(uint64 sequence, bytes32 previousHead, AnchoredRoot[] calldata roots)
        external
        view
        returns (bool);

    /// @notice The newest anchor; all zero before the first.
    function latest() external view returns (uint64 sequence, uint64 size, bytes32 head);

    /// @notice Head of an anchor that follows `previousHead`.
    function headOf(bytes32 previousHead, uint64 sequence, uint64 size, bytes32 root) external pure returns (bytes32);

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

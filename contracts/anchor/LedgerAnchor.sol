// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ILedgerAnchor} from "../interfaces/ILedgerAnchor.sol";

/// @title LedgerAnchor
/// @notice See {ILedgerAnchor}. Immutable: neither roles nor history can be changed.
contract LedgerAnchor is ILedgerAnchor, EIP712 {
    bytes32 private constant ANCHOR_TYPEHASH =
        keccak256("Anchor(uint64 sequence,uint64 size,bytes32 root,bytes32 previousHead)");

    /// @inheritdoc ILedgerAnchor
    address public immutable signerA;

    /// @inheritdoc ILedgerAnchor
    address public immutable signerB;

    /// @dev One word. 24 bits are an anchor every ten minutes for three centuries, 40 bits a trillion entries; the 192
    /// bits of the head keep two histories with one head out of reach (2^96 hashes) even for both roles together.
    struct Newest {
        uint24 sequence;
        uint40 size;
        uint192 head;
    }

    Newest private _newest;

    constructor(address signerA_, address signerB_) EIP712("Freehold LedgerAnchor", "1") {
        if (signerA_ == address(0) || signerB_ == address(0)) revert LedgerAnchorZeroAddress();
        if (signerA_ == signerB_) revert LedgerAnchorSameSigner(signerA_);
        signerA = signerA_;
        signerB = signerB_;
    }

    /// @inheritdoc ILedgerAnchor
    function anchor(
        uint64 sequence,
        uint64 size,
        bytes32 root,
        bytes32 previousHead,
        bytes calldata signatureA,
        bytes calldata signatureB
    ) external {
        _checkContinues(sequence, size, previousHead);
        bytes32 digest = anchorDigest(sequence, size, root, previousHead);
        _checkSignature(signerA, digest, signatureA);
        _checkSignature(signerB, digest, signatureB);

        bytes32 head = headOf(previousHead, sequence, size, root);
        _newest = Newest(uint24(sequence), uint40(size), uint192(uint256(head)));
        emit Anchored(sequence, size, root, head);
    }

    /// @inheritdoc ILedgerAnchor
    function verify(
        uint64 sequence,
        bytes32 leafHash,
        uint64 index,
        bytes32[] calldata proof,
        bytes32 previousHead,
        AnchoredRoot[] calldata roots
    ) external view returns (bool) {
        return isAnchored(sequence, previousHead, roots)
            && _isIncluded(leafHash, index, proof, roots[0].size, roots[0].root);
    }

    /// @inheritdoc ILedgerAnchor
    function isAnchored(uint64 sequence, bytes32 previousHead, AnchoredRoot[] calldata roots)
        public
        view
        returns (bool)
    {
        Newest memory newest = _newest;
        if (roots.length == 0 || sequence == 0) return false;
        if (sequence + roots.length - 1 != newest.sequence) return false;
        bytes32 head = previousHead;
        for (uint64 i = 0; i < roots.length; i++) {
            head = headOf(head, sequence + i, roots[i].size, roots[i].root);
        }
        return uint256(head) == newest.head;
    }

    /// @inheritdoc ILedgerAnchor
    function latest() external view returns (uint64 sequence, uint64 size, bytes32 head) {
        Newest memory newest = _newest;
        return (newest.sequence, newest.size, bytes32(uint256(newest.head)));
    }

    /// @inheritdoc ILedgerAnchor
    function headOf(bytes32 previousHead, uint64 sequence, uint64 size, bytes32 root) public pure returns (bytes32) {
        return bytes32(uint256(uint192(uint256(keccak256(abi.encode(previousHead, sequence, size, root))))));
    }

    /// @inheritdoc ILedgerAnchor
    function anchorDigest(uint64 sequence, uint64 size, bytes32 root, bytes32 previousHead)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(ANCHOR_TYPEHASH, sequence, size, root, previousHead)));
    }

    function _checkContinues(uint64 sequence, uint64 size, bytes32 previousHead) private view {
        Newest memory newest = _newest;
        uint64 expected = uint64(newest.sequence) + 1;
        if (sequence != expected) revert LedgerAnchorWrongSequence(expected, sequence);
        if (size <= newest.size) revert LedgerAnchorSizeNotGrowing(newest.size, size);
        if (sequence > type(uint24).max || size > type(uint40).max) revert LedgerAnchorTooLarge(sequence, size);
        bytes32 head = bytes32(uint256(newest.head));
        if (previousHead != head) revert LedgerAnchorWrongPreviousHead(head, previousHead);
    }

    function _checkSignature(address signer, bytes32 digest, bytes calldata signature) private view {
        if (msg.sender == signer && signature.length == 0) return;
        // Keys first: asking whether the signer has code costs as much as recovering the key.
        (address recovered,,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered == signer) return;
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) {
            revert LedgerAnchorInvalidSignature(signer);
        }
    }

    /// @dev RFC 9162, 2.1.3.2: walks up; `node` is our position, `last` the last position of the level.
    function _isIncluded(bytes32 leafHash, uint64 index, bytes32[] calldata proof, uint64 size, bytes32 root)
        private
        pure
        returns (bool)
    {
        if (index >= size) return false;
        uint64 node = index;
        uint64 last = size - 1;
        bytes32 hash = leafHash;
        for (uint256 i = 0; i < proof.length; i++) {
            if (last == 0) return false;
            if (node & 1 == 1 || node == last) {
                hash = _hashNodes(proof[i], hash);
                // Ends: an even `node` is `last`, which is not 0 here, so that some bit of it is set.
                while (node & 1 == 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = _hashNodes(hash, proof[i]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == root;
    }

    function _hashNodes(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(abi.encodePacked(hex"01", left, right));
    }
}

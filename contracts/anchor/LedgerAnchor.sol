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

    uint64 private _sequence;
    uint64 private _size;
    bytes32 private _head;
    mapping(uint64 sequence => bytes32) private _roots;

    /// @dev Four sizes share a slot.
    mapping(uint64 sequenceBy4 => uint64[4]) private _sizes;

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
        if (sequence != _sequence + 1) revert LedgerAnchorWrongSequence(_sequence + 1, sequence);
        if (size <= _size) revert LedgerAnchorSizeNotGrowing(_size, size);
        if (previousHead != _head) revert LedgerAnchorWrongPreviousHead(_head, previousHead);

        bytes32 digest = anchorDigest(sequence, size, root, previousHead);
        _checkSignature(signerA, digest, signatureA);
        _checkSignature(signerB, digest, signatureB);

        bytes32 head = keccak256(abi.encode(previousHead, sequence, size, root));
        _sequence = sequence;
        _size = size;
        _head = head;
        _roots[sequence] = root;
        _sizes[sequence >> 2][sequence & 3] = size;
        emit Anchored(sequence, size, root, head);
    }

    /// @inheritdoc ILedgerAnchor
    function verify(uint64 sequence, bytes32 leafHash, uint64 index, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        uint64 size = _sizeAt(sequence);
        if (index >= size) return false;

        // RFC 9162, 2.1.3.2: walk up; `node` is our position, `last` the last position of the level.
        uint64 node = index;
        uint64 last = size - 1;
        bytes32 hash = leafHash;
        for (uint256 i = 0; i < proof.length; i++) {
            if (last == 0) return false;
            if (node & 1 == 1 || node == last) {
                hash = _hashNodes(proof[i], hash);
                while (node & 1 == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = _hashNodes(hash, proof[i]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == _roots[sequence];
    }

    /// @inheritdoc ILedgerAnchor
    function rootAt(uint64 sequence) external view returns (bytes32) {
        if (_sizeAt(sequence) == 0) revert LedgerAnchorUnknownSequence(sequence);
        return _roots[sequence];
    }

    /// @inheritdoc ILedgerAnchor
    function sizeAt(uint64 sequence) external view returns (uint64) {
        uint64 size = _sizeAt(sequence);
        if (size == 0) revert LedgerAnchorUnknownSequence(sequence);
        return size;
    }

    /// @inheritdoc ILedgerAnchor
    function latest() external view returns (uint64 sequence, uint64 size, bytes32 root, bytes32 head) {
        return (_sequence, _size, _roots[_sequence], _head);
    }

    /// @inheritdoc ILedgerAnchor
    function anchorDigest(uint64 sequence, uint64 size, bytes32 root, bytes32 previousHead)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(ANCHOR_TYPEHASH, sequence, size, root, previousHead)));
    }

    function _sizeAt(uint64 sequence) private view returns (uint64) {
        return _sizes[sequence >> 2][sequence & 3];
    }

    function _checkSignature(address signer, bytes32 digest, bytes calldata signature) private view {
        // Keys first: asking whether the signer has code costs as much as recovering the key.
        (address recovered,,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered == signer) return;
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) {
            revert LedgerAnchorInvalidSignature(signer);
        }
    }

    function _hashNodes(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(abi.encodePacked(hex"01", left, right));
    }
}

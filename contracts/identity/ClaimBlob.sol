// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Claim} from "../interfaces/IERC735.sol";

/// @dev Claims kept as the code of contracts that nobody can run: half the price of storage slots to write, a quarter to
/// read. A blob is a head of 27 bytes, a stop byte, scheme 1 · issuer 20 · length of topic 1, of signature 2, of data 2,
/// then signature, data, uri and, without leading zeros, topic.
library ClaimBlob {
    /// @dev Of signature, data and uri together.
    uint256 internal constant MAX_LENGTH = 4_096;
    uint256 internal constant MAX_SCHEME = type(uint8).max;
    uint256 private constant HEAD = 27;

    error ClaimBlobNotWritten();

    /// @dev The caller has checked the limits.
    function write(Claim memory claim) internal returns (address blob) {
        uint256 topicLength = _lengthOf(claim.topic);
        uint256 length = HEAD + claim.signature.length + claim.data.length + bytes(claim.uri).length + topicLength;
        bytes memory creation = abi.encodePacked(
            // PUSH2 length, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN: deploys what follows.
            hex"61",
            uint16(length),
            hex"80600a3d393df300",
            uint8(claim.scheme),
            claim.issuer,
            uint8(topicLength),
            uint16(claim.signature.length),
            uint16(claim.data.length),
            claim.signature,
            claim.data,
            claim.uri,
            _toLeft(claim.topic, topicLength)
        );
        assembly ("memory-safe") {
            // Of the topic's word only its bytes.
            blob := create(0, add(creation, 0x20), add(length, 10))
        }
        if (blob == address(0)) revert ClaimBlobNotWritten();
    }

    function read(address blob) internal view returns (Claim memory claim) {
        uint256 head = _word(blob, 0);
        (claim.scheme, claim.issuer) = (uint8(head >> 240), address(uint160(head >> 80)));
        (uint256 signatureLength, uint256 dataLength) = (uint16(head >> 56), uint16(head >> 40));
        uint256 topicLength = uint8(head >> 72);
        uint256 topicStart = blob.code.length - topicLength;
        claim.topic = _fromLeft(_word(blob, topicStart), topicLength);
        claim.signature = _copy(blob, HEAD, signatureLength);
        claim.data = _copy(blob, HEAD + signatureLength, dataLength);
        uint256 uriStart = HEAD + signatureLength + dataLength;
        claim.uri = string(_copy(blob, uriStart, topicStart - uriStart));
    }

    /// @dev What a claim's id is made of.
    function subject(address blob) internal view returns (uint256 topic, address issuer) {
        uint256 head = _word(blob, 0);
        uint256 topicLength = uint8(head >> 72);
        topic = _fromLeft(_word(blob, blob.code.length - topicLength), topicLength);
        issuer = address(uint160(head >> 80));
    }

    function _lengthOf(uint256 number) private pure returns (uint256 length) {
        while (length < 32 && number >> (8 * length) != 0) ++length;
    }

    /// @dev Shifts by 256 give zero.
    function _toLeft(uint256 number, uint256 length) private pure returns (uint256) {
        return number << (256 - 8 * length);
    }

    function _fromLeft(uint256 word, uint256 length) private pure returns (uint256) {
        return word >> (256 - 8 * length);
    }

    function _word(address blob, uint256 start) private view returns (uint256 word) {
        assembly ("memory-safe") {
            extcodecopy(blob, 0, start, 0x20)
            word := mload(0)
        }
    }

    function _copy(address blob, uint256 start, uint256 length) private view returns (bytes memory content) {
        content = new bytes(length);
        assembly ("memory-safe") {
            extcodecopy(blob, add(content, 0x20), start, length)
        }
    }
}

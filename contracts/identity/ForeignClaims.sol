// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC735} from "../interfaces/IERC735.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {IKnowsIdentities} from "../interfaces/IIdentityFactory.sol";

/// @dev Questions to contracts that may be hostile. Whatever they do, eat gas, return too much, too little or nonsense,
/// revert, have no code, the answer is no.
library ForeignClaims {
    /// @dev Gas a question may cost. An ONCHAINID proxy answers `getClaim` for less than 60,000.
    uint256 private constant GAS = 150_000;
    uint256 private constant MAX_ANSWER = 16_384;

    /// @dev A question failed and the transaction had too little gas to ask it fairly.
    error ForeignClaimsOutOfGas();

    /// @dev What the identity shows under a claim's id. Nothing in it is to be believed but what the issuer confirms.
    function read(address identity, bytes32 claimId)
        internal
        view
        returns (bool found, uint256 topic, uint256 issuer, bytes memory signature, bytes memory data)
    {
        (bool ok, bytes memory answer) = _ask(identity, abi.encodeCall(IERC735.getClaim, (claimId)));
        if (!ok || answer.length < 0xc0) return (false, 0, 0, signature, data);
        bool hasData;
        (found, signature) = _bytes(answer, 3);
        (hasData, data) = _bytes(answer, 4);
        return (found && hasData, _word(answer, 0), _word(answer, 2), signature, data);
    }

    function confirms(address issuer, address identity, uint256 topic, bytes memory signature, bytes memory data)
        internal
        view
        returns (bool)
    {
        return _says(
            issuer, abi.encodeCall(IIdentity.isClaimValid, (IIdentity(identity), topic, signature, data))
        );
    }

    function made(address factory, address identity) internal view returns (bool) {
        return _says(factory, abi.encodeCall(IKnowsIdentities.isIdentity, (identity)));
    }

    function _says(address target, bytes memory question) private view returns (bool) {
        (bool ok, bytes memory answer) = _ask(target, question);
        return ok && answer.length >= 0x20 && _word(answer, 0) == 1;
    }

    function _ask(address target, bytes memory question) private view returns (bool ok, bytes memory answer) {
        assembly ("memory-safe") {
            ok := staticcall(GAS, target, add(question, 0x20), mload(question), 0, 0)
            let size := returndatasize()
            if gt(size, MAX_ANSWER) {
                size := 0
                ok := 0
            }
            answer := mload(0x40)
            mstore(answer, size)
            returndatacopy(add(answer, 0x20), 0, size)
            mstore(0x40, add(add(answer, 0x20), and(add(size, 0x1f), not(0x1f))))
        }
        // A call gets at most 63 parts of 64 of the gas left: with less than this behind, it had less than it may use.
        if (!ok && gasleft() < GAS / 63) revert ForeignClaimsOutOfGas();
    }

    function _word(bytes memory answer, uint256 index) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(answer, 0x20), shl(5, index)))
        }
    }

    /// @dev The dynamic member whose offset is at `index`, in place; none when it does not lie within the answer.
    function _bytes(bytes memory answer, uint256 index) private pure returns (bool inside, bytes memory member) {
        uint256 offset = _word(answer, index);
        if (offset > answer.length - 0x20) return (false, member);
        uint256 length;
        assembly ("memory-safe") {
            length := mload(add(add(answer, 0x20), offset))
        }
        if (length > answer.length - 0x20 - offset) return (false, member);
        assembly ("memory-safe") {
            member := add(add(answer, 0x20), offset)
        }
        return (true, member);
    }
}

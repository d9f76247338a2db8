// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC734} from "../interfaces/IERC734.sol";
import {IERC735} from "../interfaces/IERC735.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {ClaimHolder} from "./ClaimHolder.sol";

/// @dev What investors' identities and claim issuers share.
abstract contract IdentityBase is IIdentity, IERC165, ClaimHolder {
    /// @inheritdoc IIdentity
    function isClaimValid(IIdentity _identity, uint256 claimTopic, bytes calldata sig, bytes calldata data)
        public
        view
        virtual
        returns (bool)
    {
        return _isSigned(address(_identity), claimTopic, sig, data);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view virtual returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC734).interfaceId
            || interfaceId == type(IERC735).interfaceId || interfaceId == type(IIdentity).interfaceId;
    }

    function _isSigned(address identity, uint256 topic, bytes memory signature, bytes memory data)
        internal
        view
        returns (bool)
    {
        bytes32 signed = MessageHashUtils.toEthSignedMessageHash(keccak256(abi.encode(identity, topic, data)));
        // Refuses other lengths than 65 bytes and the second signature that every signature has.
        (address signer, ECDSA.RecoverError wrong,) = ECDSA.tryRecover(signed, signature);
        return wrong == ECDSA.RecoverError.NoError && keyHasPurpose(_keyOf(signer), CLAIM_SIGNER);
    }
}

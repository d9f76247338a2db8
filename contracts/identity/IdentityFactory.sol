// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Claim} from "../interfaces/IERC735.sol";
import {IIdentityFactory, IKnowsIdentities} from "../interfaces/IIdentityFactory.sol";
import {Identity} from "./Identity.sol";

/// @title IdentityFactory
/// @notice See {IIdentityFactory}. Keeps no list: the code of an identity names what its address was computed from.
contract IdentityFactory is IIdentityFactory {
    uint256 private constant CLONE_LENGTH = 0x2d;
    uint256 private constant ARGS_LENGTH = 32;

    /// @inheritdoc IIdentityFactory
    address public immutable implementation = address(new Identity());

    /// @inheritdoc IIdentityFactory
    function createIdentity(address manager, bytes32 key, Claim[] calldata claims)
        external
        returns (address identity)
    {
        if (manager == address(0)) revert IdentityFactoryZeroManager();
        bytes32 name = _nameOf(msg.sender, manager, key);
        identity = _addressOf(name);
        if (identity.code.length != 0) return identity;
        Clones.cloneDeterministicWithImmutableArgs(implementation, abi.encode(name), name);
        emit IdentityCreated(identity, manager, msg.sender, key);
        Identity(identity).begin(claims);
    }

    /// @inheritdoc IIdentityFactory
    function identityAddress(address creator, address manager, bytes32 key) external view returns (address) {
        return _addressOf(_nameOf(creator, manager, key));
    }

    /// @inheritdoc IKnowsIdentities
    function isIdentity(address identity) external view returns (bool) {
        if (identity.code.length != CLONE_LENGTH + ARGS_LENGTH) return false;
        return identity == _addressOf(bytes32(Clones.fetchCloneArgs(identity)));
    }

    /// @dev What an identity's code carries and its address depends on: the manager, and 96 bits of who made it and under
    /// which key. Finding another maker with the same bits is beyond anybody, and would gain him an identity that belongs
    /// to the same manager.
    function _nameOf(address creator, address manager, bytes32 key) private pure returns (bytes32) {
        return bytes32(bytes20(manager)) | (keccak256(abi.encode(creator, key)) >> 160);
    }

    function _addressOf(bytes32 name) private view returns (address) {
        return Clones.predictDeterministicAddressWithImmutableArgs(implementation, abi.encode(name), name);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Claim} from "../interfaces/IERC735.sol";
import {IIdentityFactory} from "../interfaces/IIdentityFactory.sol";
import {IdentityBase} from "./IdentityBase.sol";

/// @title Identity
/// @notice An investor's portable identity, see {IIdentity}. A clone made by {IdentityFactory}: its code names its first
/// manager and can never change. There is nothing to initialise, in a clone or here.
contract Identity is IdentityBase {
    address private immutable SELF = address(this);
    address private immutable FACTORY = msg.sender;

    /// @dev Said by the factory in the transaction that makes the identity.
    function begin(Claim[] calldata claims) external {
        if (msg.sender != FACTORY) revert IIdentityFactory.IdentityFactoryUnauthorized(msg.sender);
        _emitFounder();
        for (uint256 i = 0; i < claims.length; ++i) {
            _addClaim(claims[i]);
        }
    }

    function _founder() internal view override returns (address) {
        if (address(this) == SELF) return address(0);
        return address(bytes20(Clones.fetchCloneArgs(address(this))));
    }
}

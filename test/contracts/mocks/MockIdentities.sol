// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IClaimIssuer, IIdentity} from "../../../contracts/interfaces/IIdentity.sol";

/// @dev An identity that says whatever it is told to, including lies about who issued a claim.
contract MockIdentity is IIdentity {
    struct Claim {
        uint256 topic;
        address issuer;
        bytes signature;
        bytes data;
    }

    mapping(bytes32 id => Claim) private _claims;
    bool public broken;

    function setClaim(bytes32 id, Claim calldata claim) external {
        _claims[id] = claim;
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function getClaim(bytes32 _claimId)
        external
        view
        returns (uint256, uint256, address, bytes memory, bytes memory, string memory)
    {
        require(!broken, "broken");
        Claim memory claim = _claims[_claimId];
        return (claim.topic, 1, claim.issuer, claim.signature, claim.data, "");
    }

    function keyHasPurpose(bytes32, uint256) external pure returns (bool) {
        return true;
    }
}

/// @dev Says yes to claims whose signature equals the hash it was told to accept.
contract MockClaimIssuer is IClaimIssuer {
    mapping(bytes32 => bool) private _accepted;

    function accept(address identity, uint256 topic, bytes calldata signature, bool yes) external {
        _accepted[keccak256(abi.encode(identity, topic, signature))] = yes;
    }

    function isClaimValid(IIdentity _identity, uint256 claimTopic, bytes calldata sig, bytes calldata)
        external
        view
        returns (bool)
    {
        return _accepted[keccak256(abi.encode(address(_identity), claimTopic, sig))];
    }
}

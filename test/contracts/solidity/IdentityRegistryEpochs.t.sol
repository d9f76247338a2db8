// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IdentityRegistry} from "../../../contracts/identity/IdentityRegistry.sol";
import {IClaimIssuer} from "../../../contracts/interfaces/IIdentity.sol";
import {IIdentityRegistry} from "../../../contracts/interfaces/IIdentityRegistry.sol";
import {Checks} from "./Cheats.sol";

/// @dev The cheat code that writes storage.
interface Storing {
    function store(address target, bytes32 slot, bytes32 value) external;
}

/// @dev The first and the last epoch of a registry of which this contract is the owner.
contract IdentityRegistryEpochsTest is Checks {
    uint256 private constant ISSUER_KEY = 0x155E4;
    uint16 private constant LAST_EPOCH = 4095;
    bytes32 private constant CLAIM_POLICY_STORAGE =
        keccak256(abi.encode(uint256(keccak256("freehold.storage.ClaimPolicy")) - 1)) & ~bytes32(uint256(0xff));
    Storing private constant storing = Storing(address(cheats));

    IdentityRegistry private registry;
    IClaimIssuer private issuer;

    error NotRefused(bytes4 expected, bytes answer);

    function setUp() external {
        cheats.warp(1_800_000_000);
        issuer = IClaimIssuer(cheats.addr(ISSUER_KEY));
        registry = IdentityRegistry(
            address(
                new ERC1967Proxy(
                    address(new IdentityRegistry()), abi.encodeCall(IdentityRegistry.initialize, (address(this)))
                )
            )
        );
    }

    function testBeforeTheFirstEpochNobodyAttests() external {
        equal(registry.epoch(), 0, "epoch");
        _refused(_attestation(), IIdentityRegistry.IdentityRegistryUntrustedIssuer.selector);
        isTrue(!registry.isVerified(address(7)), "verified");
        registry.addTrustedIssuer(issuer, _topics(1));
        (bool ok,) = address(registry).call(_attestation());
        isTrue(ok, "not attested in the first epoch");
        (,, bool counts) = registry.attestationOf(address(7));
        isTrue(counts && !registry.isVerified(address(8)), "not counted in the first epoch");
    }

    function testAfterTheLastEpochNothingStartsAnother() external {
        registry.addTrustedIssuer(issuer, _topics(1));
        registry.addClaimTopic(1);
        // As if everything between had happened: the epoch is the first member of its namespace.
        storing.store(address(registry), CLAIM_POLICY_STORAGE, bytes32(uint256(LAST_EPOCH - 1)));
        registry.updateIssuerClaimTopics(issuer, _topics(1));
        equal(registry.epoch(), LAST_EPOCH, "not the last epoch");
        (bool ok,) = address(registry).call(_attestation());
        isTrue(ok && registry.isVerified(address(7)), "not attested in the last epoch");

        bytes4 exhausted = IIdentityRegistry.IdentityRegistryEpochExhausted.selector;
        _refused(abi.encodeCall(registry.addTrustedIssuer, (IClaimIssuer(address(9)), _topics(1))), exhausted);
        _refused(abi.encodeCall(registry.removeTrustedIssuer, (issuer)), exhausted);
        _refused(abi.encodeCall(registry.updateIssuerClaimTopics, (issuer, _topics(2))), exhausted);
        _refused(abi.encodeCall(registry.addClaimTopic, (2)), exhausted);
        _refused(abi.encodeCall(registry.removeClaimTopic, (1)), exhausted);
        equal(registry.epoch(), LAST_EPOCH, "epoch");
        isTrue(registry.isVerified(address(7)), "no longer verified");
    }

    function _attestation() private view returns (bytes memory) {
        IIdentityRegistry.Attestation memory attestation = IIdentityRegistry.Attestation({
            wallet: address(7),
            identity: address(7),
            country: 276,
            accredited: false,
            validUntil: uint40(block.timestamp + 1 days),
            issuedAt: uint40(block.timestamp)
        });
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(ISSUER_KEY, registry.attestationDigest(attestation));
        return abi.encodeCall(registry.attest, (attestation, abi.encodePacked(r, s, v)));
    }

    function _refused(bytes memory act, bytes4 expected) private {
        (bool ok, bytes memory answer) = address(registry).call(act);
        if (ok || bytes4(answer) != expected) revert NotRefused(expected, answer);
    }

    function _topics(uint256 topic) private pure returns (uint256[] memory topics) {
        topics = new uint256[](1);
        topics[0] = topic;
    }
}

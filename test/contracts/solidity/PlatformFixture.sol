// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {UpgradeableBeacon} from "@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol";
import {Compliance} from "../../../contracts/compliance/Compliance.sol";
import {Dividends} from "../../../contracts/dividends/Dividends.sol";
import {IdentityRegistry} from "../../../contracts/identity/IdentityRegistry.sol";
import {ComplianceRules} from "../../../contracts/interfaces/ICompliance.sol";
import {IClaimIssuer} from "../../../contracts/interfaces/IIdentity.sol";
import {ACCREDITED_TOPIC, IIdentityRegistry} from "../../../contracts/interfaces/IIdentityRegistry.sol";
import {IPropertyFactory} from "../../../contracts/interfaces/IPropertyFactory.sol";
import {PropertyFactory} from "../../../contracts/token/PropertyFactory.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {TestUSDC} from "../../../contracts/usdc/TestUSDC.sol";
import {Checks} from "./Cheats.sol";

/// @dev The platform as it is deployed, this contract being owner and agent of everything.
abstract contract PlatformFixture is Checks {
    uint256 internal constant ATTESTER_KEY = 0xA77E57;
    uint256 internal constant START = 1_800_000_000;

    TestUSDC internal usdc;
    IdentityRegistry internal registry;
    Treasury internal treasury;
    Dividends internal dividends;
    PropertyFactory internal factory;
    PropertyToken internal token;

    function deployPlatform(uint40 claimPeriod) internal {
        cheats.warp(START);
        usdc = new TestUSDC(address(this));
        usdc.configureMinter(address(this), type(uint256).max);
        registry = IdentityRegistry(
            address(
                new ERC1967Proxy(
                    address(new IdentityRegistry()), abi.encodeCall(IdentityRegistry.initialize, (address(this)))
                )
            )
        );
        treasury = Treasury(
            address(
                new ERC1967Proxy(
                    address(new Treasury(address(usdc))),
                    abi.encodeCall(Treasury.initialize, (address(this), type(uint128).max))
                )
            )
        );
        dividends = new Dividends(address(this), address(usdc), address(treasury), claimPeriod);
        UpgradeableBeacon beacon =
            new UpgradeableBeacon(address(new PropertyToken(address(dividends))), address(this));
        factory = new PropertyFactory(
            address(this), address(beacon), address(new Compliance()), address(registry)
        );
        treasury.wire(address(dividends), address(factory));
        factory.addAgent(address(this));
        dividends.addAgent(address(this));
        treasury.addAgent(address(this));
        uint256[] memory topics = new uint256[](2);
        topics[0] = 1;
        topics[1] = ACCREDITED_TOPIC;
        registry.addClaimTopic(1);
        registry.addTrustedIssuer(IClaimIssuer(cheats.addr(ATTESTER_KEY)), topics);
        token = tokenize("property");
    }

    function tokenize(bytes32 key) internal returns (PropertyToken) {
        IPropertyFactory.TokenizeParams memory params;
        params.key = key;
        params.name = "Property";
        params.symbol = "PROP";
        params.maxSupply = type(uint104).max;
        params.owner = address(this);
        params.agents = new address[](1);
        params.agents[0] = address(this);
        params.rules.trackPositions = true;
        (address created,) = factory.tokenize(params);
        return PropertyToken(created);
    }

    function attest(address wallet) internal {
        attest(wallet, wallet);
    }

    function attest(address wallet, address identity) internal {
        IIdentityRegistry.Attestation memory attestation = IIdentityRegistry.Attestation({
            wallet: wallet,
            identity: identity,
            country: 276,
            accredited: false,
            validUntil: type(uint32).max,
            issuedAt: uint40(block.timestamp)
        });
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(ATTESTER_KEY, registry.attestationDigest(attestation));
        registry.attest(attestation, abi.encodePacked(r, s, v));
    }

    function holderOf(uint256 index) internal pure returns (address) {
        return address(uint160(0x10000 + index));
    }

    function issue(address holder, uint256 shares) internal {
        if (!registry.isVerified(holder)) attest(holder);
        token.mint(holder, shares);
    }

    function declareAndFund(bytes32 id, uint256 amount) internal {
        dividends.declare(id, address(token), amount, id);
        usdc.mint(address(this), amount);
        usdc.approve(address(dividends), amount);
        dividends.fund(id);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ComplianceRules, CountryMode, ICompliance} from "../../../contracts/interfaces/ICompliance.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev A batch does what its movements would do one after the other, or nothing. Two tokens have the same past; one
/// moves in a batch, the other one by one. Wallets 0 to 3 hold shares, 4 and 5 are verified, 6 is not.
contract BatchesTest is PlatformFixture {
    uint256 private constant WALLETS = 7;
    uint256 private constant HELD = 100 ether;

    PropertyToken private single;

    function setUp() external {
        deployPlatform(1 days);
        registry.addAgent(address(this));
        single = tokenize("single");
        for (uint256 i = 0; i < 6; i++) {
            attest(holderOf(i));
            if (i > 3) continue;
            token.mint(holderOf(i), HELD);
            single.mint(holderOf(i), HELD);
        }
    }

    function testFuzz_ABatchIsItsTransfersOneByOne(uint256[5] calldata acts, uint256 legs, uint256 seed) external {
        for (uint256 i = 0; i < acts.length; i++) {
            _act(_spread(acts[i]));
        }
        seed = _spread(seed);
        address from = holderOf(seed % WALLETS);
        (address[] memory to, uint256[] memory amounts) = _legs(between(legs, 0, 6), seed >> 8);
        cheats.prank(from);
        (bool together,) = address(token).call(abi.encodeCall(token.batchTransfer, (to, amounts)));
        bool oneByOne = true;
        for (uint256 i = 0; i < to.length && oneByOne; i++) {
            cheats.prank(from);
            (oneByOne,) = address(single).call(abi.encodeCall(single.transfer, (to[i], amounts[i])));
        }
        _compare(together, oneByOne);
    }

    function testFuzz_ABatchIsItsMintsOneByOne(uint256[5] calldata acts, uint256 legs, uint256 seed) external {
        for (uint256 i = 0; i < acts.length; i++) {
            _act(_spread(acts[i]));
        }
        (address[] memory to, uint256[] memory amounts) = _legs(between(legs, 0, 6), _spread(seed));
        if (seed % 8 == 0 && to.length != 0) amounts[0] = type(uint104).max - (seed >> 8) % (HELD * 6);
        (bool together,) = address(token).call(abi.encodeCall(token.batchMint, (to, amounts)));
        bool oneByOne = true;
        for (uint256 i = 0; i < to.length && oneByOne; i++) {
            (oneByOne,) = address(single).call(abi.encodeCall(single.mint, (to[i], amounts[i])));
        }
        _compare(together, oneByOne);
    }

    /// @dev A record date, so that balances belong to an earlier epoch; the same for both tokens.
    function _closeEpoch() private {
        cheats.prank(address(dividends));
        token.raiseEpoch();
        cheats.prank(address(dividends));
        single.raiseEpoch();
    }

    function _compare(bool together, bool oneByOne) private view {
        isTrue(together == oneByOne, together ? "only the batch passed" : "only the movements passed");
        if (!together) return;
        equal(token.totalSupply(), single.totalSupply(), "supply");
        equal(token.holderIndexCount(), single.holderIndexCount(), "wallets that held");
        uint24 closed = token.snapshotEpoch() - 1;
        address[] memory holders = new address[](WALLETS);
        for (uint256 i = 0; i < WALLETS; i++) {
            holders[i] = holderOf(i);
            equal(token.balanceOf(holders[i]), single.balanceOf(holders[i]), "balance");
            equal(_position(token, holders[i]), _position(single, holders[i]), "position");
        }
        equal(
            ICompliance(token.compliance()).holderCount(), ICompliance(single.compliance()).holderCount(), "holders"
        );
        if (closed == 0) return;
        bytes32 one = keccak256(abi.encode(token.snapshotsOf(holders, closed)));
        isTrue(one == keccak256(abi.encode(single.snapshotsOf(holders, closed))), "the record dates differ");
        equal(token.supplyAt(closed), single.supplyAt(closed), "supply at the record date");
    }

    function _position(PropertyToken of_, address identity) private view returns (uint256) {
        return ICompliance(of_.compliance()).positionOf(identity);
    }

    function _legs(uint256 count, uint256 seed) private pure returns (address[] memory to, uint256[] memory amounts) {
        (to, amounts) = (new address[](count), new uint256[](count));
        for (uint256 i = 0; i < count; i++) {
            seed = _spread(seed);
            // Seldom to nobody or to the unverified, or nearly every batch would be refused.
            uint256 index = seed % 40;
            to[i] = index == 39 ? address(0) : holderOf(index == 38 ? 6 : index % 6);
            amounts[i] = (seed >> 16) % 4 == 0 ? 0 : (seed >> 32) % (HELD / 3);
        }
    }

    function _act(uint256 seed) private {
        (uint256 kind, address wallet) = (seed % 12, holderOf((seed >> 8) % WALLETS));
        uint256 amount = (seed >> 16) % HELD;
        if (kind == 0) _freeze(wallet);
        else if (kind == 1) _withhold(wallet, amount);
        else if (kind == 2 && amount % 4 == 0) _pause();
        else if (kind == 3 && amount % 4 == 0) _pauseIssuance();
        else if (kind < 6) _setRules(seed >> 100);
        else if (kind < 8) _closeEpoch();
        else if (kind == 8 && registry.isVerified(wallet)) registry.revokeAttestation(wallet);
        else if (kind == 9 && registry.isVerified(wallet)) _relink(wallet, holderOf((seed >> 104) % 5));
    }

    function _freeze(address wallet) private {
        token.setAddressFrozen(wallet, true);
        single.setAddressFrozen(wallet, true);
    }

    function _withhold(address wallet, uint256 amount) private {
        token.setFrozenTokens(wallet, amount);
        single.setFrozenTokens(wallet, amount);
    }

    function _pause() private {
        if (token.paused()) return;
        token.pause();
        single.pause();
    }

    function _pauseIssuance() private {
        if (token.issuancePaused()) return;
        token.pauseIssuance();
        single.pauseIssuance();
    }

    function _relink(address wallet, address identity) private {
        cheats.warp(block.timestamp + 1);
        attest(wallet, identity);
    }

    function _setRules(uint256 seed) private {
        ComplianceRules memory rules;
        rules.countryMode = CountryMode(seed % 2);
        rules.countries = new uint16[](1);
        rules.countries[0] = 276;
        rules.maxBalance = (seed >> 16) % 2 == 0 ? 0 : uint104(HELD + (seed >> 24) % HELD);
        rules.maxHolders = (seed >> 32) % 2 == 0 ? 0 : uint32(4 + (seed >> 40) % 3);
        if ((seed >> 48) % 4 == 0) (rules.windowSeconds, rules.windowLimit) = (1 days, uint104(HELD));
        rules.approvalNeeded = (seed >> 56) % 16 == 0;
        rules.trackPositions = true;
        ICompliance(token.compliance()).setRules(rules);
        ICompliance(single.compliance()).setRules(rules);
    }

    /// @dev The fuzzer likes small numbers; every bit decides something here.
    function _spread(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }
}

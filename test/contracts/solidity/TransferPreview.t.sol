// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ComplianceRules, CountryMode, ICompliance} from "../../../contracts/interfaces/ICompliance.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev What a token says beforehand is what happens: yes when and only when the movement succeeds, and the reason is
/// the very data it reverts with. Wallets 0 to 3 hold shares, 4 is verified, 5 is not, 6 shares wallet 0's identity.
contract TransferPreviewTest is PlatformFixture {
    uint256 private constant WALLETS = 7;
    uint256 private constant HELD = 100 ether;

    error AnotherReason(bytes foretold, bytes given);

    function setUp() external {
        deployPlatform(1 days);
        registry.addAgent(address(this));
        for (uint256 i = 0; i < 5; i++) {
            if (i < 4) issue(holderOf(i), HELD);
            else attest(holderOf(i));
        }
        attest(holderOf(6), holderOf(0));
    }

    function testFuzz_Pitfall14TheAnswerBeforehandIsTheAnswer(uint256[12] calldata acts, uint256[6] calldata movements)
        external
    {
        for (uint256 i = 0; i < acts.length; i++) {
            _act(_spread(acts[i]));
        }
        for (uint256 i = 0; i < movements.length; i++) {
            uint256 seed = _spread(movements[i]);
            if (seed % 4 == 0) _mint(seed >> 8);
            else _transfer(seed >> 8);
        }
    }

    function _transfer(uint256 seed) private {
        (address from, address to, uint256 amount) = (_wallet(seed), _wallet(seed >> 8), _amount(seed >> 16));
        address spender = (seed >> 96) % 2 == 0 ? from : _wallet(seed >> 104);
        if (spender == address(0)) spender = from;
        (bool allowed, bytes4 code, bytes memory reason) = token.canTransferWithReason(spender, from, to, amount);
        isTrue(allowed || spender != from || !token.canTransfer(from, to, amount), "ERC-7943 says something else");
        if (spender == from) isTrue(token.canTransfer(from, to, amount) == allowed, "ERC-7943 disagrees");
        if (allowed) isTrue(token.canSend(from) && token.canReceive(to), "allowed, but not eligible");

        cheats.prank(spender);
        (bool moved, bytes memory failure) = address(token).call(
            spender == from
                ? abi.encodeCall(token.transfer, (to, amount))
                : abi.encodeCall(token.transferFrom, (from, to, amount))
        );
        _compare(allowed, code, reason, moved, failure);
    }

    function _mint(uint256 seed) private {
        (address to, uint256 amount) = (_wallet(seed), _amount(seed >> 16));
        if ((seed >> 96) % 8 == 0) amount = type(uint104).max - (seed >> 100) % HELD;
        (bool allowed, bytes4 code, bytes memory reason) = token.canMintWithReason(to, amount);
        (bool moved, bytes memory failure) = address(token).call(abi.encodeCall(token.mint, (to, amount)));
        _compare(allowed, code, reason, moved, failure);
    }

    function _compare(bool allowed, bytes4 code, bytes memory reason, bool moved, bytes memory failure) private pure {
        isTrue(allowed == moved, allowed ? "allowed, but refused" : "refused, but allowed");
        if (moved) failure = "";
        if (keccak256(reason) != keccak256(failure)) revert AnotherReason(reason, failure);
        isTrue(code == bytes4(failure), "the code is not the selector");
    }

    function _act(uint256 seed) private {
        (uint256 kind, address wallet, uint256 amount) = (seed % 10, _wallet(seed >> 8), _amount(seed >> 16));
        bool on = (seed >> 96) % 2 == 0;
        if (kind == 0) token.setAddressFrozen(wallet, on);
        else if (kind == 1 && wallet != address(0)) token.setFrozenTokens(wallet, amount);
        else if (kind == 2 && token.paused() != on) on ? token.pause() : token.unpause();
        else if (kind == 3 && token.issuancePaused() != on) on ? token.pauseIssuance() : token.unpauseIssuance();
        else if (kind == 4) _setRules(seed >> 100);
        else if (kind == 5 && registry.isVerified(wallet)) registry.revokeAttestation(wallet);
        else if (kind == 6) _approve(wallet, _wallet(seed >> 100), on ? amount : type(uint256).max);
        else if (kind == 7) cheats.warp(block.timestamp + amount % 30 days);
        else if (kind == 8 && token.balanceOf(wallet) != 0 && !token.issuancePaused()) _burnAll(wallet);
        else if (kind == 9 && registry.isVerified(wallet)) _relink(wallet, holderOf((seed >> 104) % 5));
    }

    function _burnAll(address wallet) private {
        token.burn(wallet, token.balanceOf(wallet));
    }

    /// @dev A wallet gets another identity while it holds shares.
    function _relink(address wallet, address identity) private {
        cheats.warp(block.timestamp + 1);
        attest(wallet, identity);
    }

    function _setRules(uint256 seed) private {
        ComplianceRules memory rules;
        rules.countryMode = CountryMode(seed % 3);
        rules.countries = new uint16[]((seed >> 8) % 2);
        if (rules.countries.length == 1) rules.countries[0] = 276;
        rules.maxBalance = (seed >> 16) % 2 == 0 ? 0 : uint104(_amount(seed >> 24));
        rules.maxHolders = uint32((seed >> 100) % 6);
        rules.lockedUntil = (seed >> 108) % 4 == 0 ? uint40(block.timestamp + 1 days) : 0;
        rules.maxShareBps = (seed >> 112) % 4 == 0 ? uint16((seed >> 116) % 10_000) : 0;
        rules.accreditedOnly = (seed >> 132) % 8 == 0;
        rules.approvalNeeded = (seed >> 135) % 8 == 0;
        rules.vettedSpendersOnly = (seed >> 138) % 3 == 0;
        if ((seed >> 140) % 4 == 0) {
            (rules.windowSeconds, rules.windowLimit) = (1 days, uint104(_amount(seed >> 142) + 1));
        }
        if ((seed >> 160) % 4 == 0) rules.lockupSeconds = 1 days;
        rules.trackPositions = true;
        ICompliance(token.compliance()).setRules(rules);
    }

    function _approve(address owner, address spender, uint256 amount) private {
        if (spender == address(0)) return;
        cheats.prank(owner);
        token.approve(spender, amount);
    }

    /// @dev The fuzzer likes small numbers; every bit decides something here.
    function _spread(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }

    /// @dev One of the wallets, now and then the zero address.
    function _wallet(uint256 seed) private pure returns (address) {
        uint256 index = seed % (WALLETS + 1);
        return index == WALLETS ? address(0) : holderOf(index);
    }

    function _amount(uint256 seed) private pure returns (uint256) {
        if (seed % 4 == 0) return (seed >> 8) % 3 * (HELD / 2);
        return (seed >> 8) % (HELD * 5 / 4);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IOffering} from "../../../contracts/interfaces/IOffering.sol";
import {IIdentityRegistry} from "../../../contracts/interfaces/IIdentityRegistry.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// @dev Everything that may happen around primary sales, in any order, and what investors saw of it.
contract OfferingHandler is MarketFixture {
    uint256 public constant OFFERINGS = 3;
    uint256 public constant INVESTORS = 5;
    uint256 public constant MONEY_EACH = 10 ** 12;
    uint128 private constant PRICE = 50 * 10 ** 6;

    mapping(uint256 investor => uint256) public moneyOf;
    mapping(uint256 investor => uint256) public sharesOf;
    mapping(bytes32 id => uint256) public proceedsOf;
    mapping(bytes32 id => uint256) public paidInto;
    mapping(bytes32 id => uint256) public paidBack;
    uint256 public donated;
    uint256 public skimmed;
    uint256 public disagreements;

    constructor() {
        deployMarket();
        registry.addAgent(address(this));
        for (uint256 i = 0; i < INVESTORS; i++) {
            _verify(i);
            usdc.mint(holderOf(i), MONEY_EACH);
            cheats.prank(holderOf(i));
            usdc.approve(address(offering), type(uint256).max);
            moneyOf[i] = MONEY_EACH;
        }
        for (uint256 i = 0; i < OFFERINGS; i++) {
            _open(i, i << 32 | i << 8, i * 257);
        }
    }

    /* ACTS */

    function subscribe(uint256 id, uint256 who, uint256 amount) external {
        uint128 shares = uint128(between(amount, 1, 12) * 0.5 ether + (amount % 13 == 0 ? 1 : 0));
        bytes32 sale = idOf(id);
        if (amount % 5 == 0) shares = offering.termsOf(sale).cap - offering.progressOf(sale).subscribed;
        address investor = holderOf(who % INVESTORS);
        bool good = offering.check(sale, investor, shares).length == 0 && !usdc.isBlacklisted(investor);
        cheats.prank(investor);
        try offering.subscribe(sale, shares) {
            if (!good) disagreements++;
            moneyOf[who % INVESTORS] -= uint256(shares) * PRICE / 1 ether;
            paidInto[sale] += uint256(shares) * PRICE / 1 ether;
        } catch {
            if (good) disagreements++;
        }
    }

    function close(uint256 id) external {
        _close(id);
    }

    function cancel(uint256 id, uint256 seed) external {
        if (seed % 3 != 0) return;
        try offering.cancel(idOf(id)) {} catch {}
    }

    function deliver(uint256 id, uint256 who) external {
        bytes32 sale = idOf(id);
        _close(id);
        address[] memory investors = _some(who);
        uint256[] memory before = new uint256[](INVESTORS);
        for (uint256 i = 0; i < INVESTORS; i++) {
            before[i] = token.balanceOf(holderOf(i));
        }
        uint256 treasuryBefore = usdc.balanceOf(address(treasury));
        try offering.deliver(sale, investors) {
            proceedsOf[sale] += usdc.balanceOf(address(treasury)) - treasuryBefore;
            for (uint256 i = 0; i < INVESTORS; i++) {
                sharesOf[i] += token.balanceOf(holderOf(i)) - before[i];
            }
        } catch {}
    }

    function refund(uint256 id, uint256 who) external {
        _close(id);
        if (who % 8 == 0) cheats.warp(block.timestamp + offering.DELIVERY_PERIOD());
        who = who % INVESTORS;
        uint256 before = usdc.balanceOf(holderOf(who));
        cheats.prank(holderOf(who));
        try offering.refund(idOf(id)) {
            _noteRefund(idOf(id), who, before);
        } catch {}
    }

    function refundFor(uint256 id, uint256 who) external {
        uint256[] memory before = new uint256[](INVESTORS);
        for (uint256 i = 0; i < INVESTORS; i++) {
            before[i] = usdc.balanceOf(holderOf(i));
        }
        try offering.refundFor(idOf(id), _some(who)) {
            for (uint256 i = 0; i < INVESTORS; i++) {
                _noteRefund(idOf(id), i, before[i]);
            }
        } catch {}
    }

    /// @dev What happens around a sale, one thing at a time, so that sales still get somewhere.
    function disturb(uint256 what, uint256 who, uint256 seed) external {
        address investor = holderOf(who % INVESTORS);
        bool worse = seed % 3 == 0;
        if (what % 7 == 0) token.setAddressFrozen(investor, worse);
        else if (what % 7 == 1) _setVerified(who % INVESTORS, !worse);
        else if (what % 7 == 2) _setBlacklisted(investor, worse);
        else if (what % 7 == 3) _setAgent(!worse);
        else if (what % 7 == 4) _donate(between(seed, 1, 1_000));
        else if (what % 7 == 5) _skim();
        else _reassign(idOf(seed), investor, holderOf((seed >> 8) % INVESTORS));
    }

    function wait(uint256 time) external {
        cheats.warp(block.timestamp + between(time, 1, 12 hours));
    }

    /* WHAT THE WORLD SEES */

    function idOf(uint256 id) public pure returns (bytes32) {
        return bytes32(id % OFFERINGS + 1);
    }

    function investorAt(uint256 index) external pure returns (address) {
        return holderOf(index);
    }

    function contracts() external view returns (address, address, address, address) {
        return (address(token), address(offering), address(usdc), address(treasury));
    }

    /* INTERNAL */

    function _open(uint256 id, uint256 size, uint256 time) private {
        IOffering.Terms memory terms;
        (terms.token, terms.property, terms.price) = (address(token), "property", PRICE);
        terms.cap = uint128(between(size, 20, 60)) * 1 ether;
        terms.minimum = uint128(between(size >> 8, 0, 10)) * 1 ether;
        terms.minPerInvestor = uint128(between(size >> 16, 1, 3)) * 1 ether;
        terms.maxPerInvestor = terms.minPerInvestor + uint128(between(size >> 24, 8, 40)) * 1 ether;
        terms.opens = uint40(block.timestamp + between(time, 0, 2) * 1 hours);
        terms.closes = terms.opens + uint40(between(time >> 8, 1, 3) * 1 days);
        offering.open(idOf(id), terms);
    }

    /// @dev The last investor is another wallet of the first.
    function _verify(uint256 who) private {
        cheats.warp(block.timestamp + 1);
        IIdentityRegistry.Attestation memory attestation = IIdentityRegistry.Attestation({
            wallet: holderOf(who),
            identity: holderOf(who == INVESTORS - 1 ? 0 : who),
            country: 276,
            accredited: false,
            validUntil: type(uint32).max,
            issuedAt: uint40(block.timestamp)
        });
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(ATTESTER_KEY, registry.attestationDigest(attestation));
        registry.attest(attestation, abi.encodePacked(r, s, v));
    }

    /// @dev Some investors, now and then one of them twice.
    function _some(uint256 seed) private pure returns (address[] memory investors) {
        investors = new address[](between(seed, 1, INVESTORS));
        for (uint256 i = 0; i < investors.length; i++) {
            investors[i] = holderOf((seed >> (8 * i + 8)) % INVESTORS);
        }
    }

    function _setVerified(uint256 who, bool verified) private {
        if (verified) _verify(who);
        else registry.revokeAttestation(holderOf(who));
    }

    function _setBlacklisted(address investor, bool listed) private {
        if (listed) usdc.blacklist(investor);
        else usdc.unBlacklist(investor);
    }

    /// @dev Whether the offering may issue shares.
    function _setAgent(bool agent) private {
        if (agent) token.addAgent(address(offering));
        else token.removeAgent(address(offering));
    }

    function _donate(uint256 amount) private {
        usdc.mint(address(offering), amount);
        donated += amount;
    }

    function _skim() private {
        uint256 before = usdc.balanceOf(address(treasury));
        offering.skim();
        skimmed += usdc.balanceOf(address(treasury)) - before;
    }

    function _reassign(bytes32 id, address from, address to) private {
        try offering.reassign(id, from, to) {} catch {}
    }

    /// @dev Only after the time is up, or when all is sold.
    function _close(uint256 id) private {
        try offering.close(idOf(id)) {} catch {}
    }

    function _noteRefund(bytes32 id, uint256 who, uint256 before) private {
        uint256 received = usdc.balanceOf(holderOf(who)) - before;
        moneyOf[who] += received;
        paidBack[id] += received;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IOffering} from "../../../contracts/interfaces/IOffering.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// @dev What holds for any price and number of shares.
contract OfferingTest is MarketFixture {
    bytes32 private constant ID = "sale";
    uint256 private constant MONEY = 10 ** 40;

    function setUp() public {
        deployMarket();
        for (uint256 i = 0; i < 2; i++) {
            attest(holderOf(i));
            usdc.mint(holderOf(i), MONEY);
            cheats.prank(holderOf(i));
            usdc.approve(address(offering), MONEY);
        }
    }

    /// @dev Shares are sold exactly when their price is a whole number of units; and then for exactly that.
    function testFuzzPricesAreExact(uint128 price, uint128 shares, bool round) public {
        price = uint128(between(price, 1, 10 ** 12));
        shares = uint128(between(shares, 1, 1_000_000 ether));
        if (round) shares = uint128(between(shares, 1, 1_000_000)) * 1 ether;
        _open(price, 1_000_000 ether);
        cheats.prank(holderOf(0));
        (bool success,) = address(offering).call(abi.encodeCall(offering.subscribe, (ID, shares)));
        bool inBounds = shares >= 1 ether;
        isTrue(success == (inBounds && uint256(shares) * price % 1 ether == 0), "sold exactly when exact");
        uint256 paid = MONEY - usdc.balanceOf(holderOf(0));
        equal(paid * 1 ether, success ? uint256(shares) * price : 0, "paid");
        equal(offering.escrowOf(ID), paid, "escrow");
    }

    /// @dev However two investors race for the last shares, the cap holds and what is taken is paid.
    function testFuzzTheCapHolds(uint8[8] calldata wanted) public {
        _open(10 ** 6, 500 ether);
        uint256 sold = 0;
        for (uint256 i = 0; i < wanted.length; i++) {
            uint128 shares = uint128(between(wanted[i], 1, 255)) * 1 ether;
            cheats.prank(holderOf(i % 2));
            (bool success,) = address(offering).call(abi.encodeCall(offering.subscribe, (ID, shares)));
            isTrue(success == (sold + shares <= 500 ether), "sold exactly while something is left");
            if (success) sold += shares;
        }
        equal(offering.progressOf(ID).subscribed, sold, "subscribed");
        equal(usdc.balanceOf(address(offering)) * 10 ** 12, sold, "escrow");
    }

    /// @dev No two subscriptions share the nonce of an authorization.
    function testFuzzNoncesAreTheirSubscriptionsOwn(bytes32 id, address who, uint128 shares, bytes32 salt)
        public
        view
    {
        bytes32 nonce = offering.authorizationNonce(id, who, shares, salt);
        unchecked {
            isTrue(nonce != offering.authorizationNonce(bytes32(uint256(id) + 1), who, shares, salt), "offering");
            isTrue(nonce != offering.authorizationNonce(id, address(uint160(who) + 1), shares, salt), "investor");
            isTrue(nonce != offering.authorizationNonce(id, who, shares + 1, salt), "shares");
            isTrue(nonce != offering.authorizationNonce(id, who, shares, bytes32(uint256(salt) + 1)), "salt");
        }
    }

    function _open(uint128 price, uint128 cap) private {
        IOffering.Terms memory terms;
        (terms.token, terms.property, terms.price, terms.cap) = (address(token), "property", price, cap);
        (terms.minPerInvestor, terms.maxPerInvestor) = (1 ether, cap);
        (terms.opens, terms.closes) = (uint40(block.timestamp), uint40(block.timestamp + 1 days));
        offering.open(ID, terms);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev Dividends for arbitrary holdings, amounts and movements after the record date.
contract DividendsTest is PlatformFixture {
    bytes32 private constant FIRST = "first";
    bytes32 private constant SECOND = "second";
    uint256 private constant HOLDERS = 6;

    function setUp() public {
        deployPlatform(365 days);
        for (uint256 i = 0; i < HOLDERS; i++) {
            attest(holderOf(i));
        }
    }

    function testFuzz_PaysWhatTheRecordDateSaysWhateverMovesAfterwards(
        uint96[6] memory holdings,
        uint96 amountSeed,
        uint256[12] memory moves
    ) public {
        uint256 amount = between(amountSeed, 1, 10 ** 15);
        uint256 supply = _issueAll(holdings);
        declareAndFund(FIRST, amount);
        _moveAround(moves);

        dividends.pay(FIRST, _holders());
        uint256 paid = 0;
        for (uint256 i = 0; i < HOLDERS; i++) {
            uint256 expected = amount * _holding(holdings, i) / supply;
            equal(usdc.balanceOf(holderOf(i)), expected, "payout");
            equal(dividends.entitlementOf(FIRST, holderOf(i)), expected, "entitlement");
            paid += expected;
        }
        IDividends.Dividend memory d = dividends.dividend(FIRST);
        equal(d.paid, paid, "paid");
        equal(d.carried, amount - paid, "carried");
        equal(usdc.balanceOf(address(dividends)), amount - paid, "left in the contract");
    }

    function testFuzz_PaysNobodyTwiceInAnyMixOfPushesAndClaims(
        uint96[6] memory holdings,
        uint96 amountSeed,
        uint8[16] memory acts
    ) public {
        uint256 amount = between(amountSeed, 1, 10 ** 15);
        uint256 supply = _issueAll(holdings);
        declareAndFund(FIRST, amount);
        for (uint256 i = 0; i < acts.length; i++) {
            address holder = holderOf(acts[i] % HOLDERS);
            if (acts[i] & 0x80 == 0) {
                address[] memory one = new address[](2);
                one[0] = holder;
                one[1] = holder;
                dividends.pay(FIRST, one);
            } else if (!dividends.isPaid(FIRST, holder) && token.balanceOf(holder) != 0) {
                dividends.claimFor(FIRST, holder);
            }
            isTrue(
                usdc.balanceOf(holder) <= amount * _holding(holdings, acts[i] % HOLDERS) / supply, "paid too much"
            );
        }
    }

    function testFuzz_CarriesDustOnAndLosesNone(uint96[6] memory holdings, uint64 first, uint64 second) public {
        uint256 amountA = between(first, 1, 10 ** 12);
        uint256 amountB = between(second, 1, 10 ** 12);
        _issueAll(holdings);
        declareAndFund(FIRST, amountA);
        dividends.pay(FIRST, _holders());
        uint256 dust = dividends.carried(address(token));
        isTrue(dust < HOLDERS, "dust below one unit per holder");

        declareAndFund(SECOND, amountB);
        equal(dividends.dividend(SECOND).carriedIn, dust, "carried in");
        dividends.pay(SECOND, _holders());
        uint256 received = 0;
        for (uint256 i = 0; i < HOLDERS; i++) {
            received += usdc.balanceOf(holderOf(i));
        }
        equal(received + dividends.carried(address(token)), amountA + amountB, "every unit accounted for");
    }

    function testFuzz_SweepReturnsExactlyWhatWasNotPaid(uint96[6] memory holdings, uint96 amountSeed, uint8 paid)
        public
    {
        uint256 amount = between(amountSeed, 1, 10 ** 15);
        _issueAll(holdings);
        declareAndFund(FIRST, amount);
        uint256 count = paid % HOLDERS;
        address[] memory some = new address[](count);
        for (uint256 i = 0; i < count; i++) {
            some[i] = holderOf(i);
        }
        dividends.pay(FIRST, some);
        uint256 carried = dividends.carried(address(token));
        cheats.warp(START + 365 days + 1);
        dividends.sweep(FIRST);
        equal(
            usdc.balanceOf(address(treasury)) + dividends.dividend(FIRST).paid + carried, amount, "nothing is lost"
        );
        equal(usdc.balanceOf(address(dividends)), carried, "only carried dust stays");
    }

    function _issueAll(uint96[6] memory holdings) private returns (uint256 supply) {
        for (uint256 i = 0; i < HOLDERS; i++) {
            uint256 shares = _holding(holdings, i);
            if (shares != 0) token.mint(holderOf(i), shares);
            supply += shares;
        }
    }

    /// @dev The first always holds something; the others may hold nothing.
    function _holding(uint96[6] memory holdings, uint256 index) private pure returns (uint256) {
        return index == 0 ? between(holdings[0], 1, type(uint96).max) : holdings[index];
    }

    function _holders() private pure returns (address[] memory holders) {
        holders = new address[](HOLDERS);
        for (uint256 i = 0; i < HOLDERS; i++) {
            holders[i] = holderOf(i);
        }
    }

    function _moveAround(uint256[12] memory moves) private {
        for (uint256 i = 0; i < moves.length; i++) {
            address from = holderOf(moves[i] % HOLDERS);
            address to = holderOf((moves[i] >> 8) % HOLDERS);
            uint256 balance = token.balanceOf(from);
            uint256 amount = between(moves[i] >> 16, 0, balance);
            uint256 act = (moves[i] >> 250) % 4;
            if (act == 0) {
                token.mint(to, amount);
            } else if (act == 1) {
                token.burn(from, amount);
            } else {
                cheats.prank(from);
                token.transfer(to, amount);
            }
        }
    }
}

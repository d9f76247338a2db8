// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Dividends} from "../../../contracts/dividends/Dividends.sol";
import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {Checks} from "./Cheats.sol";
import {MoodyMoney, ScriptedToken} from "./DividendsMocks.sol";

/// @dev Dividends among contracts that lie, refuse and call back.
contract DividendsAdversariesTest is Checks {
    bytes32 private constant OURS = "ours";
    bytes32 private constant THEIRS = "theirs";
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);
    address private constant THIEF = address(0x7417EF);

    ScriptedToken private _token;
    ScriptedToken private _hostile;
    MoodyMoney private _money;
    Dividends private _dividends;

    function setUp() public {
        _token = new ScriptedToken();
        _hostile = new ScriptedToken();
        _money = new MoodyMoney();
        _dividends = new Dividends(address(this), address(_money), address(0x7EA), 30 days);
        _dividends.addAgent(address(this));
        _money.mint(address(this), 1 ether);
        _token.script(ALICE, _word(60, 1));
        _token.script(BOB, _word(40, 2));
        _fund(OURS, _token, 1_000_000);
        _fund(THEIRS, _hostile, 100);
    }

    /* A TOKEN THAT LIES */

    function test_ATokenCannotGiveItsHolderMoreSharesThanThereAre() public {
        _hostile.script(THIEF, _word(101, 1));
        _refuses(abi.encodeCall(IDividends.pay, (THEIRS, _list(THIEF))), IDividends.DividendsSharesExceedSupply.selector);
        _refuses(
            abi.encodeCall(IDividends.claimFor, (THEIRS, THIEF)), IDividends.DividendsSharesExceedSupply.selector
        );
        _refuses(
            abi.encodeCall(IDividends.markSettled, (THEIRS, THIEF, "ref")),
            IDividends.DividendsSharesExceedSupply.selector
        );
    }

    function test_ATokenCannotPayAHolderAgainUnderOtherNumbers() public {
        for (uint256 number = 1; number <= 3; number++) {
            _hostile.script(THIEF, _word(40, number));
            bytes memory pay = abi.encodeCall(IDividends.pay, (THEIRS, _list(THIEF)));
            if (number < 3) _succeeds(pay);
            else _refuses(pay, IDividends.DividendsSharesExceedSupply.selector);
        }
        equal(_money.balanceOf(THIEF), 80, "within the dividend's own pool");
    }

    function test_ATokenCannotSwellAHeldPayout() public {
        _hostile.script(THIEF, _word(1, 1) | (1 << 136));
        _dividends.pay(THEIRS, _list(THIEF));
        equal(_dividends.dividend(THEIRS).held, 1, "held");
        _hostile.script(THIEF, _word(10 ** 4, 1));
        (bool success,) = address(_dividends).call(abi.encodeCall(IDividends.pay, (THEIRS, _list(THIEF))));
        isTrue(!success, "paid more than was held");
        _hostile.script(THIEF, _word(1, 1));
        _succeeds(abi.encodeCall(IDividends.pay, (THEIRS, _list(THIEF))));
        equal(_money.balanceOf(THIEF), 1, "what was held");
    }

    function test_ATokenMustAnswerForEveryHolder() public {
        _hostile.setShortens(true);
        address[] memory two = new address[](2);
        (two[0], two[1]) = (THIEF, ALICE);
        (bool success,) = address(_dividends).call(abi.encodeCall(IDividends.pay, (THEIRS, two)));
        isTrue(!success, "a short answer");
    }

    function test_ATokenMustNotAnswerForMoreHoldersThanItWasAskedAbout() public {
        _hostile.setClaims(3);
        address[] memory two = new address[](2);
        (two[0], two[1]) = (THIEF, ALICE);
        (bool success, bytes memory reason) =
            address(_dividends).call(abi.encodeCall(IDividends.pay, (THEIRS, two)));
        isTrue(!success && keccak256(reason) == keccak256(_panic(0x01)), "a long answer");
    }

    function test_ATokenThatRefusesToAnswerIsQuoted() public {
        _hostile.setRefuses(true);
        (bool success, bytes memory reason) =
            address(_dividends).call(abi.encodeCall(IDividends.pay, (THEIRS, _list(ALICE))));
        bytes memory expected = abi.encodeWithSignature("Error(string)", "not now");
        isTrue(!success && keccak256(reason) == keccak256(expected), "in its words");
        _hostile.setRefuses(false);
        _succeeds(abi.encodeCall(IDividends.pay, (THEIRS, _list(ALICE))));
    }

    function test_AHolderThatIsNoAddressIsRefused() public {
        bytes memory act = abi.encodeCall(IDividends.pay, (OURS, _list(ALICE)));
        _succeeds(act);
        // The first of the last 32 bytes lies outside an address.
        act[act.length - 32] = 0x01;
        (bool success,) = address(_dividends).call(act);
        isTrue(!success, "a dirty address");
    }

    function test_ASupplyThatSharesCannotAddUpToIsRefused() public {
        _hostile.setSupply(1 << 104);
        _refuses(
            abi.encodeCall(IDividends.declare, ("new", address(_hostile), 5, 0)),
            SafeCast.SafeCastOverflowedUintDowncast.selector
        );
        _hostile.setSupply((1 << 104) - 1);
        _succeeds(abi.encodeCall(IDividends.declare, ("new", address(_hostile), 5, 0)));
    }

    function test_AClaimPeriodMustEnd() public {
        Dividends endless = new Dividends(address(this), address(_money), address(0x7EA), type(uint40).max);
        endless.addAgent(address(this));
        (bool success, bytes memory reason) =
            address(endless).call(abi.encodeCall(IDividends.declare, ("new", address(_token), 5, 0)));
        isTrue(!success && keccak256(reason) == keccak256(_panic(0x11)), "a deadline that does not fit");
    }

    function testFuzz_WhateverATokenSaysTheOthersMoneyStays(uint256[8] memory words, uint8[8] memory acts) public {
        for (uint256 i = 0; i < words.length; i++) {
            address holder = address(uint160(0x100 + acts[i] % 4));
            // Mostly plausible shares, any number, frozen or not; replaced holders have no successor to ask for here.
            _hostile.script(holder, (words[i] % (acts[i] % 3 == 0 ? 1 << 112 : 60)) | (words[i] & (((1 << 25) - 1) << 112)));
            bytes memory act = acts[i] & 0x40 == 0
                ? abi.encodeCall(IDividends.pay, (THEIRS, _list(holder)))
                : acts[i] & 0x80 == 0
                    ? abi.encodeCall(IDividends.claimFor, (THEIRS, holder))
                    : abi.encodeCall(IDividends.markSettled, (THEIRS, holder, "ref"));
            (bool done,) = address(_dividends).call(act);
            done;
        }
        IDividends.Dividend memory d = _dividends.dividend(THEIRS);
        isTrue(uint256(d.paid) + d.settled + d.held + d.carried <= 100, "beyond the pool");
        isTrue(_money.balanceOf(address(_dividends)) >= 1_000_000, "another dividend's money");
        _payAll();
        equal(_money.balanceOf(ALICE), 600_000, "alice");
        equal(_money.balanceOf(BOB), 400_000, "bob");
    }

    /* MONEY WITH MOODS */

    function test_MoneyThatSaysNothingIsPaid() public {
        _money.setMood(ALICE, MoodyMoney.Mood.SaysNothing);
        _payAll();
        isTrue(_dividends.payoutStatus(OURS, ALICE) == IDividends.PayoutStatus.Paid, "paid");
        equal(_money.balanceOf(ALICE), 600_000, "received");
    }

    function test_APayeeWhomMoneyRefusesIsHeldAndTheOthersArePaid() public {
        for (uint8 mood = uint8(MoodyMoney.Mood.SaysNo); mood <= uint8(MoodyMoney.Mood.Reverts); mood++) {
            if (mood == uint8(MoodyMoney.Mood.SaysTwo)) continue;
            bytes32 id = bytes32(uint256(mood));
            _fund(id, _token, 1_000_000);
            uint256 before = _money.balanceOf(BOB);
            _money.setMood(ALICE, MoodyMoney.Mood(mood));
            _dividends.pay(id, _both());
            isTrue(_dividends.payoutStatus(id, ALICE) == IDividends.PayoutStatus.Held, "held");
            equal(_money.balanceOf(BOB), before + 400_000, "bob");
            _money.setMood(ALICE, MoodyMoney.Mood.Honest);
            _dividends.claimFor(id, ALICE);
            isTrue(_dividends.payoutStatus(id, ALICE) == IDividends.PayoutStatus.Paid, "paid later");
            equal(_dividends.dividend(id).held, 0, "nothing is held any more");
        }
    }

    function test_APayeeWhoBurnsAllGasHeIsGivenIsHeld() public {
        _money.setMood(ALICE, MoodyMoney.Mood.BurnsGas);
        (bool success,) = address(_dividends).call{gas: 8_000_000}(abi.encodeCall(IDividends.pay, (OURS, _list(ALICE))));
        isTrue(success, "the batch goes through");
        isTrue(_dividends.payoutStatus(OURS, ALICE) == IDividends.PayoutStatus.Held, "held");
    }

    function test_APayeeCannotBePaidAgainFromWithinHisPayout() public {
        _money.setMood(ALICE, MoodyMoney.Mood.CallsBack);
        _dividends.declare("open", address(_token), 1, 0);
        bytes[10] memory calls = [
            abi.encodeCall(IDividends.claimFor, (OURS, ALICE)),
            abi.encodeCall(IDividends.claimFor, (OURS, BOB)),
            abi.encodeCall(IDividends.claim, (OURS)),
            abi.encodeCall(IDividends.pay, (OURS, _both())),
            abi.encodeCall(IDividends.sweep, (OURS)),
            abi.encodeCall(IDividends.markSettled, (OURS, ALICE, "ref")),
            abi.encodeCall(IDividends.declare, ("another", address(_token), 1, 0)),
            abi.encodeCall(IDividends.fund, ("open")),
            abi.encodeCall(IDividends.fundWithAuthorization, ("open", ALICE, 0, 0, "open", "")),
            abi.encodeCall(IDividends.cancel, ("open"))
        ];
        _dividends.addAgent(address(_money));
        for (uint256 i = 0; i < calls.length; i++) {
            bytes32 id = bytes32(i + 1);
            _fund(id, _token, 1_000_000);
            uint256 before = _money.balanceOf(ALICE);
            _money.setCall(address(_dividends), calls[i]);
            if (i % 2 == 0) _dividends.pay(id, _list(ALICE));
            else _dividends.claimFor(id, ALICE);
            isTrue(!_money.calledBackWithSuccess(), "called back");
            isTrue(
                bytes4(_money.answer()) == bytes4(keccak256("ReentrancyGuardReentrantCall()")), "guarded"
            );
            equal(_money.balanceOf(ALICE), before + 600_000, "once");
        }
    }

    /* TELLING STATEMENTS APART */

    function testFuzz_ADeclarationIsRepeatedOnlyWithTheSameStatement(bytes32 statement, bytes32 other) public {
        cheats.assume(statement != other);
        _dividends.declare("new", address(_token), 5, statement);
        IDividends.Dividend memory before = _dividends.dividend("new");
        _dividends.declare("new", address(_token), 5, statement);
        isTrue(
            keccak256(abi.encode(before)) == keccak256(abi.encode(_dividends.dividend("new"))), "nothing changed"
        );
        _refuses(
            abi.encodeCall(IDividends.declare, ("new", address(_token), 5, other)), IDividends.DividendsIdTaken.selector
        );
        // Not even one that begins or ends like it.
        bytes32[2] memory alike = [statement ^ bytes32(uint256(1)), statement ^ bytes32(uint256(1) << 255)];
        for (uint256 i = 0; i < alike.length; i++) {
            _refuses(
                abi.encodeCall(IDividends.declare, ("new", address(_token), 5, alike[i])),
                IDividends.DividendsIdTaken.selector
            );
        }
    }

    /* HELPERS */

    function _fund(bytes32 id, ScriptedToken token, uint256 amount) private {
        _dividends.declare(id, address(token), amount, id);
        _dividends.fund(id);
    }

    function _payAll() private {
        _dividends.pay(OURS, _both());
    }

    function _word(uint256 shares, uint256 number) private pure returns (uint256) {
        return shares | (number << 112);
    }

    function _list(address holder) private pure returns (address[] memory holders) {
        holders = new address[](1);
        holders[0] = holder;
    }

    function _both() private pure returns (address[] memory holders) {
        holders = new address[](2);
        (holders[0], holders[1]) = (ALICE, BOB);
    }

    function _panic(uint256 code) private pure returns (bytes memory) {
        return abi.encodeWithSignature("Panic(uint256)", code);
    }

    function _succeeds(bytes memory act) private {
        (bool success,) = address(_dividends).call(act);
        isTrue(success, "refused");
    }

    function _refuses(bytes memory act, bytes4 expected) private {
        (bool success, bytes memory reason) = address(_dividends).call(act);
        isTrue(!success && bytes4(reason) == expected, "not refused with the right reason");
    }
}

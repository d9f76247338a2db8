// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Dividends} from "../../../contracts/dividends/Dividends.sol";
import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {Checks} from "./Cheats.sol";
import {MoodyMoney, ScriptedToken} from "./DividendsMocks.sol";

/// @dev The bits that say how each payout stands, against a status per holder written down plainly. Holders have numbers
/// anywhere in 24 bits: in one word, in neighbouring words, far apart.
contract DividendsMarksTest is Checks {
    bytes32 private constant ID = "id";
    uint256 private constant HOLDERS = 12;
    uint256 private constant EACH = 1_000;

    ScriptedToken private _token;
    MoodyMoney private _money;
    Dividends private _dividends;
    uint256[HOLDERS] private _numbers;
    bool[HOLDERS] private _frozen;
    IDividends.PayoutStatus[HOLDERS] private _expected;

    function setUp() public {
        _token = new ScriptedToken();
        _money = new MoodyMoney();
        _dividends = new Dividends(address(this), address(_money), address(0x7EA), 30 days);
        _dividends.addAgent(address(this));
        _money.mint(address(this), 1 ether);
        _token.setSupply(HOLDERS);
        _dividends.declare(ID, address(_token), EACH * HOLDERS, ID);
        _dividends.fund(ID);
    }

    function testFuzz_EveryPayoutStandsForItself(uint24 start, uint24[12] memory steps, uint256[24] memory acts) public {
        _numberHolders(start, steps);
        for (uint256 i = 0; i < acts.length; i++) {
            uint256 act = acts[i] % 5;
            if (act == 0) _freeze((acts[i] >> 8) % HOLDERS);
            else if (act == 1) _claim((acts[i] >> 8) % HOLDERS);
            else if (act == 2) _settle((acts[i] >> 8) % HOLDERS);
            else _pay(acts[i] >> 8);
            _compare();
        }
    }

    /// @dev Distinct numbers, some next to each other and some far away.
    function _numberHolders(uint24 start, uint24[12] memory steps) private {
        uint256 number = uint256(start) % 1_000 + 1;
        for (uint256 i = 0; i < HOLDERS; i++) {
            _numbers[i] = number;
            _script(i);
            number += steps[i] % 3 == 0 ? 1 : steps[i] % 3 == 1 ? uint256(steps[i]) % 300 + 1 : uint256(steps[i]) % 1_000_000 + 1;
        }
    }

    function _freeze(uint256 i) private {
        _frozen[i] = !_frozen[i];
        _script(i);
    }

    function _claim(uint256 i) private {
        (bool done,) = address(_dividends).call(abi.encodeCall(IDividends.claimFor, (ID, _holder(i))));
        bool expected = _isOpen(i) && !_frozen[i];
        isTrue(done == expected, "claim");
        if (done) _expected[i] = IDividends.PayoutStatus.Paid;
    }

    function _settle(uint256 i) private {
        (bool done,) = address(_dividends).call(abi.encodeCall(IDividends.markSettled, (ID, _holder(i), "ref")));
        isTrue(done == _isOpen(i), "settle");
        if (done) _expected[i] = IDividends.PayoutStatus.Settled;
    }

    /// @dev Any holders in any order, some more than once, some strangers between them.
    function _pay(uint256 seed) private {
        address[] memory batch = new address[](seed % 9);
        for (uint256 i = 0; i < batch.length; i++) {
            uint256 who = (seed >> (8 + 8 * i)) % (HOLDERS + 1);
            batch[i] = _holder(who);
            if (who == HOLDERS || !_isOpen(who)) continue;
            _expected[who] = _frozen[who] ? IDividends.PayoutStatus.Held : IDividends.PayoutStatus.Paid;
        }
        _dividends.pay(ID, batch);
    }

    function _compare() private view {
        IDividends.Dividend memory d = _dividends.dividend(ID);
        uint256[4] memory counts;
        for (uint256 i = 0; i < HOLDERS; i++) {
            isTrue(_dividends.payoutStatus(ID, _holder(i)) == _expected[i], "status");
            isTrue(_dividends.isPaid(ID, _holder(i)) == (_expected[i] >= IDividends.PayoutStatus.Paid), "isPaid");
            equal(
                _money.balanceOf(_holder(i)), _expected[i] == IDividends.PayoutStatus.Paid ? EACH : 0, "received"
            );
            counts[uint256(_expected[i])]++;
        }
        equal(d.held, counts[1] * EACH, "held");
        equal(d.paid, counts[2] * EACH, "paid");
        equal(d.settled, counts[3] * EACH, "settled");
        equal(d.accounted, HOLDERS - counts[0], "accounted");
        isTrue(d.distributed == (counts[0] == 0), "distributed");
        equal(_money.balanceOf(address(_dividends)), _dividends.claimable(ID), "what is left");
    }

    function _script(uint256 i) private {
        _token.script(_holder(i), 1 | (_numbers[i] << 112) | (_frozen[i] ? 1 << 136 : 0));
    }

    function _isOpen(uint256 i) private view returns (bool) {
        return _expected[i] < IDividends.PayoutStatus.Paid;
    }

    function _holder(uint256 i) private pure returns (address) {
        return address(uint160(0x1000 + i));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Compliance} from "../../../contracts/compliance/Compliance.sol";
import {Dividends} from "../../../contracts/dividends/Dividends.sol";
import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {TestUSDC} from "../../../contracts/usdc/TestUSDC.sol";
import {Checks} from "./Cheats.sol";
import {DividendsHandler} from "./DividendsHandler.sol";

/// @dev What holds after every sequence of acts.
contract DividendsInvariants is Checks {
    DividendsHandler private _handler;
    PropertyToken private _token;
    Dividends private _dividends;
    TestUSDC private _usdc;
    address private _treasury;

    function setUp() public {
        _handler = new DividendsHandler();
        (address token, address dividends, address usdc, address treasury) = _handler.contracts();
        _token = PropertyToken(token);
        _dividends = Dividends(dividends);
        _usdc = TestUSDC(usdc);
        _treasury = treasury;
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev A campaign in which some kind of act never worked has shown nothing about it.
    function afterInvariant() public view {
        (uint256 kind, bool found) = _handler.idle();
        if (found) revert NotEqual("an act that never worked", kind, kind);
    }

    /// @dev Per dividend: paid + settled + claimable + carried + swept = funded + carried in.
    function invariant_EachDividendIsConserved() public view {
        bytes32[] memory ids = _handler.ids();
        for (uint256 i = 0; i < ids.length; i++) {
            IDividends.Dividend memory d = _dividends.dividend(ids[i]);
            if (d.state != IDividends.State.Funded && d.state != IDividends.State.Swept) continue;
            equal(
                uint256(d.paid) + d.settled + _dividends.claimable(ids[i]) + d.carried + d.swept,
                uint256(d.amount) + d.carriedIn,
                "conservation"
            );
            isTrue(d.held <= _dividends.claimable(ids[i]), "what is held is claimable");
            isTrue(d.accounted <= d.supply, "no share is accounted for twice");
        }
    }

    /// @dev The contract holds exactly what it owes.
    function invariant_TheContractHoldsWhatItOwes() public view {
        bytes32[] memory ids = _handler.ids();
        uint256 owed = _dividends.carried(address(_token));
        for (uint256 i = 0; i < ids.length; i++) {
            IDividends.Dividend memory d = _dividends.dividend(ids[i]);
            owed += _dividends.claimable(ids[i]);
            if (d.state == IDividends.State.Declared) owed += d.carriedIn;
        }
        equal(_usdc.balanceOf(address(_dividends)), owed, "owed");
    }

    /// @dev Everything funded is with holders, in the treasury or in the contract.
    function invariant_NothingIsLost() public view {
        uint256 total = _usdc.balanceOf(address(_dividends)) + _usdc.balanceOf(_treasury);
        for (uint256 i = 0; i < _handler.HOLDERS(); i++) {
            total += _usdc.balanceOf(_handler.holderAt(i));
        }
        equal(total, _handler.funded(), "funded");
    }

    /// @dev A holder gets his part of the record date once or not at all.
    function invariant_NobodyIsPaidTwiceOrTooMuch() public view {
        bytes32[] memory ids = _handler.ids();
        for (uint256 i = 0; i < ids.length; i++) {
            IDividends.Dividend memory d = _dividends.dividend(ids[i]);
            uint256 pool = uint256(d.amount) + d.carriedIn;
            for (uint256 j = 0; j < _handler.HOLDERS(); j++) {
                address holder = _handler.holderAt(j);
                uint256 due = pool * _handler.recordedBalance(ids[i], holder) / _handler.recordedSupply(ids[i]);
                equal(_dividends.entitlementOf(ids[i], holder), due, "entitlement");
                uint256 received = _handler.received(ids[i], holder);
                isTrue(received == 0 || received == due, "received");
                bool paid = _dividends.payoutStatus(ids[i], holder) == IDividends.PayoutStatus.Paid;
                equal(received, paid ? due : 0, "received when paid");
            }
        }
    }

    /// @dev Shares: balances add up to the supply, and positions per identity add up with them.
    function invariant_SharesAddUp() public view {
        Compliance compliance = Compliance(_token.compliance());
        uint256 balances = 0;
        uint256 positions = 0;
        uint256 holders = 0;
        for (uint256 i = 0; i < _handler.HOLDERS(); i++) {
            address holder = _handler.holderAt(i);
            balances += _token.balanceOf(holder);
            positions += compliance.positionOf(holder);
            if (_token.balanceOf(holder) != 0) holders++;
        }
        equal(balances, _token.totalSupply(), "supply");
        equal(positions, balances, "positions");
        equal(compliance.holderCount(), holders, "holders");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IOffering} from "../../../contracts/interfaces/IOffering.sol";
import {Offering} from "../../../contracts/market/Offering.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {TestUSDC} from "../../../contracts/usdc/TestUSDC.sol";
import {Checks} from "./Cheats.sol";
import {OfferingHandler} from "./OfferingHandler.sol";

/// @dev What holds after every sequence of acts around primary sales.
contract OfferingInvariants is Checks {
    uint256 private constant PRICE = 50 * 10 ** 6;

    OfferingHandler private _handler;
    PropertyToken private _token;
    Offering private _offering;
    TestUSDC private _usdc;
    address private _treasury;

    function setUp() public {
        _handler = new OfferingHandler();
        (address token, address offering, address usdc, address treasury) = _handler.contracts();
        _token = PropertyToken(token);
        _offering = Offering(offering);
        _usdc = TestUSDC(usdc);
        _treasury = treasury;
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev Per offering: escrow = (subscribed − delivered − refunded) × price, in shares, by wallet and in USDC.
    function invariant_EachOfferingIsConserved() public view {
        for (uint256 i = 0; i < _handler.OFFERINGS(); i++) {
            bytes32 id = _handler.idOf(i);
            IOffering.Progress memory p = _offering.progressOf(id);
            uint256 pending = uint256(p.subscribed) - p.delivered - p.refunded;
            equal(_offering.escrowOf(id), pending * PRICE / 1 ether, "escrow");
            uint256 byWallet = 0;
            for (uint256 j = 0; j < _handler.INVESTORS(); j++) {
                byWallet += _offering.pendingOf(id, _handler.investorAt(j));
            }
            equal(byWallet, pending, "pending by wallet");
            equal(_handler.paidInto(id), p.subscribed * PRICE / 1 ether, "paid in");
            equal(_handler.proceedsOf(id), p.delivered * PRICE / 1 ether, "proceeds");
            equal(_handler.paidBack(id), p.refunded * PRICE / 1 ether, "paid back");
        }
    }

    /// @dev The contract holds what it owes, and no more than was sent to it by mistake besides.
    function invariant_TheContractHoldsWhatItOwes() public view {
        uint256 owed = 0;
        for (uint256 i = 0; i < _handler.OFFERINGS(); i++) {
            owed += _offering.escrowOf(_handler.idOf(i));
        }
        equal(_offering.totalEscrow(), owed, "total escrow");
        equal(_usdc.balanceOf(address(_offering)), owed + _handler.donated() - _handler.skimmed(), "held");
    }

    /// @dev Never more than the cap is sold, never shares without their price, never a price without them.
    function invariant_NothingIsOversold() public view {
        uint256 delivered = 0;
        for (uint256 i = 0; i < _handler.OFFERINGS(); i++) {
            IOffering.Progress memory p = _offering.progressOf(_handler.idOf(i));
            IOffering.Terms memory t = _offering.termsOf(_handler.idOf(i));
            isTrue(p.subscribed <= t.cap, "cap");
            delivered += p.delivered;
            if (p.state == IOffering.State.Succeeded) isTrue(p.subscribed >= t.minimum, "minimum");
            else equal(p.delivered, 0, "delivered without a success");
            if (p.state == IOffering.State.Open) equal(p.refunded, 0, "refunded while open");
            for (uint256 j = 0; j < _handler.INVESTORS(); j++) {
                uint256 bought = _offering.subscribedBy(_handler.idOf(i), _handler.investorAt(j));
                isTrue(bought == 0 || bought >= t.minPerInvestor, "minimum per investor");
                isTrue(bought <= t.maxPerInvestor, "maximum per investor");
            }
        }
        equal(_token.totalSupply(), delivered, "shares issued");
    }

    /// @dev Everybody has what he was given and not what he paid.
    function invariant_InvestorsGetWhatTheyPaidFor() public view {
        uint256 proceeds = _handler.skimmed();
        for (uint256 i = 0; i < _handler.OFFERINGS(); i++) {
            proceeds += _handler.proceedsOf(_handler.idOf(i));
        }
        equal(_usdc.balanceOf(_treasury), proceeds, "treasury");
        for (uint256 i = 0; i < _handler.INVESTORS(); i++) {
            equal(_usdc.balanceOf(_handler.investorAt(i)), _handler.moneyOf(i), "USDC");
            equal(_token.balanceOf(_handler.investorAt(i)), _handler.sharesOf(i), "shares");
        }
    }

    /// @dev The check promised exactly what subscribing did.
    function invariant_TheCheckIsTrue() public view {
        equal(_handler.disagreements(), 0, "disagreements");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {TestUSDC} from "../../../contracts/usdc/TestUSDC.sol";
import {Checks} from "./Cheats.sol";
import {TreasuryHandler} from "./TreasuryHandler.sol";

/// @dev What holds after every sequence of acts on the treasury.
contract TreasuryInvariants is Checks {
    TreasuryHandler private _handler;
    Treasury private _treasury;
    TestUSDC private _usdc;
    address private _dividends;

    function setUp() public {
        _handler = new TreasuryHandler();
        (address treasury, address usdc, address dividends) = _handler.contracts();
        (_treasury, _usdc, _dividends) = (Treasury(treasury), TestUSDC(usdc), dividends);
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

    /// @dev The balances of the properties are what is allocated, and that with what is free is what the treasury holds.
    function invariant_TheBooksAddUpToWhatIsHeld() public view {
        uint256 sum = 0;
        for (uint256 i = 0; i < _handler.PROPERTIES(); i++) {
            sum += _treasury.balanceOf(_handler.propertyOf(i));
        }
        uint256 held = _usdc.balanceOf(address(_treasury));
        equal(sum, _treasury.allocated(), "allocated");
        isTrue(sum <= held, "no more than is held");
        equal(sum + _treasury.unallocated(), held, "and the rest is free");
    }

    /// @dev No act touches another property than its own.
    function invariant_EachPropertyHasItsOwn() public view {
        for (uint256 i = 0; i < _handler.PROPERTIES(); i++) {
            equal(_treasury.balanceOf(_handler.propertyOf(i)), _handler.books(i), "balance");
        }
    }

    /// @dev All that arrived is held, released, in dividends or swept to the multisig.
    function invariant_NothingIsLost() public view {
        equal(_usdc.balanceOf(_handler.PAYEE()), _handler.released(), "released");
        equal(_usdc.balanceOf(_handler.SAFE()), _handler.swept(), "swept");
        equal(_usdc.balanceOf(_dividends), _handler.inDividends(), "in dividends");
        uint256 gone = _handler.released() + _handler.swept() + _handler.inDividends();
        equal(_usdc.balanceOf(address(_treasury)) + gone, _handler.arrived(), "arrived");
    }

    /// @dev On no day more leaves than the limit of that day, and today exactly as much less may leave as has left.
    function invariant_TheDailyLimitHolds() public view {
        uint256[] memory seen = _handler.daysSeen();
        for (uint256 i = 0; i < seen.length; i++) {
            isTrue(_handler.leftOn(seen[i]) <= _handler.mostOn(seen[i]), "a day's limit");
        }
        (uint256 limit, uint256 left) = (_treasury.dailyLimit(), _handler.leftOn(block.timestamp / 1 days));
        equal(_treasury.remainingToday(), limit > left ? limit - left : 0, "what may still leave");
    }
}

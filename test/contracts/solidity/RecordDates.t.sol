// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev Balances at record dates against a model that simply copies every balance at every date.
contract RecordDatesTest is PlatformFixture {
    uint256 private constant HOLDERS = 4;

    uint256[HOLDERS][] private _copies;
    uint256[] private _supplies;

    function setUp() public {
        deployPlatform(365 days);
        for (uint256 i = 0; i < HOLDERS; i++) {
            attest(holderOf(i));
        }
        token.mint(holderOf(0), 1_000_000);
    }

    function testFuzz_EveryClosedEpochStaysExact(uint256[24] memory acts) public {
        for (uint256 i = 0; i < acts.length; i++) {
            uint256 seed = acts[i];
            address from = holderOf(seed % HOLDERS);
            address to = holderOf((seed >> 8) % HOLDERS);
            uint256 amount = between(seed >> 16, 0, token.balanceOf(from));
            uint256 act = (seed >> 250) % 5;
            if (act == 0 && token.totalSupply() != 0) {
                _copy();
                dividends.declare(bytes32(_copies.length), address(token), 1, 0);
            } else if (act == 1) {
                token.mint(to, amount);
            } else if (act == 2) {
                token.burn(from, amount);
            } else {
                cheats.prank(from);
                token.transfer(to, amount);
            }
        }
        for (uint256 epoch = 1; epoch <= _copies.length; epoch++) {
            for (uint256 i = 0; i < HOLDERS; i++) {
                equal(token.balanceAt(holderOf(i), uint24(epoch)), _copies[epoch - 1][i], "balance at the date");
            }
            equal(token.supplyAt(uint24(epoch)), _supplies[epoch - 1], "supply at the date");
        }
    }

    function _copy() private {
        uint256[HOLDERS] memory balances;
        for (uint256 i = 0; i < HOLDERS; i++) {
            balances[i] = token.balanceOf(holderOf(i));
        }
        _copies.push(balances);
        _supplies.push(token.totalSupply());
    }
}

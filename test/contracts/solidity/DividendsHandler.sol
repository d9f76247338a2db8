// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {Campaign} from "./Campaign.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev Everything that may happen around dividends, in any order, and what the world saw of it.
contract DividendsHandler is Campaign, PlatformFixture {
    uint256 public constant HOLDERS = 5;

    bytes32[] private _ids;
    mapping(bytes32 id => mapping(address holder => uint256)) public recordedBalance;
    mapping(bytes32 id => uint256) public recordedSupply;
    mapping(bytes32 id => mapping(address holder => uint256)) public received;
    uint256 public funded;

    constructor() {
        deployPlatform(30 days);
        for (uint256 i = 0; i < HOLDERS; i++) {
            attest(holderOf(i));
            token.mint(holderOf(i), (i + 1) * 7 ether);
        }
    }

    function _kinds() internal pure override returns (uint256) {
        return 13;
    }

    function _perform(uint256 kind, uint256 a, uint256 b, uint256 c) internal override returns (bool) {
        if (kind == 0) return _transfer(a, b, c);
        if (kind == 1) return _mint(a, b);
        if (kind == 2) return _burn(a, b);
        if (kind == 3) return _seize(a, b, c);
        if (kind == 4) return _freeze(a, b % 3 == 0);
        if (kind == 5) return _blacklist(a, b % 3 == 0);
        if (kind == 6) return _declare(a);
        if (kind == 7) return _fund(a);
        if (kind == 8) return _cancel(a);
        if (kind == 9) return _pay(a, b);
        if (kind == 10) return _claim(a, b);
        if (kind == 11) return _settle(a, b);
        return _sweep(a, b);
    }

    function _prepare() internal override {
        for (uint256 i = 0; i < HOLDERS; i++) {
            token.setAddressFrozen(holderOf(i), false);
            usdc.unBlacklist(holderOf(i));
            token.mint(holderOf(i), 1 ether);
        }
        _declare(10 ** 6);
        _fund(_ids.length - 1);
        _declare(10 ** 6);
    }

    /* ACTS */

    function _transfer(uint256 fromSeed, uint256 toSeed, uint256 amount) private returns (bool) {
        address from = _holder(fromSeed);
        if (token.isFrozen(from) || token.isFrozen(_holder(toSeed))) return false;
        amount = _part(from, amount);
        cheats.prank(from);
        token.transfer(_holder(toSeed), amount);
        return amount != 0;
    }

    function _mint(uint256 seed, uint256 amount) private returns (bool) {
        if (token.isFrozen(_holder(seed))) return false;
        token.mint(_holder(seed), between(amount, 0, 100 ether));
        return true;
    }

    function _burn(uint256 seed, uint256 amount) private returns (bool) {
        token.burn(_holder(seed), _part(_holder(seed), amount));
        return true;
    }

    function _seize(uint256 fromSeed, uint256 toSeed, uint256 amount) private returns (bool) {
        address from = _holder(fromSeed);
        if (from == _holder(toSeed) || token.isFrozen(_holder(toSeed))) return false;
        token.forcedTransfer(from, _holder(toSeed), _part(from, amount));
        return true;
    }

    function _freeze(uint256 seed, bool frozen) private returns (bool) {
        token.setAddressFrozen(_holder(seed), frozen);
        return true;
    }

    function _blacklist(uint256 seed, bool listed) private returns (bool) {
        if (listed) usdc.blacklist(_holder(seed));
        else usdc.unBlacklist(_holder(seed));
        return true;
    }

    function _declare(uint256 amount) private returns (bool) {
        if (token.totalSupply() == 0) return false;
        bytes32 id = bytes32(_ids.length + 1);
        _ids.push(id);
        for (uint256 i = 0; i < HOLDERS; i++) {
            recordedBalance[id][holderOf(i)] = token.balanceOf(holderOf(i));
        }
        recordedSupply[id] = token.totalSupply();
        dividends.declare(id, address(token), between(amount, 1, 10 ** 12), id);
        return true;
    }

    function _fund(uint256 seed) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Declared);
        if (!found) return false;
        uint256 amount = dividends.dividend(id).amount;
        usdc.mint(address(this), amount);
        usdc.approve(address(dividends), amount);
        dividends.fund(id);
        funded += amount;
        return true;
    }

    function _cancel(uint256 seed) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Declared);
        if (!found || seed % 3 != 0) return false;
        dividends.cancel(id);
        return true;
    }

    function _pay(uint256 seed, uint256 who) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found) return false;
        address[] memory batch = new address[](between(who, 1, HOLDERS));
        uint256[] memory before = new uint256[](batch.length);
        for (uint256 i = 0; i < batch.length; i++) {
            batch[i] = _holder((who >> 8) + i);
            before[i] = usdc.balanceOf(batch[i]);
        }
        dividends.pay(id, batch);
        for (uint256 i = 0; i < batch.length; i++) {
            received[id][batch[i]] += usdc.balanceOf(batch[i]) - before[i];
        }
        return true;
    }

    function _claim(uint256 seed, uint256 who) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found) return false;
        address holder;
        (holder, found) = _open(id, who, true);
        if (!found) return false;
        uint256 before = usdc.balanceOf(holder);
        cheats.prank(holder);
        dividends.claim(id);
        received[id][holder] += usdc.balanceOf(holder) - before;
        return true;
    }

    function _settle(uint256 seed, uint256 who) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found) return false;
        address holder;
        (holder, found) = _open(id, who, false);
        if (!found) return false;
        dividends.markSettled(id, holder, "bank");
        return true;
    }

    function _sweep(uint256 seed, uint256 time) private returns (bool) {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found || time % 4 != 0) return false;
        uint256 deadline = dividends.dividend(id).deadline;
        if (block.timestamp <= deadline) cheats.warp(deadline + 1);
        dividends.sweep(id);
        return true;
    }

    /* WHAT THE WORLD SEES */

    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    function holderAt(uint256 index) external pure returns (address) {
        return holderOf(index);
    }

    function contracts() external view returns (address, address, address, address) {
        return (address(token), address(dividends), address(usdc), address(treasury));
    }

    function _holder(uint256 seed) private pure returns (address) {
        return holderOf(seed % HOLDERS);
    }

    /// @dev Often everything, so that holders leave and come back.
    function _part(address holder, uint256 seed) private view returns (uint256) {
        uint256 balance = token.balanceOf(holder);
        return seed % 3 == 0 ? balance : between(seed, 0, balance);
    }

    /// @dev Some holder whose payout is open, and who can receive it where that matters, if there is one.
    function _open(bytes32 id, uint256 seed, bool receives) private view returns (address holder, bool found) {
        for (uint256 i = 0; i < HOLDERS && !found; i++) {
            holder = _holder(seed % HOLDERS + i);
            found = recordedBalance[id][holder] != 0 && !dividends.isPaid(id, holder)
                && !(receives && (token.isFrozen(holder) || usdc.isBlacklisted(holder)));
        }
    }

    /// @dev Some dividend in `state`, if there is one.
    function _dividend(uint256 seed, IDividends.State state) private view returns (bytes32, bool) {
        for (uint256 i = 0; i < _ids.length; i++) {
            bytes32 id = _ids[(seed % _ids.length + i) % _ids.length];
            if (dividends.dividend(id).state == state) return (id, true);
        }
        return (0, false);
    }
}

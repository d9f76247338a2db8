// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Campaign} from "./Campaign.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev Everything that may happen to the treasury, in any order, and the books a second person would keep of it.
contract TreasuryHandler is Campaign, PlatformFixture {
    uint256 public constant PROPERTIES = 3;
    address public constant SAFE = address(0x5AFE);
    address public constant PAYEE = address(0xBEEF);
    uint256 private constant MOST = 10 ** 12;

    mapping(uint256 property => uint256) public books;
    mapping(uint256 day => uint256) public leftOn;
    mapping(uint256 day => uint256) public mostOn;
    uint256[] private _days;
    uint256 public arrived;
    uint256 public released;
    uint256 public swept;
    uint256 public inDividends;
    uint256 private _references;
    uint256 private _dividends;

    constructor() {
        deployPlatform(30 days);
        treasury.setMultisig(SAFE);
        for (uint256 i = 0; i < PROPERTIES; i++) {
            token = i == 0 ? token : tokenize(propertyOf(i));
            issue(holderOf(i), 5 ether);
        }
        _setLimit(4 * MOST);
    }

    function _kinds() internal pure override returns (uint256) {
        return 9;
    }

    function _perform(uint256 kind, uint256 a, uint256 b, uint256 c) internal override returns (bool) {
        if (kind == 0) return _arrive(a);
        if (kind == 1) return _credit(a, b);
        if (kind == 2) return _release(a, b);
        if (kind == 3) return _fundDividend(a, b);
        if (kind == 4) return _uncredit(a, b);
        if (kind == 5) return _sweep(a);
        if (kind == 6) return _setLimit(a % 6 == 0 ? between(b, 0, 1_000) : between(b, MOST, 6 * MOST));
        if (kind == 7) return _wait(a);
        return _overreach(a, b, c);
    }

    function _prepare() internal override {
        _arrive(MOST - 1);
        _credit(0, 1);
        _setLimit(leftOn[block.timestamp / 1 days] + MOST);
    }

    /* ACTS */

    function _arrive(uint256 seed) private returns (bool) {
        uint256 amount = between(seed, 1, MOST);
        usdc.mint(address(treasury), amount);
        arrived += amount;
        return true;
    }

    function _credit(uint256 who, uint256 seed) private returns (bool) {
        uint256 free = treasury.unallocated();
        if (free == 0) return false;
        uint256 amount = _part(seed, free);
        treasury.credit(_reference(), propertyOf(who % PROPERTIES), amount);
        books[who % PROPERTIES] += amount;
        return true;
    }

    function _release(uint256 who, uint256 seed) private returns (bool) {
        (uint256 property, bool found) = _rich(who);
        uint256 most = _smaller(books[property], treasury.remainingToday());
        if (!found || most == 0) return false;
        uint256 amount = _part(seed, most);
        treasury.release(_reference(), propertyOf(property), PAYEE, amount);
        released += amount;
        _leave(property, amount);
        return true;
    }

    function _fundDividend(uint256 who, uint256 seed) private returns (bool) {
        (uint256 property, bool found) = _rich(who);
        uint256 most = _smaller(books[property], treasury.remainingToday());
        if (!found || most == 0) return false;
        uint256 amount = _part(seed, most);
        bytes32 id = bytes32(++_dividends);
        dividends.declare(id, factory.tokenOf(propertyOf(property)), amount, id);
        treasury.fundDividend(_reference(), propertyOf(property), id);
        inDividends += amount;
        _leave(property, amount);
        return true;
    }

    function _uncredit(uint256 who, uint256 seed) private returns (bool) {
        (uint256 property, bool found) = _rich(who);
        if (!found) return false;
        uint256 amount = _part(seed, books[property]);
        treasury.uncredit(_reference(), propertyOf(property), amount);
        books[property] -= amount;
        return true;
    }

    function _sweep(uint256 seed) private returns (bool) {
        uint256 free = treasury.unallocated();
        if (free == 0) return false;
        uint256 amount = _part(seed, free);
        treasury.sweep(_reference(), address(usdc), amount);
        swept += amount;
        return true;
    }

    function _setLimit(uint256 limit) private returns (bool) {
        treasury.setDailyLimit(limit);
        _raise(limit);
        return true;
    }

    /// @dev Some hours, seldom days.
    function _wait(uint256 seed) private returns (bool) {
        cheats.warp(block.timestamp + (seed % 8 == 0 ? between(seed, 1, 3 days) : between(seed, 1, 6 hours)));
        _raise(treasury.dailyLimit());
        return true;
    }

    /// @dev What must not work: more than a property has, more than the limit, more than is free, a used reference.
    function _overreach(uint256 who, uint256 which, uint256 seed) private returns (bool) {
        (uint256 property, bool found) = _rich(who);
        bytes32 key = propertyOf(property);
        if (which % 4 == 0) {
            uint256 amount = books[property] + 1 + seed % MOST;
            return _refuses(abi.encodeCall(ITreasury.release, (_reference(), key, PAYEE, amount)));
        }
        if (which % 4 == 1) {
            uint256 amount = treasury.remainingToday() + 1;
            return found && amount <= books[property]
                && _refuses(abi.encodeCall(ITreasury.release, (_reference(), key, PAYEE, amount)));
        }
        if (which % 4 == 2) {
            uint256 amount = treasury.unallocated() + 1 + seed % MOST;
            return _refuses(abi.encodeCall(ITreasury.sweep, (_reference(), address(usdc), amount)))
                && _refuses(abi.encodeCall(ITreasury.credit, (_reference(), key, amount)));
        }
        if (_references == 0 || treasury.unallocated() == 0) return false;
        bytes32 used = bytes32(between(seed, 1, _references));
        return treasury.isReferenceUsed(used) && _refuses(abi.encodeCall(ITreasury.credit, (used, key, 1)));
    }

    /* WHAT THE WORLD SEES */

    function propertyOf(uint256 index) public pure returns (bytes32) {
        return index == 0 ? bytes32("property") : bytes32(index);
    }

    function daysSeen() external view returns (uint256[] memory) {
        return _days;
    }

    function contracts() external view returns (address, address, address) {
        return (address(treasury), address(usdc), address(dividends));
    }

    /* INTERNAL */

    function _leave(uint256 property, uint256 amount) private {
        books[property] -= amount;
        leftOn[block.timestamp / 1 days] += amount;
    }

    /// @dev The highest limit a day has seen: what had left before it was lowered has left.
    function _raise(uint256 limit) private {
        uint256 today = block.timestamp / 1 days;
        if (mostOn[today] == 0) _days.push(today);
        if (limit > mostOn[today]) mostOn[today] = limit;
    }

    function _reference() private returns (bytes32) {
        return bytes32(++_references);
    }

    /// @dev A property that has something, if there is one.
    function _rich(uint256 seed) private view returns (uint256 property, bool found) {
        for (uint256 i = 0; i < PROPERTIES && !found; i++) {
            property = (seed % PROPERTIES + i) % PROPERTIES;
            found = books[property] != 0;
        }
    }

    function _refuses(bytes memory call) private returns (bool) {
        (bool success,) = address(treasury).call(call);
        isTrue(!success, "not refused");
        return true;
    }

    /// @dev Sometimes everything.
    function _part(uint256 seed, uint256 most) private pure returns (uint256) {
        return seed % 5 == 0 ? most : between(seed, 1, most);
    }

    function _smaller(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IDividends} from "../../../contracts/interfaces/IDividends.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev Everything that may happen around dividends, in any order, and what the world saw of it.
contract DividendsHandler is PlatformFixture {
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

    /* ACTS */

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _holder(fromSeed);
        if (token.isFrozen(from) || token.isFrozen(_holder(toSeed))) return;
        amount = _part(from, amount);
        cheats.prank(from);
        token.transfer(_holder(toSeed), amount);
    }

    function mint(uint256 seed, uint256 amount) external {
        if (token.isFrozen(_holder(seed))) return;
        token.mint(_holder(seed), between(amount, 0, 100 ether));
    }

    function burn(uint256 seed, uint256 amount) external {
        token.burn(_holder(seed), _part(_holder(seed), amount));
    }

    function seize(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _holder(fromSeed);
        if (from == _holder(toSeed) || token.isFrozen(_holder(toSeed))) return;
        token.forcedTransfer(from, _holder(toSeed), _part(from, amount));
    }

    function freeze(uint256 seed, bool frozen) external {
        token.setAddressFrozen(_holder(seed), frozen);
    }

    function blacklist(uint256 seed, bool listed) external {
        if (listed) usdc.blacklist(_holder(seed));
        else usdc.unBlacklist(_holder(seed));
    }

    function declare(uint256 amount) external {
        if (token.totalSupply() == 0) return;
        bytes32 id = bytes32(_ids.length + 1);
        _ids.push(id);
        for (uint256 i = 0; i < HOLDERS; i++) {
            recordedBalance[id][holderOf(i)] = token.balanceOf(holderOf(i));
        }
        recordedSupply[id] = token.totalSupply();
        dividends.declare(id, address(token), between(amount, 1, 10 ** 12), id);
    }

    function fund(uint256 seed) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Declared);
        if (!found) return;
        uint256 amount = dividends.dividend(id).amount;
        usdc.mint(address(this), amount);
        usdc.approve(address(dividends), amount);
        dividends.fund(id);
        funded += amount;
    }

    function cancel(uint256 seed) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Declared);
        if (found && seed % 3 == 0) dividends.cancel(id);
    }

    function pay(uint256 seed, uint256 who) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found) return;
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
    }

    function claim(uint256 seed, uint256 who) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        address holder = _holder(who);
        if (!found || recordedBalance[id][holder] == 0 || dividends.isPaid(id, holder)) return;
        if (token.isFrozen(holder) || usdc.isBlacklisted(holder)) return;
        uint256 before = usdc.balanceOf(holder);
        cheats.prank(holder);
        dividends.claim(id);
        received[id][holder] += usdc.balanceOf(holder) - before;
    }

    function settle(uint256 seed, uint256 who) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        address holder = _holder(who);
        if (!found || recordedBalance[id][holder] == 0 || dividends.isPaid(id, holder)) return;
        dividends.markSettled(id, holder, "bank");
    }

    function sweep(uint256 seed, uint256 time) external {
        (bytes32 id, bool found) = _dividend(seed, IDividends.State.Funded);
        if (!found || time % 4 != 0) return;
        uint256 deadline = dividends.dividend(id).deadline;
        if (block.timestamp <= deadline) cheats.warp(deadline + 1);
        dividends.sweep(id);
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

    /// @dev Some dividend in `state`, if there is one.
    function _dividend(uint256 seed, IDividends.State state) private view returns (bytes32, bool) {
        for (uint256 i = 0; i < _ids.length; i++) {
            bytes32 id = _ids[(seed % _ids.length + i) % _ids.length];
            if (dividends.dividend(id).state == state) return (id, true);
        }
        return (0, false);
    }
}

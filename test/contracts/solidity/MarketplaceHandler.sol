// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Order, Permit, Side, Trade} from "../../../contracts/interfaces/IMarketplace.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// @dev Everything that may happen on a market, in any order, and what traders saw of it.
contract MarketplaceHandler is MarketFixture {
    uint256 private constant PRICE = 50 * 10 ** 6;
    uint256 public constant SHARES_EACH = 1_000 ether;
    uint256 public constant MONEY_EACH = 10 ** 12;

    /// @dev What changed hands under one order, as its maker's balances showed it.
    struct Seen {
        uint256 shares;
        uint256 money;
        uint256 cost;
        bool dead;
    }

    Order[] private _orders;
    uint256[] private _makers;
    bytes[] private _signatures;
    mapping(uint256 order => Seen) private _seen;
    mapping(uint256 trader => uint256) public sharesOf;
    mapping(uint256 trader => uint256) public moneyOf;
    uint256 public feesTaken;
    uint256 public settled;
    uint256 public disagreements;
    uint256 private _nonce;

    constructor() {
        deployMarket();
        for (uint256 i = 0; i < TRADERS; i++) {
            welcome(traderOf(i), SHARES_EACH, MONEY_EACH);
            (sharesOf[i], moneyOf[i]) = (SHARES_EACH, MONEY_EACH);
        }
        for (uint256 i = 0; i < 6; i++) {
            place(i, i, i * 7, i * 3);
        }
    }

    /* ACTS */

    /// @dev Prices near one another, so that most orders meet; some all or nothing, some sharing a nonce.
    function place(uint256 trader, uint256 side, uint256 amount, uint256 terms) public {
        trader = trader % TRADERS;
        Order memory order = orderOf(
            trader,
            Side(side % 2),
            uint128(between(amount, 1, 400) * 10 ** 17),
            uint128(PRICE + between(terms, 0, 8) * 10 ** 5)
        );
        if (terms % 5 == 0) order.minShares = order.shares;
        order.feeBps = uint16(between(terms >> 8, 0, 300));
        order.nonce = terms % 7 == 0 ? between(terms >> 16, 0, 3) : 1_000 + _nonce++;
        order.counter = marketplace.counterOf(order.maker);
        if (terms % 11 == 0) order.expiry = uint40(block.timestamp + between(terms >> 24, 0, 5_000));
        _orders.push(order);
        _makers.push(trader);
        _signatures.push(signatureOf(trader, order));
    }

    function settle(uint256 first, uint256 second, uint256 amount, uint256 cost) external {
        (bool found, uint256 sell, uint256 buy) = _pair(first, second);
        if (!found) return;
        Trade memory trade = _trade(sell, buy, amount, cost);
        bool good = marketplace.check(trade, address(this)).length == 0;
        try marketplace.settle(trade, new Permit[](0)) {
            if (!good) disagreements++;
            _note(
                trade,
                sell,
                buy,
                usdc.balanceOf(trade.sell.maker) - moneyOf[_makers[sell]],
                moneyOf[_makers[buy]] - usdc.balanceOf(trade.buy.maker)
            );
        } catch {
            if (good) disagreements++;
        }
    }

    function settleBatch(uint256 first, uint256 second, uint256 amount, uint256 costs) external {
        Trade[] memory trades = new Trade[](3);
        uint256[2][] memory pairs = new uint256[2][](3);
        for (uint256 i = 0; i < 3; i++) {
            (bool found, uint256 sell, uint256 buy) = _pair(first >> (8 * i), second >> (8 * i));
            if (!found) return;
            trades[i] = _trade(sell, buy, amount >> (8 * i), costs >> (8 * i));
            pairs[i] = [sell, buy];
        }
        bool[] memory went = marketplace.settleBatch(trades, new Permit[](0));
        for (uint256 i = 0; i < 3; i++) {
            if (!went[i]) continue;
            (uint256 sell, uint256 buy) = (pairs[i][0], pairs[i][1]);
            uint256 cost = trades[i].cost;
            uint256 sellerFee = cost * _orders[sell].feeBps / 10_000;
            _note(trades[i], sell, buy, cost - sellerFee, cost + cost * _orders[buy].feeBps / 10_000);
        }
    }

    function cancel(uint256 seed) external {
        uint256 index = seed % _orders.length;
        if (seed % 3 != 0) return;
        Order[] memory orders = new Order[](1);
        orders[0] = _orders[index];
        cheats.prank(orders[0].maker);
        marketplace.cancel(orders);
        _seen[index].dead = true;
    }

    function cancelNonces(uint256 trader, uint256 mask) external {
        cheats.prank(traderOf(trader));
        marketplace.cancelNonces(0, mask);
        for (uint256 i = 0; i < _orders.length; i++) {
            if (_makers[i] != trader % TRADERS || _orders[i].nonce > 255) continue;
            if (mask >> _orders[i].nonce & 1 == 1) _seen[i].dead = true;
        }
    }

    function cancelAll(uint256 trader) external {
        if (trader % 5 != 0) return;
        cheats.prank(traderOf(trader));
        marketplace.cancelAll();
        for (uint256 i = 0; i < _orders.length; i++) {
            if (_makers[i] == trader % TRADERS) _seen[i].dead = true;
        }
    }

    function freeze(uint256 trader, bool frozen, uint256 part) external {
        if (part % 2 == 0) return token.setAddressFrozen(traderOf(trader), frozen && part % 8 == 0);
        uint256 held = token.getFrozenTokens(traderOf(trader));
        uint256 free = token.balanceOf(traderOf(trader)) - held;
        if (frozen) token.freezePartialTokens(traderOf(trader), free / 2);
        else token.unfreezePartialTokens(traderOf(trader), held);
    }

    function allow(uint256 trader, bool shares, uint256 amount) external {
        if (!shares && usdc.isBlacklisted(traderOf(trader))) return;
        amount = amount % 4 != 0 ? type(uint256).max : between(amount, 0, 100 ether);
        cheats.prank(traderOf(trader));
        if (shares) token.approve(address(marketplace), amount);
        else usdc.approve(address(marketplace), amount);
    }

    function blacklist(uint256 trader, bool listed) external {
        if (listed && trader % 7 == 0) usdc.blacklist(traderOf(trader));
        else usdc.unBlacklist(traderOf(trader));
    }

    function pause(uint256 seed) external {
        if (token.paused()) token.unpause();
        else if (seed % 8 == 0) token.pause();
    }

    function wait(uint256 time) external {
        cheats.warp(block.timestamp + between(time, 1, 1_000));
        if (token.paused()) token.unpause();
    }

    /* WHAT THE WORLD SEES */

    function orderCount() external view returns (uint256) {
        return _orders.length;
    }

    function orderAt(uint256 index) external view returns (Order memory, Seen memory) {
        return (_orders[index], _seen[index]);
    }

    function traders() external pure returns (uint256) {
        return TRADERS;
    }

    function traderAt(uint256 index) external pure returns (address) {
        return traderOf(index);
    }

    function contracts() external view returns (address, address, address, address) {
        return (address(token), address(marketplace), address(usdc), address(treasury));
    }

    /* INTERNAL */

    /// @dev Some order that sells and some that buys.
    function _pair(uint256 first, uint256 second) private view returns (bool, uint256 sell, uint256 buy) {
        uint256 count = _orders.length;
        bool found = false;
        for (uint256 i = 0; i < count && !found; i++) {
            sell = (first % count + i) % count;
            found = _orders[sell].side == Side.Sell;
        }
        if (!found) return (false, 0, 0);
        found = false;
        for (uint256 i = 0; i < count && !found; i++) {
            buy = (second % count + i) % count;
            found = _orders[buy].side == Side.Buy;
        }
        return (found, sell, buy);
    }

    /// @dev Often all that one side still wants; the cost within the bounds or a little outside.
    function _trade(uint256 sell, uint256 buy, uint256 amount, uint256 cost) private view returns (Trade memory t) {
        (t.sell, t.buy) = (_orders[sell], _orders[buy]);
        (t.sellSignature, t.buySignature) = (_signatures[sell], _signatures[buy]);
        uint256 left = t.sell.shares - _seen[sell].shares;
        uint256 wanted = t.buy.shares - _seen[buy].shares;
        if (wanted < left) left = wanted;
        t.shares = uint128(amount % 3 == 0 || left < 10 ** 16 ? left : between(amount, 1, left / 10 ** 16) * 10 ** 16);
        (uint256 least, uint256 most) = marketplace.costBounds(t.sell.price, t.buy.price, t.shares);
        t.cost = uint128(most < least ? least : between(cost, least, most + (cost % 10 == 0 ? 1 : 0)));
    }

    function _note(Trade memory trade, uint256 sell, uint256 buy, uint256 received, uint256 paid) private {
        settled++;
        if (_seen[sell].dead || _seen[buy].dead) disagreements++;
        (uint256 seller, uint256 buyer) = (_makers[sell], _makers[buy]);
        _see(sell, trade, received);
        _see(buy, trade, paid);
        feesTaken += paid - received;
        sharesOf[seller] -= trade.shares;
        sharesOf[buyer] += trade.shares;
        moneyOf[seller] += received;
        moneyOf[buyer] -= paid;
    }

    function _see(uint256 index, Trade memory trade, uint256 money) private {
        Seen storage seen = _seen[index];
        seen.shares += trade.shares;
        seen.cost += trade.cost;
        seen.money += money;
        if (seen.shares != _orders[index].shares) return;
        // Filled completely: nothing more may happen under its nonce.
        for (uint256 i = 0; i < _orders.length; i++) {
            if (_makers[i] == _makers[index] && _orders[i].nonce == _orders[index].nonce) _seen[i].dead = true;
        }
    }
}

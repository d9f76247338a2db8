// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IMarketplace, Order, Permit, Side, Trade} from "../../../contracts/interfaces/IMarketplace.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// @dev What holds for any price, number of shares and fee.
contract MarketplaceTest is MarketFixture {
    uint256 private constant WHOLE = 10 ** 18;
    uint256 private constant MONEY = 10 ** 30;

    function setUp() public {
        deployMarket();
        for (uint256 i = 0; i < TRADERS; i++) {
            welcome(traderOf(i), 2 ** 100, MONEY);
        }
    }

    /// @dev In exact fractions: cost / shares lies between both prices, at the very bounds and anywhere between.
    function testFuzzCostBoundsAreExact(uint128 sellPrice, uint128 buyPrice, uint128 shares) public view {
        (uint256 least, uint256 most) = marketplace.costBounds(sellPrice, buyPrice, shares);
        isTrue(least * WHOLE >= uint256(shares) * sellPrice, "the least satisfies the seller");
        isTrue(least == 0 || (least - 1) * WHOLE < uint256(shares) * sellPrice, "one less would not");
        isTrue(most * WHOLE <= uint256(shares) * buyPrice, "the most satisfies the buyer");
        isTrue((most + 1) * WHOLE > uint256(shares) * buyPrice, "one more would not");
    }

    /// @dev A trade goes through exactly when it is within both orders, and then moves exactly what it says.
    function testFuzzSettlesWithinBothOrdersOnly(
        uint128 sellPrice,
        uint128 buyPrice,
        uint128 shares,
        uint128 cost,
        uint16 sellFee,
        uint16 buyFee
    ) public {
        shares = uint128(between(shares, 1, 2 ** 100));
        (sellPrice, buyPrice) = (uint128(between(sellPrice, 0, 2 ** 40)), uint128(between(buyPrice, 0, 2 ** 40)));
        (uint256 least, uint256 most) = marketplace.costBounds(sellPrice, buyPrice, shares);
        cost = uint128(between(cost, least > 2 ? least - 2 : 0, (most > least ? most : least) + 2));
        Order memory sell = orderOf(0, Side.Sell, shares, sellPrice);
        Order memory buy = orderOf(1, Side.Buy, shares, buyPrice);
        (sell.feeBps, buy.feeBps) = (uint16(between(sellFee, 0, 1_000)), uint16(between(buyFee, 0, 1_000)));
        Trade memory trade = tradeOf(0, sell, 1, buy);
        (trade.shares, trade.cost) = (shares, cost);

        (bool success,) =
            address(marketplace).call(abi.encodeCall(marketplace.settle, (trade, new Permit[](0))));

        isTrue(success == (cost != 0 && cost >= least && cost <= most), "settled exactly when within both orders");
        (uint256 moved, uint256 paid) = success ? (shares, cost) : (0, 0);
        uint256 sellerFee = paid * sell.feeBps / 10_000;
        uint256 buyerFee = paid * buy.feeBps / 10_000;
        equal(token.balanceOf(traderOf(1)), 2 ** 100 + moved, "shares bought");
        equal(token.balanceOf(traderOf(0)), 2 ** 100 - moved, "shares sold");
        equal(usdc.balanceOf(traderOf(1)), MONEY - paid - buyerFee, "paid by the buyer");
        equal(usdc.balanceOf(traderOf(0)), MONEY + paid - sellerFee, "received by the seller");
        equal(usdc.balanceOf(address(treasury)), sellerFee + buyerFee, "fees");
    }

    /// @dev However an order is cut, no more is filled than was signed, and the sum is what was filled.
    function testFuzzPartsAddUpToWhatWasSigned(uint128[6] calldata parts) public {
        Order memory sell = orderOf(0, Side.Sell, 1_000 ether, 10 ** 6);
        Order memory buy = orderOf(1, Side.Buy, 2_000 ether, 10 ** 6);
        Trade memory trade = tradeOf(0, sell, 1, buy);
        uint256 filled = 0;
        for (uint256 i = 0; i < parts.length; i++) {
            trade.cost = uint128(between(parts[i], 1, 400 * 10 ** 6));
            trade.shares = uint128(uint256(trade.cost) * 10 ** 12);
            (bool success,) =
                address(marketplace).call(abi.encodeCall(marketplace.settle, (trade, new Permit[](0))));
            isTrue(success == (filled + trade.shares <= sell.shares), "filled exactly while something is left");
            if (success) filled += trade.shares;
        }
        equal(token.balanceOf(traderOf(1)), 2 ** 100 + filled, "filled");
    }

    /// @dev Nobody but the maker can make a signature, over this order and none other.
    function testFuzzOnlyTheMakersSignatureCounts(uint256 signer, uint128 price, uint256 nonce, bytes calldata junk)
        public
    {
        Order memory sell = orderOf(0, Side.Sell, 1 ether, 10 ** 6);
        Order memory buy = orderOf(1, Side.Buy, 1 ether, 10 ** 6);
        Trade memory trade = tradeOf(0, sell, 1, buy);
        (trade.shares, trade.cost) = (1 ether, 10 ** 6);
        trade.sellSignature = signer % TRADERS == 0 ? junk : signatureOf(signer, sell);
        _isRefused(trade);
        trade.sellSignature = signatureOf(0, sell);
        trade.sell.nonce = between(nonce, 1, type(uint256).max);
        _isRefused(trade);
        (trade.sell.nonce, trade.buy.price) = (0, uint128(between(price, 10 ** 6 + 1, type(uint128).max)));
        _isRefused(trade);
    }

    function _isRefused(Trade memory trade) private {
        (bool success, bytes memory reason) =
            address(marketplace).call(abi.encodeCall(marketplace.settle, (trade, new Permit[](0))));
        isTrue(!success, "refused");
        isTrue(bytes4(reason) == IMarketplace.MarketplaceInvalidSignature.selector, "for its signature");
    }
}

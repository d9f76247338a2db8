// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Order, Side, Trade} from "../../../contracts/interfaces/IMarketplace.sol";
import {Marketplace} from "../../../contracts/market/Marketplace.sol";
import {Offering} from "../../../contracts/market/Offering.sol";
import {PlatformFixture} from "./PlatformFixture.sol";

/// @dev The platform with its market, and traders whose keys are known.
abstract contract MarketFixture is PlatformFixture {
    uint256 internal constant TRADERS = 4;
    uint256 private constant FIRST_KEY = 0xBEEF;

    Marketplace internal marketplace;
    Offering internal offering;

    function deployMarket() internal {
        deployPlatform(30 days);
        marketplace = new Marketplace(address(this), address(usdc), address(treasury));
        offering = new Offering(address(this), address(usdc), address(treasury), address(factory));
        marketplace.addAgent(address(this));
        offering.addAgent(address(this));
        token.addAgent(address(offering));
    }

    /// @dev Verified, with shares and USDC, everything allowed to the marketplace.
    function welcome(address trader, uint256 shares, uint256 money) internal {
        issue(trader, shares);
        usdc.mint(trader, money);
        cheats.prank(trader);
        token.approve(address(marketplace), type(uint256).max);
        cheats.prank(trader);
        usdc.approve(address(marketplace), type(uint256).max);
    }

    function traderOf(uint256 index) internal pure returns (address) {
        return cheats.addr(FIRST_KEY + index % TRADERS);
    }

    function orderOf(uint256 trader, Side side, uint128 shares, uint128 price) internal view returns (Order memory o) {
        o.maker = traderOf(trader);
        o.token = address(token);
        o.side = side;
        o.shares = shares;
        o.price = price;
        o.expiry = type(uint40).max;
    }

    function signatureOf(uint256 trader, Order memory order) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) =
            cheats.sign(FIRST_KEY + trader % TRADERS, marketplace.orderHash(order));
        return abi.encodePacked(r, s, v);
    }

    function tradeOf(uint256 seller, Order memory sell, uint256 buyer, Order memory buy)
        internal
        view
        returns (Trade memory trade)
    {
        (trade.sell, trade.buy) = (sell, buy);
        trade.sellSignature = signatureOf(seller, sell);
        trade.buySignature = signatureOf(buyer, buy);
    }
}

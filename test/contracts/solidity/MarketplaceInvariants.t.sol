// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Order, Side} from "../../../contracts/interfaces/IMarketplace.sol";
import {Marketplace} from "../../../contracts/market/Marketplace.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {TestUSDC} from "../../../contracts/usdc/TestUSDC.sol";
import {Checks} from "./Cheats.sol";
import {MarketplaceHandler} from "./MarketplaceHandler.sol";

/// @dev What holds after every sequence of acts on the market.
contract MarketplaceInvariants is Checks {
    MarketplaceHandler private _handler;
    PropertyToken private _token;
    Marketplace private _marketplace;
    TestUSDC private _usdc;
    address private _treasury;

    function setUp() public {
        _handler = new MarketplaceHandler();
        (address token, address marketplace, address usdc, address treasury) = _handler.contracts();
        _token = PropertyToken(token);
        _marketplace = Marketplace(marketplace);
        _usdc = TestUSDC(usdc);
        _treasury = treasury;
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev Under no order more changes hands than was signed, at no worse a price and for no higher a fee.
    function invariant_NobodyGivesMoreThanHeSigned() public view {
        for (uint256 i = 0; i < _handler.orderCount(); i++) {
            (Order memory order, MarketplaceHandler.Seen memory seen) = _handler.orderAt(i);
            isTrue(seen.shares <= order.shares, "filled is at most what was signed");
            uint256 limit = seen.shares * order.price;
            uint256 mostFee = seen.cost * order.feeBps;
            if (order.side == Side.Buy) {
                isTrue(seen.cost * 10 ** 18 <= limit, "a buyer pays at most his price");
                isTrue(seen.money >= seen.cost, "and the cost in full");
                isTrue((seen.money - seen.cost) * 10_000 <= mostFee, "and at most his fee");
            } else {
                isTrue(seen.cost * 10 ** 18 >= limit, "a seller gets at least his price");
                isTrue((seen.cost - seen.money) * 10_000 <= mostFee, "less at most his fee");
            }
        }
    }

    /// @dev What is remembered of an order is what happened under it.
    function invariant_FillsAreRemembered() public view {
        for (uint256 i = 0; i < _handler.orderCount(); i++) {
            (Order memory order, MarketplaceHandler.Seen memory seen) = _handler.orderAt(i);
            uint256 parts = _marketplace.filledInParts(_marketplace.orderHash(order));
            isTrue(parts == seen.shares || (parts == 0 && seen.shares == order.shares), "filled");
            if (seen.shares != order.shares) continue;
            uint256 used = _marketplace.usedNonces(order.maker, order.nonce >> 8);
            isTrue(used >> (order.nonce & 0xff) & 1 == 1, "the nonce of a filled order is used");
        }
    }

    /// @dev Nothing stays in the contract, and everything is where the trades put it.
    function invariant_NoCustody() public view {
        equal(_token.balanceOf(address(_marketplace)), 0, "shares held");
        equal(_usdc.balanceOf(address(_marketplace)), 0, "USDC held");
        equal(_usdc.balanceOf(_treasury), _handler.feesTaken(), "fees");
        for (uint256 i = 0; i < _handler.traders(); i++) {
            equal(_token.balanceOf(_handler.traderAt(i)), _handler.sharesOf(i), "shares of a trader");
            equal(_usdc.balanceOf(_handler.traderAt(i)), _handler.moneyOf(i), "USDC of a trader");
        }
    }

    /// @dev The check promised exactly what settling did, and nothing happened under an order after its end.
    function invariant_TheCheckIsTrue() public view {
        equal(_handler.disagreements(), 0, "disagreements");
    }
}

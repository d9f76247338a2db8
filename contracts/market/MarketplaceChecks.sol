// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICompliance} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IMarketplace, Order, Side, Trade} from "../interfaces/IMarketplace.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {ITransferPreview} from "../interfaces/ITransferPreview.sol";
import {MarketplaceOrders} from "./MarketplaceOrders.sol";
import {collectRefusals, Refusals} from "./Refusals.sol";

/// @dev What USDC says beyond ERC-20.
interface IFiatToken {
    function isBlacklisted(address account) external view returns (bool);
    function paused() external view returns (bool);
}

/// @dev Tells beforehand why a settlement would fail. Tokens are asked with plain calls: one that lacks a question is
/// taken to have no objection there, and none can make the answer fail.
abstract contract MarketplaceChecks is MarketplaceOrders {
    /// @inheritdoc IMarketplace
    function check(Trade calldata trade, address settler) external view returns (bytes[] memory) {
        Refusals memory refusals = collectRefusals();
        _judge(refusals, trade, settler);
        (address token, address seller, address buyer) = (trade.sell.token, trade.sell.maker, trade.buy.maker);
        _judgeSpending(refusals, token, seller, trade.shares);
        _judgeHolder(refusals, token, seller, trade.shares);
        _judgeReceiver(refusals, token, buyer);
        _judgeMovement(refusals, token, seller, buyer, trade.shares);
        _judgeSpending(refusals, usdc(), buyer, _withFee(trade.buy, trade.cost));
        _judgePayment(refusals, buyer, seller, _fee(trade.buy, trade.cost) + _fee(trade.sell, trade.cost) != 0);
        return refusals.list();
    }

    /// @inheritdoc IMarketplace
    function checkOrder(Order calldata order, bytes calldata signature, address settler)
        external
        view
        returns (bytes[] memory)
    {
        Refusals memory refusals = collectRefusals();
        bytes32 hash = orderHash(order);
        if (order.token.code.length == 0) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceNotAToken.selector, order.token));
        }
        _judgeOrder(refusals, order, hash, signature, settler);
        uint256 left = _judgeFill(refusals, order, hash, order.shares - filledInParts[hash]);
        if (order.side == Side.Sell) {
            _judgeSpending(refusals, order.token, order.maker, left);
            _judgeHolder(refusals, order.token, order.maker, left);
        } else {
            (, uint256 cost) = costBounds(0, order.price, uint128(left));
            _judgeSpending(refusals, usdc(), order.maker, _withFee(order, cost));
            _judgeReceiver(refusals, order.token, order.maker);
        }
        if (_says(order.token, abi.encodeCall(IPropertyToken(order.token).paused, ()))) {
            refusals.refuse(abi.encodeWithSelector(IPropertyToken.PropertyTokenPaused.selector));
        }
        _judgePayment(refusals, order.maker, order.maker, order.feeBps != 0);
        return refusals.list();
    }

    /// @inheritdoc IMarketplace
    function usdc() public view virtual returns (address);

    /// @inheritdoc IMarketplace
    function feeRecipient() public view virtual returns (address);

    /* WHAT THE TOKENS SAY */

    /// @dev Balance and allowance of what `owner` gives.
    function _judgeSpending(Refusals memory refusals, address token, address owner, uint256 needed) private view {
        uint256 held = _ask(token, abi.encodeCall(IERC20.balanceOf, (owner)));
        if (held < needed) {
            refusals.refuse(
                abi.encodeWithSelector(MarketplaceInsufficientBalance.selector, token, owner, held, needed)
            );
        }
        uint256 allowed = _ask(token, abi.encodeCall(IERC20.allowance, (owner, address(this))));
        if (allowed < needed) {
            refusals.refuse(
                abi.encodeWithSelector(MarketplaceInsufficientAllowance.selector, token, owner, allowed, needed)
            );
        }
    }

    function _judgeHolder(Refusals memory refusals, address token, address seller, uint256 shares) private view {
        _judgeFreeze(refusals, token, seller, IERC7943Fungible.ERC7943CannotSend.selector);
        uint256 held = _ask(token, abi.encodeCall(IERC20.balanceOf, (seller)));
        uint256 frozen = _ask(token, abi.encodeCall(IPropertyToken(token).getFrozenTokens, (seller)));
        uint256 free = held > frozen ? held - frozen : 0;
        if (frozen != 0 && free < shares) {
            refusals.refuse(
                abi.encodeWithSelector(
                    IERC7943Fungible.ERC7943InsufficientUnfrozenBalance.selector, seller, shares, free
                )
            );
        }
    }

    function _judgeReceiver(Refusals memory refusals, address token, address buyer) private view {
        _judgeFreeze(refusals, token, buyer, IPropertyToken.PropertyTokenWalletFrozen.selector);
        address registry = _askAddress(token, abi.encodeCall(IPropertyToken(token).identityRegistry, ()));
        if (_denies(registry, abi.encodeCall(IIdentityRegistry(registry).isVerified, (buyer)))) {
            refusals.refuse(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, buyer));
        }
    }

    /// @dev What only the movement as a whole can be refused for: pause, compliance, vetting of the spender.
    function _judgeMovement(Refusals memory refusals, address token, address seller, address buyer, uint256 shares)
        private
        view
    {
        if (_says(token, abi.encodeCall(IPropertyToken(token).paused, ()))) {
            refusals.refuse(abi.encodeWithSelector(IPropertyToken.PropertyTokenPaused.selector));
        }
        bytes memory reason = _reasonOf(token, seller, buyer, shares);
        if (reason.length != 0 && !refusals.has(reason)) {
            refusals.refuse(reason);
            return;
        }
        address compliance = _askAddress(token, abi.encodeCall(IPropertyToken(token).compliance, ()));
        if (_denies(compliance, abi.encodeCall(ICompliance(compliance).canTransfer, (seller, buyer, shares)))) {
            refusals.refuse(
                abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotTransfer.selector, seller, buyer, shares)
            );
        }
    }

    function _judgeFreeze(Refusals memory refusals, address token, address wallet, bytes4 code) private view {
        if (_says(token, abi.encodeCall(IPropertyToken(token).isFrozen, (wallet)))) {
            refusals.refuse(abi.encodeWithSelector(code, wallet));
        }
    }

    function _judgePayment(Refusals memory refusals, address buyer, address seller, bool withFee) private view {
        if (_says(usdc(), abi.encodeCall(IFiatToken.paused, ()))) {
            refusals.refuse(abi.encodeWithSelector(MarketplacePaymentPaused.selector));
        }
        _judgeBlacklist(refusals, buyer);
        if (seller != buyer) _judgeBlacklist(refusals, seller);
        _judgeBlacklist(refusals, address(this));
        if (withFee) _judgeBlacklist(refusals, feeRecipient());
    }

    function _judgeBlacklist(Refusals memory refusals, address account) private view {
        if (_says(usdc(), abi.encodeCall(IFiatToken.isBlacklisted, (account)))) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceAccountBlacklisted.selector, account));
        }
    }

    /* ASKING */

    /// @dev Why the token itself would refuse, without balance and allowance, which are told apart. One that stops at the
    /// allowance is asked again as if the seller moved his shares himself.
    function _reasonOf(address token, address seller, address buyer, uint256 shares)
        private
        view
        returns (bytes memory reason)
    {
        reason = _preview(token, address(this), seller, buyer, shares);
        if (bytes4(reason) == IERC20Errors.ERC20InsufficientAllowance.selector) {
            reason = _preview(token, address(0), seller, buyer, shares);
        }
        if (bytes4(reason) == IERC20Errors.ERC20InsufficientBalance.selector) return "";
    }

    function _preview(address token, address spender, address from, address to, uint256 shares)
        private
        view
        returns (bytes memory reason)
    {
        (bool ok, bytes memory answer) =
            token.staticcall(abi.encodeCall(ITransferPreview.canTransferWithReason, (spender, from, to, shares)));
        // allowed, code, offset and length of the reason; decoding may not fail for a token that answers nonsense.
        if (!ok || answer.length < 128 || _word(answer, 0) != 0 || _word(answer, 2) != 96) return "";
        if (_word(answer, 3) > answer.length - 128) return "";
        (,, reason) = abi.decode(answer, (uint256, bytes32, bytes));
        if (reason.length == 0) reason = abi.encodePacked(bytes4(bytes32(_word(answer, 1))));
    }

    function _ask(address target, bytes memory question) private view returns (uint256 answer) {
        (bool ok, bytes memory words) = target.staticcall(question);
        if (ok && words.length >= 32) answer = _word(words, 0);
    }

    function _askAddress(address target, bytes memory question) private view returns (address) {
        return address(uint160(_ask(target, question)));
    }

    function _says(address target, bytes memory question) private view returns (bool) {
        return _ask(target, question) != 0;
    }

    /// @dev An answer, and the answer is no.
    function _denies(address target, bytes memory question) private view returns (bool) {
        (bool ok, bytes memory words) = target.staticcall(question);
        return ok && words.length >= 32 && _word(words, 0) == 0;
    }

    function _word(bytes memory words, uint256 index) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(words, add(0x20, mul(index, 0x20))))
        }
    }

    function _withFee(Order calldata order, uint256 cost) internal pure returns (uint256) {
        return cost + _fee(order, cost);
    }

    function _fee(Order calldata order, uint256 cost) internal pure returns (uint256) {
        return cost * order.feeBps / BPS;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {IMarketplace, Order, Side, Trade} from "../interfaces/IMarketplace.sol";
import {Refusals} from "./Refusals.sol";

/// @dev Two orders judged: their hashes, and the shares left to fill under each.
struct Match {
    bytes32 buyHash;
    bytes32 sellHash;
    uint256 buyLeft;
    uint256 sellLeft;
}

/// @dev What is known of signed orders, and when one may be filled.
abstract contract MarketplaceOrders is IMarketplace, AgentRole, EIP712 {
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(address maker,address token,uint8 side,uint128 shares,uint128 minShares,uint128 price,uint16 feeBps,uint40 expiry,uint256 nonce,uint256 counter,address taker,address settler)"
    );
    uint256 internal constant WHOLE_SHARE = 10 ** 18;
    uint256 internal constant BPS = 10_000;
    uint256 private constant ORDER_BYTES = 12 * 32;

    /// @inheritdoc IMarketplace
    uint16 public constant MAX_FEE_BPS = 1_000;

    /// @inheritdoc IMarketplace
    mapping(address maker => mapping(uint256 group => uint256)) public usedNonces;

    /// @inheritdoc IMarketplace
    mapping(address maker => uint256) public counterOf;

    /// @inheritdoc IMarketplace
    mapping(bytes32 orderHash => uint256) public filledInParts;

    constructor() EIP712("Freehold Marketplace", "1") {}

    /* CANCELLING */

    /// @inheritdoc IMarketplace
    function cancel(Order[] calldata orders) external {
        for (uint256 i = 0; i < orders.length; i++) {
            if (orders[i].maker != msg.sender) revert MarketplaceUnauthorized(msg.sender);
            uint256 nonce = orders[i].nonce;
            usedNonces[msg.sender][nonce >> 8] |= _bit(nonce);
            emit OrderCancelled(msg.sender, orderHash(orders[i]), nonce);
        }
    }

    /// @inheritdoc IMarketplace
    function cancelNonces(uint256 group, uint256 mask) external {
        usedNonces[msg.sender][group] |= mask;
        emit NoncesCancelled(msg.sender, group, mask);
    }

    /// @inheritdoc IMarketplace
    function cancelAll() external returns (uint256 counter) {
        counter = ++counterOf[msg.sender];
        emit AllOrdersCancelled(msg.sender, counter);
    }

    /* VIEWS */

    /// @inheritdoc IMarketplace
    function orderHash(Order calldata order) public view returns (bytes32) {
        bytes32 typeHash = ORDER_TYPEHASH;
        bytes32 structHash;
        // All members fill a word each, as they are hashed. A member too large for its type makes no valid hash: it is
        // what was signed or it is not.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typeHash)
            calldatacopy(add(words, 0x20), order, ORDER_BYTES)
            structHash := keccak256(words, add(ORDER_BYTES, 0x20))
        }
        return _hashTypedDataV4(structHash);
    }

    /// @inheritdoc IMarketplace
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc IMarketplace
    function costBounds(uint128 sellPrice, uint128 buyPrice, uint128 shares)
        public
        pure
        returns (uint256 least, uint256 most)
    {
        least = (uint256(shares) * sellPrice + WHOLE_SHARE - 1) / WHOLE_SHARE;
        most = uint256(shares) * buyPrice / WHOLE_SHARE;
    }

    /* JUDGING */

    /// @dev Only parts are counted: filling an order completely uses up its nonce, which costs a fraction of a counter.
    function _fill(Order calldata order, bytes32 hash, uint256 left, uint256 shares) internal {
        if (shares == left) {
            usedNonces[order.maker][order.nonce >> 8] |= _bit(order.nonce);
            emit OrderFilled(order.maker, hash, order.nonce);
        }
        if (shares != order.shares) filledInParts[hash] = order.shares - left + shares;
    }

    /// @dev Everything the two orders and this contract's memory say against a trade.
    function _judge(Refusals memory refusals, Trade calldata trade, address settler)
        internal
        view
        returns (Match memory m)
    {
        (Order calldata buy, Order calldata sell) = (trade.buy, trade.sell);
        (bytes32 buyHash, bytes32 sellHash) = (orderHash(buy), orderHash(sell));
        (m.buyHash, m.sellHash) = (buyHash, sellHash);
        if (trade.shares == 0 || trade.cost == 0) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceZeroAmount.selector));
        }
        if (buy.side != Side.Buy) refusals.refuse(abi.encodeWithSelector(MarketplaceWrongSide.selector, buyHash));
        if (sell.side != Side.Sell) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceWrongSide.selector, sellHash));
        }
        if (sell.token.code.length == 0) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceNotAToken.selector, sell.token));
        }
        if (sell.token != buy.token) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceTokensDiffer.selector, sell.token, buy.token));
        }
        if (sell.maker == buy.maker) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceSelfTrade.selector, sell.maker));
        }
        _judgePrices(refusals, trade, buyHash, sellHash);
        _judgeOrder(refusals, buy, buyHash, trade.buySignature, settler);
        _judgeOrder(refusals, sell, sellHash, trade.sellSignature, settler);
        m.buyLeft = _judgeFill(refusals, buy, buyHash, trade.shares);
        m.sellLeft = _judgeFill(refusals, sell, sellHash, trade.shares);
        _judgeTaker(refusals, buy, buyHash, sell.maker);
        _judgeTaker(refusals, sell, sellHash, buy.maker);
    }

    /// @dev Whether an order is good at all, for `settler`.
    function _judgeOrder(
        Refusals memory refusals,
        Order calldata order,
        bytes32 hash,
        bytes calldata signature,
        address settler
    ) internal view {
        if (block.timestamp > order.expiry) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceOrderExpired.selector, hash, order.expiry));
        }
        if (order.feeBps > MAX_FEE_BPS) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceFeeTooHigh.selector, hash, order.feeBps));
        }
        if (order.counter != counterOf[order.maker]) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceCounterPassed.selector, hash, order.counter));
        }
        if (usedNonces[order.maker][order.nonce >> 8] & _bit(order.nonce) != 0) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceNonceUsed.selector, hash, order.nonce));
        }
        if (order.maker == settler) return;
        if (!_maySettle(order.settler, settler)) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceSettlerNotAllowed.selector, hash, settler));
        }
        if (!_isSigned(order.maker, hash, signature)) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceInvalidSignature.selector, hash, order.maker));
        }
    }

    /// @dev Whether `shares` more may be filled.
    function _judgeFill(Refusals memory refusals, Order calldata order, bytes32 hash, uint256 shares)
        internal
        view
        returns (uint256 left)
    {
        left = order.shares - filledInParts[hash];
        if (left == 0 || shares > left) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceOverfilled.selector, hash, left, shares));
        }
        if (shares < order.minShares && shares < left) {
            refusals.refuse(
                abi.encodeWithSelector(MarketplaceFillTooSmall.selector, hash, order.minShares, shares)
            );
        }
    }

    /// @dev In integers: cost × 10^18 against shares × price, so no rounding favours anybody.
    function _judgePrices(Refusals memory refusals, Trade calldata trade, bytes32 buyHash, bytes32 sellHash)
        private
        pure
    {
        (uint256 least, uint256 most) = costBounds(trade.sell.price, trade.buy.price, trade.shares);
        if (trade.cost > most) {
            refusals.refuse(abi.encodeWithSelector(MarketplacePriceNotMet.selector, buyHash, trade.cost, most));
        }
        if (trade.cost < least) {
            refusals.refuse(abi.encodeWithSelector(MarketplacePriceNotMet.selector, sellHash, trade.cost, least));
        }
    }

    function _judgeTaker(Refusals memory refusals, Order calldata order, bytes32 hash, address counterparty)
        private
        pure
    {
        if (order.taker != address(0) && order.taker != counterparty) {
            refusals.refuse(abi.encodeWithSelector(MarketplaceTakerNotAllowed.selector, hash, counterparty));
        }
    }

    /// @dev The maker's key first: asking whether he has code would cost every ordinary wallet an account access.
    function _isSigned(address maker, bytes32 hash, bytes calldata signature) private view returns (bool) {
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == maker) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(maker, hash, signature);
    }

    function _bit(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }

    function _maySettle(address named, address settler) private view returns (bool) {
        return named == address(0) || named == settler || (named == address(this) && isAgent(settler));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Guarded} from "../base/Guarded.sol";
import {IMarketplace, Permit, Trade} from "../interfaces/IMarketplace.sol";
import {MarketplaceChecks} from "./MarketplaceChecks.sol";
import {Match} from "./MarketplaceOrders.sol";
import {refuseAtFirst} from "./Refusals.sol";

/// @title Marketplace
/// @notice See {IMarketplace}. Not upgradeable and without custody: what was signed cannot be reinterpreted.
contract Marketplace is MarketplaceChecks, Ownable, Guarded {
    using SafeERC20 for IERC20;

    uint256 private constant MOST_REASON_BYTES = 512;

    IERC20 private immutable USDC;
    address private immutable FEE_RECIPIENT;

    /// @param owner appoints the agents, who settle orders that name the marketplace as settler; nothing else
    /// @param usdc_ the currency
    /// @param feeRecipient_ where fees go
    constructor(address owner, address usdc_, address feeRecipient_) Ownable(owner) {
        if (usdc_ == address(0) || feeRecipient_ == address(0)) revert MarketplaceZeroAddress();
        USDC = IERC20(usdc_);
        FEE_RECIPIENT = feeRecipient_;
    }

    /* SETTLING */

    /// @inheritdoc IMarketplace
    function settle(Trade calldata trade, Permit[] calldata permits) external nonReentrant {
        _usePermits(permits, 1);
        _settle(trade, msg.sender);
    }

    /// @inheritdoc IMarketplace
    function settleBatch(Trade[] calldata trades, Permit[] calldata permits)
        external
        nonReentrant
        returns (bool[] memory settled)
    {
        _usePermits(permits, trades.length);
        settled = new bool[](trades.length);
        for (uint256 i = 0; i < trades.length; i++) {
            bytes memory call = abi.encodeCall(this.settleForBatch, (trades[i], msg.sender));
            settled[i] = _tryCall(address(this), gasleft() / (trades.length - i), call);
            if (settled[i]) continue;
            bytes memory reason = _lastReason();
            emit TradeFailed(orderHash(trades[i].buy), orderHash(trades[i].sell), reason);
        }
    }

    /// @dev One trade of a batch, in a call of its own so that it can fail alone. Only this contract.
    function settleForBatch(Trade calldata trade, address settler) external {
        if (msg.sender != address(this)) revert MarketplaceUnauthorized(msg.sender);
        _settle(trade, settler);
    }

    /* VIEWS */

    /// @inheritdoc IMarketplace
    function usdc() public view override returns (address) {
        return address(USDC);
    }

    /// @inheritdoc IMarketplace
    function feeRecipient() public view override returns (address) {
        return FEE_RECIPIENT;
    }

    /* INTERNAL */

    function _settle(Trade calldata trade, address settler) private {
        Match memory m = _judge(refuseAtFirst(), trade, settler);
        _fill(trade.buy, m.buyHash, m.buyLeft, trade.shares);
        _fill(trade.sell, m.sellHash, m.sellLeft, trade.shares);
        uint256 buyerFee = _fee(trade.buy, trade.cost);
        uint256 sellerFee = _fee(trade.sell, trade.cost);
        (address buyer, address seller) = (trade.buy.maker, trade.sell.maker);
        _move(IERC20(trade.sell.token), seller, buyer, trade.shares);
        _move(USDC, buyer, seller, trade.cost - sellerFee);
        if (buyerFee + sellerFee != 0) USDC.safeTransferFrom(buyer, FEE_RECIPIENT, buyerFee + sellerFee);
        emit TradeExecuted(
            trade.sell.token, buyer, seller, trade.shares, trade.cost, buyerFee, sellerFee, m.buyHash, m.sellHash
        );
    }

    /// @dev Whatever the token claims, the receiver must hold what the other side pays for.
    function _move(IERC20 token, address from, address to, uint256 amount) private {
        uint256 before = token.balanceOf(to);
        token.safeTransferFrom(from, to, amount);
        uint256 held = token.balanceOf(to);
        if (held < before + amount) {
            uint256 received = held > before ? held - before : 0;
            revert MarketplaceNotReceived(address(token), to, received, amount);
        }
    }

    /// @dev A permit that fails is none of our business: somebody may have used it already.
    function _usePermits(Permit[] calldata permits, uint256 trades) private {
        for (uint256 i = 0; i < permits.length; i++) {
            Permit calldata permit = permits[i];
            _tryCall(permit.token, gasleft() / (permits.length - i + trades), _permitCall(permit));
        }
    }

    function _permitCall(Permit calldata permit) private view returns (bytes memory) {
        bytes calldata signature = permit.signature;
        if (signature.length != 65) {
            return abi.encodeWithSignature(
                "permit(address,address,uint256,uint256,bytes)",
                permit.owner,
                address(this),
                permit.value,
                permit.deadline,
                signature
            );
        }
        return abi.encodeCall(
            IERC20Permit.permit,
            (
                permit.owner,
                address(this),
                permit.value,
                permit.deadline,
                uint8(signature[64]),
                bytes32(signature[:32]),
                bytes32(signature[32:64])
            )
        );
    }

    /// @dev Calls without copying what comes back, which the other side could make arbitrarily long.
    function _tryCall(address target, uint256 gasLimit, bytes memory data) private returns (bool success) {
        assembly ("memory-safe") {
            success := call(gasLimit, target, 0, add(data, 0x20), mload(data), 0, 0)
        }
    }

    function _lastReason() private pure returns (bytes memory reason) {
        uint256 size;
        assembly ("memory-safe") {
            size := returndatasize()
        }
        reason = new bytes(size < MOST_REASON_BYTES ? size : MOST_REASON_BYTES);
        assembly ("memory-safe") {
            returndatacopy(add(reason, 0x20), 0, mload(reason))
        }
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";

/// @notice What the maker of an order does with the shares.
enum Side {
    Sell,
    Buy
}

/// @notice What one side signs (EIP-712, domain "Freehold Marketplace", "1"). It stays good until it is filled,
/// cancelled or expired, and may be filled in parts.
/// @param maker who sells or buys; his wallet signs
/// @param token property token
/// @param side whether the maker sells or buys
/// @param shares most shares (18 decimals) that may change hands under this order
/// @param minShares fewest shares per fill, unless less is left; `shares` for all or nothing; 0 for any
/// @param price USDC units (10^-6) per whole share: the least a seller takes, the most a buyer gives, before the fee
/// @param feeBps fee of this side in hundredths of a percent of the cost, exactly; rounded down
/// @param expiry last unix second at which the order is good
/// @param nonce chosen by the maker, used up when an order with it is filled completely or cancelled: of several orders
/// with the same nonce the first to be filled ends the others. 256 neighbours share a slot, so count upwards
/// @param counter the maker's counter, see `counterOf`; raising it cancels every order signed under it
/// @param taker only counterparty allowed; zero for anyone
/// @param settler only caller allowed to settle besides the maker himself; zero for anyone, the marketplace's own
/// address for any of its agents
struct Order {
    address maker;
    address token;
    Side side;
    uint128 shares;
    uint128 minShares;
    uint128 price;
    uint16 feeBps;
    uint40 expiry;
    uint256 nonce;
    uint256 counter;
    address taker;
    address settler;
}

/// @notice Two orders and what changes hands between them. `cost` is given rather than computed, so that nothing is
/// rounded: it must satisfy both limits exactly, see `IMarketplace.costBounds`.
/// @param sell order of the seller
/// @param buy order of the buyer
/// @param sellSignature the seller's; may be empty when the seller settles
/// @param buySignature the buyer's; may be empty when the buyer settles
/// @param shares shares that change hands
/// @param cost USDC units that change hands, before fees
struct Trade {
    Order sell;
    Order buy;
    bytes sellSignature;
    bytes buySignature;
    uint128 shares;
    uint128 cost;
}

/// @notice An ERC-2612 permit for the marketplace to spend. One that cannot be used is passed over: whether a trade
/// goes through depends on the allowance alone, so nobody can stop a trade by using its permit first.
/// @param token property token or USDC
/// @param signature 65 bytes r, s, v; of another length for wallets that USDC asks by ERC-1271
struct Permit {
    address token;
    address owner;
    uint256 value;
    uint256 deadline;
    bytes signature;
}

/// @title IMarketplace
/// @notice Settles signed orders: shares against USDC, both or neither, from wallet to wallet. Holds nothing, ever.
///
/// Nobody gets a worse price, a higher fee or more shares moved than he signed, whoever settles. Where both sides let
/// anyone settle, a stranger who settles first can only do what both have signed; a maker who wants the platform to
/// choose price and counterparty names its agents as settler.
interface IMarketplace is IAgentRole {
    /// @notice Shares and USDC changed hands.
    event TradeExecuted(
        address indexed token,
        address indexed buyer,
        address indexed seller,
        uint256 shares,
        uint256 cost,
        uint256 buyerFee,
        uint256 sellerFee,
        bytes32 buyHash,
        bytes32 sellHash
    );

    /// @notice A trade of a batch failed and changed nothing; `reason` is what it reverted with, cut after 512 bytes.
    event TradeFailed(bytes32 indexed buyHash, bytes32 indexed sellHash, bytes reason);

    /// @notice An order was filled completely, by the `TradeExecuted` that follows and perhaps others before: nothing more
    /// happens under it, nor under another one with its nonce.
    event OrderFilled(address indexed maker, bytes32 indexed orderHash, uint256 nonce);

    /// @notice Nothing more happens under this order, nor under another one with its nonce.
    event OrderCancelled(address indexed maker, bytes32 indexed orderHash, uint256 nonce);

    /// @notice Orders whose nonce is 256 × `group` + a bit set in `mask` are cancelled.
    event NoncesCancelled(address indexed maker, uint256 indexed group, uint256 mask);

    /// @notice Orders of `maker` with a counter below `counter` are cancelled.
    event AllOrdersCancelled(address indexed maker, uint256 counter);

    error MarketplaceZeroAddress();
    error MarketplaceUnauthorized(address caller);
    error MarketplaceZeroAmount();
    error MarketplaceWrongSide(bytes32 orderHash);
    error MarketplaceNotAToken(address token);
    error MarketplaceTokensDiffer(address sold, address bought);
    error MarketplaceSelfTrade(address maker);
    error MarketplaceOrderExpired(bytes32 orderHash, uint40 expiry);
    error MarketplaceNonceUsed(bytes32 orderHash, uint256 nonce);
    error MarketplaceCounterPassed(bytes32 orderHash, uint256 counter);
    error MarketplaceOverfilled(bytes32 orderHash, uint256 left, uint256 shares);
    error MarketplaceFillTooSmall(bytes32 orderHash, uint256 minShares, uint256 shares);
    error MarketplaceInvalidSignature(bytes32 orderHash, address maker);
    error MarketplaceTakerNotAllowed(bytes32 orderHash, address counterparty);
    error MarketplaceSettlerNotAllowed(bytes32 orderHash, address settler);
    error MarketplaceFeeTooHigh(bytes32 orderHash, uint16 feeBps);
    error MarketplacePriceNotMet(bytes32 orderHash, uint256 cost, uint256 limit);
    error MarketplaceNotReceived(address token, address receiver, uint256 received, uint256 expected);

    /// @notice Only as a reason from `check` and `checkOrder`; settling reverts with what the token says.
    error MarketplaceInsufficientAllowance(address token, address owner, uint256 allowed, uint256 needed);
    /// @notice Only as a reason from `check` and `checkOrder`; settling reverts with what the token says.
    error MarketplaceInsufficientBalance(address token, address owner, uint256 balance, uint256 needed);
    /// @notice Only as a reason from `check` and `checkOrder`: USDC blocks this account.
    error MarketplaceAccountBlacklisted(address account);
    /// @notice Only as a reason from `check` and `checkOrder`: all USDC stands still.
    error MarketplacePaymentPaused();

    /// @notice Settles one trade or reverts with the reason. Whom the two orders allow, see `Order.settler`.
    function settle(Trade calldata trade, Permit[] calldata permits) external;

    /// @notice Settles many. One that fails is reported by `TradeFailed` and stops no other, neither by reverting nor by
    /// burning gas: each may use an equal part of the gas left.
    /// @return settled which of them went through
    function settleBatch(Trade[] calldata trades, Permit[] calldata permits) external returns (bool[] memory settled);

    /// @notice Cancels orders of the caller, for good, by using up their nonces.
    function cancel(Order[] calldata orders) external;

    /// @notice Cancels all of the caller's orders with nonces 256 × `group` + any bit set in `mask`, signed or not yet.
    function cancelNonces(uint256 group, uint256 mask) external;

    /// @notice Cancels every order the caller ever signed. New ones carry the new counter.
    function cancelAll() external returns (uint256 counter);

    /// @notice Every reason for which `settle` by `settler` without permits would fail now, each as the error it would
    /// revert with; empty when it would go through. Refusals by the tokens themselves are told as far as they can be
    /// seen from outside.
    function check(Trade calldata trade, address settler) external view returns (bytes[] memory reasons);

    /// @notice Every reason for which what is left of one order could not be settled now by `settler` whatever the
    /// other side; empty when it could.
    function checkOrder(Order calldata order, bytes calldata signature, address settler)
        external
        view
        returns (bytes[] memory reasons);

    /// @notice The least and the most USDC units for which `shares` may change hands at these two prices. Empty
    /// (`least` above `most`) when the prices do not meet, or meet only at a fraction of a unit.
    function costBounds(uint128 sellPrice, uint128 buyPrice, uint128 shares)
        external
        pure
        returns (uint256 least, uint256 most);

    /// @notice Hash the maker of `order` signs, and by which it is known here.
    function orderHash(Order calldata order) external view returns (bytes32);

    /// @notice Shares filled under an order so far. Of an order filled completely in one go nothing is kept but its used
    /// nonce.
    function filledInParts(bytes32 orderHash) external view returns (uint256 shares);

    /// @notice Nonces of a group that were filled completely or cancelled, one bit each.
    function usedNonces(address maker, uint256 group) external view returns (uint256 mask);

    /// @notice Counter that a new order of `maker` carries.
    function counterOf(address maker) external view returns (uint256);

    /// @notice ERC-712 domain separator.
    function DOMAIN_SEPARATOR() external view returns (bytes32);

    /// @notice Highest fee an order may carry, in hundredths of a percent.
    function MAX_FEE_BPS() external view returns (uint16);

    /// @notice The currency of all prices.
    function usdc() external view returns (address);

    /// @notice Where fees go.
    function feeRecipient() external view returns (address);
}

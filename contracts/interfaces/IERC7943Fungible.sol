// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IERC7943Fungible
/// @notice ERC-7943 (uRWA) for fungible tokens, interface id 0x3edbb4c4. `forcedTransfer` and `getFrozenTokens` are
/// also ERC-3643's.
interface IERC7943Fungible {
    /// @notice An agent took shares from one wallet and gave them to another.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);

    /// @notice The number of frozen shares of `account` was set, or changed by a forced movement. `amount` is the new
    /// number.
    event Frozen(address indexed account, uint256 amount);

    /// @notice `account` may not send.
    error ERC7943CannotSend(address account);

    /// @notice `account` may not receive.
    error ERC7943CannotReceive(address account);

    /// @notice The rules forbid this transfer.
    error ERC7943CannotTransfer(address from, address to, uint256 amount);

    /// @notice `account` holds `amount`, but only `unfrozen` of it may move.
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    /// @notice Takes shares from `from` and gives them to `to`, unfreezing what it must. Agents only.
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Sets how many shares of `account` are frozen; more than it holds withholds what it gets later. Agents
    /// only.
    function setFrozenTokens(address account, uint256 amount) external returns (bool result);

    /// @notice Whether `account` may send at all, whatever the transfer. Never reverts.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Whether `account` may receive at all, whatever the transfer. Never reverts.
    function canReceive(address account) external view returns (bool allowed);

    /// @notice How many shares of `account` are frozen; may be more than it holds.
    function getFrozenTokens(address account) external view returns (uint256 amount);

    /// @notice Whether this transfer would be allowed now. Never reverts.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed);
}

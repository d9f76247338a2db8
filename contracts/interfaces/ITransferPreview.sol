// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title ITransferPreview
/// @notice What a movement would answer if it were made now, by the same checks. None of these revert.
interface ITransferPreview {
    /// @notice Whether `amount` may go from `from` to `to`, and the exact data the transfer would revert with.
    /// @param spender who moves the shares by allowance, which is then checked; `from` or zero for the holder himself
    /// @return allowed whether the transfer would succeed
    /// @return code selector of the error, zero when allowed
    /// @return reason the revert data, empty when allowed
    function canTransferWithReason(address spender, address from, address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason);

    /// @notice The same for a mint by an agent.
    function canMintWithReason(address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @title ISignedActs
/// @notice What a holder does by signature while somebody else sends the transaction: ERC-2612 permits and ERC-3009
/// transfers, each with the signature in three words or in bytes. Bytes may be a contract's signature (ERC-1271).
///
/// A transfer by authorization is the holder's own: whoever submits it is nobody to the rules. The signing domain's
/// name is constant, so that renaming the token revives no old signature.
interface ISignedActs is IERC20Permit, IERC3009, IERC3009Cancel, IERC5267 {
    /// @notice `owner`'s permit with `nonce` was used; the approval it gave follows.
    event PermitUsed(address indexed owner, uint256 nonce);

    error PropertyTokenPermitExpired(uint256 deadline);
    error PropertyTokenInvalidSignature(address signer);
    error PropertyTokenAuthorizationNotYetValid(uint256 validAfter);
    error PropertyTokenAuthorizationExpired(uint256 validBefore);
    error PropertyTokenAuthorizationUsed(address authorizer, bytes32 nonce);
    error PropertyTokenCallerNotPayee(address caller, address payee);

    /// @notice As the ERC-2612 function, with the signature in bytes.
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes calldata signature)
        external;

    /// @notice As the ERC-3009 function, with the signature in bytes.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice As the ERC-3009 function, with the signature in bytes.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice As the ERC-3009 function, with the signature in bytes.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC1643} from "../interfaces/IERC1643.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {ISignedActs} from "../interfaces/ISignedActs.sol";
import {ITransferPreview} from "../interfaces/ITransferPreview.sol";
import {PropertyTokenExtension} from "./PropertyTokenExtension.sol";

/// @dev The rarer acts of a token, each run by the extension's code on this token's storage with the caller unchanged.
/// They are declared here one by one, rather than caught by a fallback, so that the token's ABI is whole.
abstract contract PropertyTokenForwarding is IPropertyToken {
    /// @inheritdoc IPropertyToken
    address public immutable extension;

    /// @dev Made here, so that no token can be wired to code of another version.
    constructor() {
        extension = address(new PropertyTokenExtension());
    }

    /* SIGNED ACTS */

    /// @inheritdoc IERC20Permit
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        owner; spender; value; deadline; v; r; s;
        _forward();
    }

    /// @inheritdoc ISignedActs
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes calldata signature)
        external
    {
        owner; spender; value; deadline; signature;
        _forward();
    }

    /// @inheritdoc IERC3009
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        from; to; value; validAfter; validBefore; nonce; v; r; s;
        _forward();
    }

    /// @inheritdoc ISignedActs
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        from; to; value; validAfter; validBefore; nonce; signature;
        _forward();
    }

    /// @inheritdoc IERC3009
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        from; to; value; validAfter; validBefore; nonce; v; r; s;
        _forward();
    }

    /// @inheritdoc ISignedActs
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        from; to; value; validAfter; validBefore; nonce; signature;
        _forward();
    }

    /// @inheritdoc IERC3009Cancel
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
        authorizer; nonce; v; r; s;
        _forward();
    }

    /// @inheritdoc ISignedActs
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external {
        authorizer; nonce; signature;
        _forward();
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) external view returns (uint256 nonce) {
        owner; nonce;
        _forwardView();
    }

    /// @inheritdoc IERC3009
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool used) {
        authorizer; nonce; used;
        _forwardView();
    }

    /// @inheritdoc IERC20Permit
    function DOMAIN_SEPARATOR() external view returns (bytes32 separator) {
        separator;
        _forwardView();
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        fields; name; version; chainId; verifyingContract; salt; extensions;
        _forwardView();
    }

    /* ASKING BEFOREHAND */

    /// @inheritdoc ITransferPreview
    function canTransferWithReason(address spender, address from, address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        spender; from; to; amount; allowed; code; reason;
        _forwardView();
    }

    /// @inheritdoc ITransferPreview
    function canMintWithReason(address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        to; amount; allowed; code; reason;
        _forwardView();
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed) {
        from; to; amount; allowed;
        _forwardView();
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool allowed) {
        account; allowed;
        _forwardView();
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) external view returns (bool allowed) {
        account; allowed;
        _forwardView();
    }

    /* DOCUMENTS */

    /// @inheritdoc IERC1643
    function setDocument(bytes32 _name, string calldata _uri, bytes32 _documentHash) external {
        _name; _uri; _documentHash;
        _forward();
    }

    /// @inheritdoc IERC1643
    function removeDocument(bytes32 _name) external {
        _name;
        _forward();
    }

    /// @inheritdoc IERC1643
    function getDocument(bytes32 _name)
        external
        view
        returns (string memory uri, bytes32 documentHash, uint256 setAt)
    {
        _name; uri; documentHash; setAt;
        _forwardView();
    }

    /// @inheritdoc IERC1643
    function getAllDocuments() external view returns (bytes32[] memory names) {
        names;
        _forwardView();
    }

    /* SETTINGS */

    /// @inheritdoc IPropertyToken
    function initialize(InitialState calldata initial) external {
        initial;
        _forward();
    }

    /// @inheritdoc IERC3643Token
    function setName(string calldata _name) external {
        _name;
        _forward();
    }

    /// @inheritdoc IERC3643Token
    function setSymbol(string calldata _symbol) external {
        _symbol;
        _forward();
    }

    /// @inheritdoc IERC3643Token
    function setOnchainID(address _onchainID) external {
        _onchainID;
        _forward();
    }

    /// @inheritdoc IERC3643Token
    function setIdentityRegistry(address _identityRegistry) external {
        _identityRegistry;
        _forward();
    }

    /// @inheritdoc IERC3643Token
    function setCompliance(address _compliance) external {
        _compliance;
        _forward();
    }

    /* RECOVERY */

    /// @inheritdoc IERC3643Token
    function recoveryAddress(address _lostWallet, address _newWallet, address _investorOnchainID)
        external
        returns (bool success)
    {
        _lostWallet; _newWallet; _investorOnchainID; success;
        _forward();
    }

    /* INTERNAL */

    /// @dev Ends the call with the extension's answer.
    function _forward() private {
        address code = extension;
        assembly ("memory-safe") {
            let input := mload(0x40)
            calldatacopy(input, 0, calldatasize())
            let succeeded := delegatecall(gas(), code, input, calldatasize(), 0, 0)
            returndatacopy(input, 0, returndatasize())
            if iszero(succeeded) { revert(input, returndatasize()) }
            return(input, returndatasize())
        }
    }

    /// @dev The compiler does not know that the extension's views only look; a static call makes sure of it.
    function _forwardView() private view {
        function() internal acting = _forward;
        function() internal view looking;
        assembly ("memory-safe") {
            looking := acting
        }
        looking();
    }
}

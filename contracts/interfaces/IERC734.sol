// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IERC734
/// @notice ERC-734 keys of an identity, as ONCHAINID speaks it. A key is `keccak256(abi.encode(account))`. Purposes: 1
/// management, 2 action, 3 claim signer; others have the meaning their users give them. Key types: 1 ECDSA, 2 RSA.
interface IERC734 {
    event KeyAdded(bytes32 indexed key, uint256 indexed purpose, uint256 indexed keyType);
    event KeyRemoved(bytes32 indexed key, uint256 indexed purpose, uint256 indexed keyType);
    event ExecutionRequested(uint256 indexed executionId, address indexed to, uint256 indexed value, bytes data);
    event Approved(uint256 indexed executionId, bool approved);
    event Executed(uint256 indexed executionId, address indexed to, uint256 indexed value, bytes data);
    event ExecutionFailed(uint256 indexed executionId, address indexed to, uint256 indexed value, bytes data);

    /// @notice Gives `_key` a purpose. Management keys and the identity itself only. A key has one type: another one is
    /// refused.
    function addKey(bytes32 _key, uint256 _purpose, uint256 _keyType) external returns (bool success);

    /// @notice Takes a purpose from `_key`. Management keys and the identity itself only. The last management key stays.
    function removeKey(bytes32 _key, uint256 _purpose) external returns (bool success);

    /// @notice Asks the identity to call `_to`. Anybody may ask. It is done at once when the caller holds a management
    /// key, or an action key and `_to` is not the identity itself; otherwise it waits for `approve`.
    function execute(address _to, uint256 _value, bytes calldata _data)
        external
        payable
        returns (uint256 executionId);

    /// @notice Lets a waiting call happen, or says no to it for now. Management keys where the identity calls itself,
    /// action keys elsewhere. A call that failed waits on and may be approved again.
    /// @return success whether the call happened and did not revert
    function approve(uint256 _id, bool _approve) external returns (bool success);

    /// @notice Purposes and type of a key; nothing for an unknown one.
    function getKey(bytes32 _key)
        external
        view
        returns (uint256[] memory purposes, uint256 keyType, bytes32 key);

    /// @notice Purposes of a key.
    function getKeyPurposes(bytes32 _key) external view returns (uint256[] memory _purposes);

    /// @notice Keys that were given `_purpose`.
    function getKeysByPurpose(uint256 _purpose) external view returns (bytes32[] memory keys);

    /// @notice Whether `_key` may act for `_purpose`: it was given that purpose, or it is a management key.
    function keyHasPurpose(bytes32 _key, uint256 _purpose) external view returns (bool exists);
}

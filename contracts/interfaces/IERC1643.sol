// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IERC1643
/// @notice ERC-1643: documents that belong to a token, each with the hash of its content.
interface IERC1643 {
    /// @notice A document was added or replaced.
    event DocumentUpdated(bytes32 indexed _name, string _uri, bytes32 _documentHash);

    /// @notice A document was removed. The last name of the list takes the place of the removed one.
    event DocumentRemoved(bytes32 indexed _name, string _uri, bytes32 _documentHash);

    /// @notice Where a document is, the hash of its content and when it was last set (unix seconds). All empty when
    /// there is none.
    function getDocument(bytes32 _name) external view returns (string memory, bytes32, uint256);

    /// @notice Adds or replaces a document.
    function setDocument(bytes32 _name, string calldata _uri, bytes32 _documentHash) external;

    /// @notice Removes a document. Reverts when there is none.
    function removeDocument(bytes32 _name) external;

    /// @notice Names of all documents.
    function getAllDocuments() external view returns (bytes32[] memory);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC1643} from "../interfaces/IERC1643.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {Document, PropertyTokenState, PropertyTokenStorage} from "./PropertyTokenStorage.sol";

/// @dev See {IERC1643}. The owner's, not an agent's: what holders were promised must not hang on a day-to-day key.
abstract contract PropertyTokenDocuments is IERC1643, PropertyTokenStorage, OwnableUpgradeable {
    /// @inheritdoc IERC1643
    function setDocument(bytes32 _name, string calldata _uri, bytes32 _documentHash) external onlyOwner {
        if (_name == bytes32(0) || bytes(_uri).length == 0) revert IPropertyToken.PropertyTokenEmptyString();
        PropertyTokenState storage $ = _state();
        Document storage document = $.documents[_name];
        if (document.position == 0) {
            $.documentNames.push(_name);
            document.position = uint64($.documentNames.length);
        }
        document.uri = _uri;
        document.contentHash = _documentHash;
        document.setAt = uint64(block.timestamp);
        emit DocumentUpdated(_name, _uri, _documentHash);
    }

    /// @inheritdoc IERC1643
    function removeDocument(bytes32 _name) external onlyOwner {
        PropertyTokenState storage $ = _state();
        Document memory document = $.documents[_name];
        if (document.position == 0) revert IPropertyToken.PropertyTokenDocumentUnknown(_name);
        bytes32 last = $.documentNames[$.documentNames.length - 1];
        $.documentNames[document.position - 1] = last;
        $.documents[last].position = document.position;
        $.documentNames.pop();
        delete $.documents[_name];
        emit DocumentRemoved(_name, document.uri, document.contentHash);
    }

    /// @inheritdoc IERC1643
    function getDocument(bytes32 _name) external view returns (string memory, bytes32, uint256) {
        Document storage document = _state().documents[_name];
        return (document.uri, document.contentHash, document.setAt);
    }

    /// @inheritdoc IERC1643
    function getAllDocuments() external view returns (bytes32[] memory) {
        return _state().documentNames;
    }
}

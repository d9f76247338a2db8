// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC734} from "../interfaces/IERC734.sol";
import {IIdentityErrors} from "../interfaces/IIdentity.sol";

/// @dev ERC-734: who may act for an identity, and what it does for them. The founder, who holds the first management key,
/// is part of the contract's code: he costs no storage until something about his key changes.
abstract contract KeyHolder is IERC734, IIdentityErrors {
    uint256 internal constant MANAGEMENT = 1;
    uint256 internal constant ACTION = 2;
    uint256 internal constant CLAIM_SIGNER = 3;

    uint256 private constant ECDSA_TYPE = 1;
    uint256 private constant MAX_PURPOSE = 239;
    uint256 private constant TYPE_SHIFT = 240;
    uint256 private constant MAX_TYPE = type(uint16).max;
    uint256 private constant PURPOSES = (1 << TYPE_SHIFT) - 2;
    /// @dev Set in the founder's word once it is written: his key without purposes is not his key untouched.
    uint256 private constant WRITTEN = 1;
    uint256 private constant MAX_KEYS = 64;

    struct Execution {
        address to;
        bool waits;
        uint256 value;
        bytes data;
    }

    /// @custom:storage-location erc7201:freehold.storage.KeyHolder
    /// @dev A key's word: bit n for purpose n, its type in the highest 16 bits. `keys` are those with a purpose, without
    /// the founder's.
    struct KeyHolderStorage {
        mapping(bytes32 key => uint256 word) words;
        bytes32[] keys;
        mapping(uint256 id => Execution) executions;
        uint256 executionCount;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.KeyHolder")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant KEY_HOLDER_STORAGE =
        0xf29456ea4b04f4faace8a59a4a04d653c07fac49d556c0498ac074df752f5300;

    modifier onlyPurpose(uint256 purpose) {
        _checkPurpose(purpose);
        _;
    }

    /// @inheritdoc IERC734
    function addKey(bytes32 _key, uint256 _purpose, uint256 _keyType)
        external
        onlyPurpose(MANAGEMENT)
        returns (bool success)
    {
        if (_key == 0) revert IdentityZeroKey();
        if (_purpose == 0 || _purpose > MAX_PURPOSE) revert IdentityPurposeOutOfRange(_purpose, MAX_PURPOSE);
        if (_keyType > MAX_TYPE) revert IdentityKeyTypeOutOfRange(_keyType, MAX_TYPE);
        KeyHolderStorage storage $ = _keyHolder();
        uint256 word = _wordOf(_key);
        if (_has(word, _purpose)) revert IdentityKeyKnown(_key, _purpose);
        bool isNew = word & PURPOSES == 0;
        if (!isNew && word >> TYPE_SHIFT != _keyType) revert IdentityKeyTypeDiffers(_key, word >> TYPE_SHIFT);
        bool isFounder = _key == _founderKey();
        if (isNew && !isFounder) {
            if ($.keys.length == MAX_KEYS) revert IdentityTooMany(MAX_KEYS);
            $.keys.push(_key);
        }
        $.words[_key] =
            word & PURPOSES | 1 << _purpose | _keyType << TYPE_SHIFT | (isFounder ? WRITTEN : 0);
        emit KeyAdded(_key, _purpose, _keyType);
        return true;
    }

    /// @inheritdoc IERC734
    function removeKey(bytes32 _key, uint256 _purpose) external onlyPurpose(MANAGEMENT) returns (bool success) {
        uint256 word = _wordOf(_key);
        if (!_has(word, _purpose)) revert IdentityKeyUnknown(_key, _purpose);
        if (_purpose == MANAGEMENT && getKeysByPurpose(MANAGEMENT).length == 1) revert IdentityLastManagementKey();
        uint256 left = word & ~(1 << _purpose);
        KeyHolderStorage storage $ = _keyHolder();
        if (_key == _founderKey()) {
            $.words[_key] = left | WRITTEN;
        } else if (left & PURPOSES != 0) {
            $.words[_key] = left;
        } else {
            delete $.words[_key];
            _unlist($.keys, _key);
        }
        emit KeyRemoved(_key, _purpose, word >> TYPE_SHIFT);
        return true;
    }

    /// @inheritdoc IERC734
    function execute(address _to, uint256 _value, bytes calldata _data)
        external
        payable
        returns (uint256 executionId)
    {
        executionId = _keyHolder().executionCount++;
        emit ExecutionRequested(executionId, _to, _value, _data);
        Execution memory execution = Execution({to: _to, waits: true, value: _value, data: _data});
        if (_mayApprove(_to)) _run(executionId, execution);
        else _keyHolder().executions[executionId] = execution;
    }

    /// @inheritdoc IERC734
    function approve(uint256 _id, bool _approve) external returns (bool success) {
        KeyHolderStorage storage $ = _keyHolder();
        if (_id >= $.executionCount) revert IdentityExecutionUnknown(_id);
        Execution memory execution = $.executions[_id];
        if (!execution.waits) revert IdentityExecutionDone(_id);
        if (!_mayApprove(execution.to)) {
            revert IdentityUnauthorized(msg.sender, execution.to == address(this) ? MANAGEMENT : ACTION);
        }
        if (_approve) return _run(_id, execution);
        emit Approved(_id, false);
    }

    /// @inheritdoc IERC734
    function getKey(bytes32 _key)
        external
        view
        returns (uint256[] memory purposes, uint256 keyType, bytes32 key)
    {
        purposes = getKeyPurposes(_key);
        if (purposes.length != 0) (keyType, key) = (_wordOf(_key) >> TYPE_SHIFT, _key);
    }

    /// @inheritdoc IERC734
    function getKeyPurposes(bytes32 _key) public view returns (uint256[] memory _purposes) {
        uint256 word = _wordOf(_key);
        uint256 count = 0;
        for (uint256 purpose = 1; purpose <= MAX_PURPOSE; ++purpose) {
            if (_has(word, purpose)) ++count;
        }
        _purposes = new uint256[](count);
        for (uint256 purpose = MAX_PURPOSE; count != 0; --purpose) {
            if (_has(word, purpose)) _purposes[--count] = purpose;
        }
    }

    /// @inheritdoc IERC734
    function getKeysByPurpose(uint256 _purpose) public view returns (bytes32[] memory keys) {
        bytes32[] memory others = _keyHolder().keys;
        keys = new bytes32[](others.length + 1);
        uint256 count = 0;
        if (_has(_wordOf(_founderKey()), _purpose)) keys[count++] = _founderKey();
        for (uint256 i = 0; i < others.length; ++i) {
            if (_has(_wordOf(others[i]), _purpose)) keys[count++] = others[i];
        }
        assembly ("memory-safe") {
            mstore(keys, count)
        }
    }

    /// @inheritdoc IERC734
    function keyHasPurpose(bytes32 _key, uint256 _purpose) public view returns (bool exists) {
        uint256 word = _wordOf(_key);
        return _has(word, MANAGEMENT) || _has(word, _purpose);
    }

    /// @dev Who holds the first management key; nobody in code that is only there to be cloned.
    function _founder() internal view virtual returns (address);

    function _keyOf(address account) internal pure returns (bytes32) {
        return keccak256(abi.encode(account));
    }

    function _emitFounder() internal {
        emit KeyAdded(_founderKey(), MANAGEMENT, ECDSA_TYPE);
    }

    function _checkPurpose(uint256 purpose) internal view {
        if (msg.sender == address(this) || keyHasPurpose(_keyOf(msg.sender), purpose)) return;
        revert IdentityUnauthorized(msg.sender, purpose);
    }

    function _mayApprove(address to) private view returns (bool) {
        return keyHasPurpose(_keyOf(msg.sender), to == address(this) ? MANAGEMENT : ACTION);
    }

    /// @dev Forgotten before it is called, so that it cannot be approved again from within; remembered when it failed.
    function _run(uint256 id, Execution memory execution) private returns (bool success) {
        KeyHolderStorage storage $ = _keyHolder();
        delete $.executions[id];
        emit Approved(id, true);
        bytes memory data = execution.data;
        (address to, uint256 value) = (execution.to, execution.value);
        assembly ("memory-safe") {
            success := call(gas(), to, value, add(data, 0x20), mload(data), 0, 0)
        }
        if (success) {
            emit Executed(id, to, value, data);
        } else {
            $.executions[id] = execution;
            emit ExecutionFailed(id, to, value, data);
        }
    }

    function _wordOf(bytes32 key) private view returns (uint256 word) {
        word = _keyHolder().words[key];
        if (word == 0 && key != 0 && key == _founderKey()) word = 1 << MANAGEMENT | ECDSA_TYPE << TYPE_SHIFT;
    }

    function _founderKey() private view returns (bytes32) {
        address founder = _founder();
        return founder == address(0) ? bytes32(0) : _keyOf(founder);
    }

    function _has(uint256 word, uint256 purpose) private pure returns (bool) {
        return purpose != 0 && purpose <= MAX_PURPOSE && word >> purpose & 1 != 0;
    }

    function _unlist(bytes32[] storage keys, bytes32 key) private {
        uint256 last = keys.length - 1;
        for (uint256 i = 0; i < last; ++i) {
            if (keys[i] == key) {
                keys[i] = keys[last];
                break;
            }
        }
        keys.pop();
    }

    function _keyHolder() private pure returns (KeyHolderStorage storage $) {
        assembly ("memory-safe") {
            $.slot := KEY_HOLDER_STORAGE
        }
    }
}

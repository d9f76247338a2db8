// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {
    ComplianceRules,
    CountryMode,
    ICompliance,
    IERC3643Compliance,
    Movement,
    MovementKind
} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";

interface IOwned {
    function owner() external view returns (address);
}

/// @title Compliance
/// @notice See {ICompliance}. Deployed once and cloned (ERC-1167) per property.
contract Compliance is ICompliance, ERC165 {
    uint16 private constant COUNTRY_LIMIT = 1024;

    /// @dev The first two slots hold every number a movement reads. `accountedTo` remembers under which identity a wallet's shares are counted, so that a wallet which changes
    /// identity is put right at its next movement instead of breaking the sums.
    /// @custom:storage-location erc7201:freehold.storage.Compliance
    struct ComplianceStorage {
        address token;
        bool initialized;
        CountryMode countryMode;
        bool tracked;
        uint40 lockedUntil;
        uint112 maxBalance;
        uint32 maxHolders;
        uint32 holderCount;
        address identityRegistry;
        mapping(uint256 word => uint256 bits) countries;
        mapping(address identity => uint256) positions;
        mapping(address wallet => address identity) accountedTo;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.Compliance")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant COMPLIANCE_STORAGE =
        0x2b2824b214d2e2c8fb2c3686f20cef6cbc4e7e944b262c89a8f7aec449098200;

    modifier onlyToken() {
        if (msg.sender != _compliance().token) revert ComplianceUnauthorized(msg.sender);
        _;
    }

    constructor() {
        _compliance().initialized = true;
    }

    /// @inheritdoc ICompliance
    function initialize(address token, address identityRegistry_, ComplianceRules calldata rules_) external {
        ComplianceStorage storage $ = _compliance();
        if ($.initialized) revert ComplianceAlreadyInitialized();
        if (token == address(0) || identityRegistry_ == address(0)) revert ComplianceZeroAddress();
        $.initialized = true;
        $.token = token;
        $.identityRegistry = identityRegistry_;
        emit TokenBound(token);
        _setRules(rules_, true);
    }

    /* RULES */

    /// @inheritdoc ICompliance
    function setRules(ComplianceRules calldata rules_) external {
        if (msg.sender != owner()) revert ComplianceUnauthorized(msg.sender);
        _setRules(rules_, IERC20(_compliance().token).totalSupply() == 0);
    }

    /// @inheritdoc ICompliance
    function checkAndApply(Movement calldata movement) external onlyToken {
        bytes memory reason = _reasonAgainst(movement);
        if (reason.length != 0) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
        _apply(movement);
    }

    /// @inheritdoc ICompliance
    function reasonAgainst(Movement calldata movement) external view returns (bytes memory) {
        return _reasonAgainst(movement);
    }

    /* ERC-3643 */

    /// @inheritdoc IERC3643Compliance
    function bindToken(address _token) external {
        ComplianceStorage storage $ = _compliance();
        if ($.token != address(0)) revert ComplianceTokenBound($.token);
        if (!$.initialized || msg.sender != _token) revert ComplianceUnauthorized(msg.sender);
        $.token = _token;
        emit TokenBound(_token);
    }

    /// @inheritdoc IERC3643Compliance
    function unbindToken(address _token) external onlyToken {
        if (_token != msg.sender) revert ComplianceTokenNotBound(_token);
        _compliance().token = address(0);
        emit TokenUnbound(_token);
    }

    /// @inheritdoc IERC3643Compliance
    function canTransfer(address _from, address _to, uint256 _amount) external view returns (bool) {
        return _reasonAgainst(_movement(_from, _to, _amount, false)).length == 0;
    }

    /// @inheritdoc IERC3643Compliance
    function transferred(address _from, address _to, uint256 _amount) external onlyToken {
        _apply(_movement(_from, _to, _amount, true));
    }

    /// @inheritdoc IERC3643Compliance
    function created(address _to, uint256 _amount) external onlyToken {
        _apply(_movement(address(0), _to, _amount, true));
    }

    /// @inheritdoc IERC3643Compliance
    function destroyed(address _from, uint256 _amount) external onlyToken {
        _apply(_movement(_from, address(0), _amount, true));
    }

    /// @inheritdoc IERC3643Compliance
    function isTokenBound(address _token) external view returns (bool) {
        return _token != address(0) && _token == _compliance().token;
    }

    /// @inheritdoc IERC3643Compliance
    function getTokenBound() external view returns (address) {
        return _compliance().token;
    }

    /* VIEWS */

    /// @inheritdoc ICompliance
    function rules() external view returns (ComplianceRules memory rules_) {
        ComplianceStorage storage $ = _compliance();
        uint16[] memory listed = new uint16[](COUNTRY_LIMIT);
        uint256 count = 0;
        for (uint16 country = 0; country < COUNTRY_LIMIT; country++) {
            if (_isListed(country)) listed[count++] = country;
        }
        assembly ("memory-safe") {
            mstore(listed, count)
        }
        return ComplianceRules({
            countryMode: $.countryMode,
            countries: listed,
            maxBalance: $.maxBalance,
            maxHolders: $.maxHolders,
            lockedUntil: $.lockedUntil,
            trackPositions: $.tracked
        });
    }

    /// @inheritdoc ICompliance
    function positionOf(address identity) external view returns (uint256) {
        return _compliance().positions[identity];
    }

    /// @inheritdoc ICompliance
    function holderCount() external view returns (uint256) {
        return _compliance().holderCount;
    }

    /// @inheritdoc ICompliance
    function identityRegistry() external view returns (address) {
        return _compliance().identityRegistry;
    }

    /// @inheritdoc ICompliance
    function owner() public view returns (address) {
        address token = _compliance().token;
        return token == address(0) ? address(0) : IOwned(token).owner();
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ICompliance).interfaceId
            || interfaceId == type(IERC3643Compliance).interfaceId || super.supportsInterface(interfaceId);
    }

    /* JUDGING */

    function _reasonAgainst(Movement memory m) private view returns (bytes memory) {
        if (m.kind != MovementKind.Transfer && m.kind != MovementKind.Mint) return "";
        ComplianceStorage storage $ = _compliance();
        if (m.kind == MovementKind.Transfer && block.timestamp < $.lockedUntil) {
            return abi.encodeWithSelector(ComplianceLocked.selector, $.lockedUntil);
        }
        CountryMode mode = $.countryMode;
        if (mode != CountryMode.Any && _isListed(m.toCountry) != (mode == CountryMode.OnlyListed)) {
            return abi.encodeWithSelector(ComplianceCountryNotAllowed.selector, m.toCountry);
        }
        if ($.maxBalance == 0 && $.maxHolders == 0) return "";
        return _reasonByPosition(m);
    }

    function _reasonByPosition(Movement memory m) private view returns (bytes memory) {
        ComplianceStorage storage $ = _compliance();
        address from = _identityOf(m.from, m.fromIdentity);
        address to = _identityOf(m.to, m.toIdentity);
        if (from == to || m.amount == 0) return "";

        uint256 position = _positionBefore(to, m);
        uint256 maxBalance = $.maxBalance;
        if (maxBalance != 0 && position + m.amount > maxBalance) {
            return abi.encodeWithSelector(
                ComplianceMaxBalanceExceeded.selector, to, position + m.amount, maxBalance
            );
        }
        uint256 maxHolders = $.maxHolders;
        if (maxHolders != 0 && position == 0) {
            bool leaves = from != address(0) && _positionBefore(from, m) == m.amount;
            if (!leaves && $.holderCount >= maxHolders) {
                return abi.encodeWithSelector(ComplianceMaxHoldersReached.selector, maxHolders);
            }
        }
        return "";
    }

    /// @dev Position of `identity` as if the wallets of the movement were already counted under their present identity.
    function _positionBefore(address identity, Movement memory m) private view returns (uint256 position) {
        ComplianceStorage storage $ = _compliance();
        position = $.positions[identity];
        position = _reconciled(position, identity, m.from, m.fromIdentity, m.fromBalance);
        position = _reconciled(position, identity, m.to, m.toIdentity, m.toBalance);
    }

    function _reconciled(
        uint256 position,
        address identity,
        address wallet,
        address walletIdentity,
        uint256 balance
    ) private view returns (uint256) {
        if (wallet == address(0) || balance == 0) return position;
        address counted = _compliance().accountedTo[wallet];
        address present = walletIdentity == address(0) ? counted : walletIdentity;
        if (counted == present) return position;
        if (present == identity) position += balance;
        if (counted == identity) position -= balance;
        return position;
    }

    /* ACCOUNTING */

    function _apply(Movement memory m) private {
        ComplianceStorage storage $ = _compliance();
        if (!$.tracked || m.amount == 0) return;
        address from = _identityOf(m.from, m.fromIdentity);
        address to = _identityOf(m.to, m.toIdentity);
        _reconcile(m.from, from, m.fromBalance);
        _reconcile(m.to, to, m.toBalance);
        if (from != to) {
            _decrease(from, m.amount);
            _increase(to, m.amount);
        }
        if (m.from != address(0) && m.fromBalance == m.amount) delete $.accountedTo[m.from];
        if (m.to != address(0) && m.toBalance == 0) $.accountedTo[m.to] = to;
    }

    function _reconcile(address wallet, address present, uint256 balance) private {
        if (wallet == address(0) || balance == 0) return;
        ComplianceStorage storage $ = _compliance();
        address counted = $.accountedTo[wallet];
        if (counted == present) return;
        _decrease(counted, balance);
        _increase(present, balance);
        $.accountedTo[wallet] = present;
    }

    function _decrease(address identity, uint256 amount) private {
        if (identity == address(0)) return;
        ComplianceStorage storage $ = _compliance();
        uint256 left = $.positions[identity] - amount;
        $.positions[identity] = left;
        if (left == 0) $.holderCount--;
    }

    function _increase(address identity, uint256 amount) private {
        if (identity == address(0)) return;
        ComplianceStorage storage $ = _compliance();
        uint256 before = $.positions[identity];
        $.positions[identity] = before + amount;
        if (before == 0) $.holderCount++;
    }

    /// @dev A wallet that left the registry keeps the identity its shares are counted under.
    function _identityOf(address wallet, address present) private view returns (address) {
        if (wallet == address(0) || present != address(0)) return present;
        return _compliance().accountedTo[wallet];
    }

    /* INTERNAL */

    function _setRules(ComplianceRules calldata rules_, bool noShares) private {
        ComplianceStorage storage $ = _compliance();
        bool tracked = rules_.trackPositions || rules_.maxBalance != 0 || rules_.maxHolders != 0;
        if (tracked && !$.tracked && !noShares) revert CompliancePositionsNotTracked();
        if (tracked) $.tracked = true;
        $.countryMode = rules_.countryMode;
        $.lockedUntil = rules_.lockedUntil;
        $.maxBalance = rules_.maxBalance;
        $.maxHolders = rules_.maxHolders;
        for (uint256 word = 0; word < COUNTRY_LIMIT / 256; word++) {
            if ($.countries[word] != 0) $.countries[word] = 0;
        }
        for (uint256 i = 0; i < rules_.countries.length; i++) {
            uint16 country = rules_.countries[i];
            if (country >= COUNTRY_LIMIT) revert ComplianceCountryOutOfRange(country);
            $.countries[country >> 8] |= 1 << (country & 0xff);
        }
        emit RulesSet(rules_);
    }

    /// @dev The movement as this contract sees it, for callers that do not hand one over.
    function _movement(address from, address to, uint256 amount, bool happened)
        private
        view
        returns (Movement memory m)
    {
        ComplianceStorage storage $ = _compliance();
        IERC20 token = IERC20($.token);
        m.kind = from == address(0) ? MovementKind.Mint : to == address(0) ? MovementKind.Burn : MovementKind.Transfer;
        (m.from, m.to, m.amount) = (from, to, amount);
        (m.fromIdentity, m.toIdentity, m.toCountry,) = IIdentityRegistry($.identityRegistry).parties(from, to);
        if (address(token) == address(0)) return m;
        if (from != address(0)) m.fromBalance = token.balanceOf(from) + (happened ? amount : 0);
        if (to != address(0)) m.toBalance = token.balanceOf(to) - (happened ? amount : 0);
    }

    function _isListed(uint16 country) private view returns (bool) {
        if (country >= COUNTRY_LIMIT) return false;
        return _compliance().countries[country >> 8] >> (country & 0xff) & 1 == 1;
    }

    function _compliance() private pure returns (ComplianceStorage storage $) {
        assembly ("memory-safe") {
            $.slot := COMPLIANCE_STORAGE
        }
    }
}

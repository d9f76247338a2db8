// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {
    ComplianceRules,
    CountryMode,
    ICompliance,
    IERC3643Compliance,
    Leg,
    Movement,
    MovementKind
} from "../interfaces/ICompliance.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";

interface IOwned {
    function owner() external view returns (address);
}

/// @title Compliance
/// @notice See {ICompliance}. Deployed once and cloned (ERC-1167) per property.
contract Compliance is ICompliance, IERC165 {
    uint16 private constant COUNTRY_LIMIT = 1024;

    /// @dev The first slot is all a movement reads unless positions are tracked; the second holds the limits per
    /// identity. `accountedTo` remembers under which identity a wallet's shares are counted, so that a wallet which
    /// changes identity is put right at its next movement instead of breaking the sums.
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
        mapping(uint256 word => uint256 bits) countries;
        mapping(address identity => uint256) positions;
        mapping(address wallet => address identity) accountedTo;
    }

    /// @dev Why a movement is refused: the error's selector, zero for none, and its arguments.
    struct Refusal {
        bytes4 selector;
        uint256 a;
        uint256 b;
        uint256 c;
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
    function initialize(address token, ComplianceRules calldata rules_) external {
        ComplianceStorage storage $ = _compliance();
        if ($.initialized) revert ComplianceAlreadyInitialized();
        if (token == address(0)) revert ComplianceZeroAddress();
        $.token = token;
        $.initialized = true;
        $.tracked = _needsPositions(rules_);
        emit TokenBound(token);
        _setRules(rules_);
    }

    /* RULES */

    /// @inheritdoc ICompliance
    function setRules(ComplianceRules calldata rules_) external {
        if (msg.sender != owner()) revert ComplianceUnauthorized(msg.sender);
        ComplianceStorage storage $ = _compliance();
        if (!$.tracked && _needsPositions(rules_)) {
            if (IERC3643Token($.token).totalSupply() != 0) revert CompliancePositionsNotTracked();
            $.tracked = true;
        }
        for (uint256 word = 0; word < COUNTRY_LIMIT / 256; word++) {
            delete $.countries[word];
        }
        _setRules(rules_);
    }

    /// @inheritdoc ICompliance
    function checkAndApply(Movement calldata movement) public returns (bool tellAfter) {
        ComplianceStorage storage $ = _compliance();
        if (msg.sender != $.token && msg.sender != address(this)) revert ComplianceUnauthorized(msg.sender);
        bool judged = _isJudged(movement.kind);
        if (judged && ($.lockedUntil != 0 || $.countryMode != CountryMode.Any)) {
            _check(_refusalByParty(movement));
        }
        if ($.tracked && movement.amount != 0) _account(movement, judged);
        return false;
    }

    /// @inheritdoc ICompliance
    function judgesBatches() external pure returns (bool) {
        return false;
    }

    /// @inheritdoc ICompliance
    function checkAndApplyBatch(Movement calldata common, Leg[] calldata legs) external onlyToken {
        Movement memory movement = common;
        for (uint256 i = 0; i < legs.length; i++) {
            Leg calldata leg = legs[i];
            (movement.to, movement.toParty, movement.toBalance) = (leg.to, leg.party, leg.toBalance);
            movement.amount = leg.amount;
            this.checkAndApply(movement);
            movement.fromBalance -= common.from == address(0) ? 0 : leg.amount;
        }
    }

    /// @inheritdoc ICompliance
    function applied(Movement calldata movement) external onlyToken {}

    /// @inheritdoc ICompliance
    function reasonAgainst(Movement calldata movement) external view returns (bytes memory) {
        if (!_isJudged(movement.kind)) return "";
        Refusal memory refusal = _refusalByParty(movement);
        if (refusal.selector == 0 && _compliance().tracked) refusal = _refusalByPosition(movement);
        return _encode(refusal);
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
        return this.reasonAgainst(_movement(_from, _to, _amount, false)).length == 0;
    }

    /// @inheritdoc IERC3643Compliance
    function transferred(address _from, address _to, uint256 _amount) external onlyToken {
        _applyAfterwards(_from, _to, _amount);
    }

    /// @inheritdoc IERC3643Compliance
    function created(address _to, uint256 _amount) external onlyToken {
        _applyAfterwards(address(0), _to, _amount);
    }

    /// @inheritdoc IERC3643Compliance
    function destroyed(address _from, uint256 _amount) external onlyToken {
        _applyAfterwards(_from, address(0), _amount);
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
    function owner() public view returns (address) {
        address token = _compliance().token;
        return token == address(0) ? address(0) : IOwned(token).owner();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(ICompliance).interfaceId || interfaceId == type(IERC165).interfaceId
            || interfaceId == type(IERC3643Compliance).interfaceId;
    }

    /* JUDGING */

    function _isJudged(MovementKind kind) private pure returns (bool) {
        return kind == MovementKind.Transfer || kind == MovementKind.Mint;
    }

    function _refusalByParty(Movement calldata m) private view returns (Refusal memory refusal) {
        ComplianceStorage storage $ = _compliance();
        if (m.kind == MovementKind.Transfer && block.timestamp < $.lockedUntil) {
            return Refusal(ComplianceLocked.selector, $.lockedUntil, 0, 0);
        }
        CountryMode mode = $.countryMode;
        if (mode != CountryMode.Any && _isListed(m.toParty.countryOf()) != (mode == CountryMode.OnlyListed)) {
            return Refusal(ComplianceCountryNotAllowed.selector, m.toParty.countryOf(), 0, 0);
        }
    }

    function _refusalByPosition(Movement calldata m) private view returns (Refusal memory refusal) {
        address from = _presentIdentity(m.from, m.fromParty.identityOf());
        address to = m.toParty.identityOf();
        if (from == to || m.amount == 0) return refusal;
        return _refusalByLimits(m.amount, to, _positionBefore(from, m), _positionBefore(to, m));
    }

    /// @dev Limits for shares going from one identity to another, given what both hold before.
    function _refusalByLimits(uint256 amount, address to, uint256 fromPosition, uint256 toPosition)
        private
        view
        returns (Refusal memory refusal)
    {
        ComplianceStorage storage $ = _compliance();
        uint256 maxBalance = $.maxBalance;
        if (maxBalance != 0 && toPosition + amount > maxBalance) {
            return Refusal(
                ComplianceMaxBalanceExceeded.selector, uint160(to), toPosition + amount, maxBalance
            );
        }
        // A new holder may take the place of one who sells all.
        uint256 maxHolders = $.maxHolders;
        if (maxHolders != 0 && toPosition == 0 && fromPosition != amount && $.holderCount >= maxHolders) {
            return Refusal(ComplianceMaxHoldersReached.selector, maxHolders, 0, 0);
        }
    }

    /// @dev Position of `identity` as if the wallets of the movement were already counted under their present identity.
    function _positionBefore(address identity, Movement calldata m) private view returns (uint256 position) {
        if (identity == address(0)) return 0;
        position = _compliance().positions[identity];
        position = _reconciled(position, identity, m.from, m.fromParty.identityOf(), m.fromBalance);
        position = _reconciled(position, identity, m.to, m.toParty.identityOf(), m.toBalance);
    }

    function _reconciled(
        uint256 position,
        address identity,
        address wallet,
        address walletIdentity,
        uint256 balance
    ) private view returns (uint256) {
        if (balance == 0) return position;
        address counted = _accountedTo(wallet);
        if (counted == walletIdentity || walletIdentity == address(0)) return position;
        if (walletIdentity == identity) position += balance;
        if (counted == identity) position -= balance;
        return position;
    }

    function _encode(Refusal memory refusal) private pure returns (bytes memory) {
        if (refusal.selector == 0) return "";
        if (refusal.selector == ComplianceMaxBalanceExceeded.selector) {
            return abi.encodeWithSelector(refusal.selector, refusal.a, refusal.b, refusal.c);
        }
        return abi.encodeWithSelector(refusal.selector, refusal.a);
    }

    function _check(Refusal memory refusal) private pure {
        if (refusal.selector == 0) return;
        bytes memory reason = _encode(refusal);
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    /* ACCOUNTING */

    function _account(Movement calldata m, bool judged) private {
        ComplianceStorage storage $ = _compliance();
        address from = _reconcile(m.from, m.fromParty.identityOf(), m.fromBalance);
        address to = _reconcile(m.to, m.toParty.identityOf(), m.toBalance);
        if (from != to) {
            uint256 fromPosition = from == address(0) ? 0 : $.positions[from];
            uint256 toPosition = to == address(0) ? 0 : $.positions[to];
            if (judged) _check(_refusalByLimits(m.amount, to, fromPosition, toPosition));
            _decrease(from, fromPosition, m.amount);
            _increase(to, toPosition, m.amount);
        }
        if (m.from != address(0) && m.fromBalance == m.amount) _setAccountedTo(m.from, m.from);
        if (m.to != address(0) && m.toBalance == 0) _setAccountedTo(m.to, to);
    }

    /// @dev Counts a wallet's shares under its present identity and returns that.
    function _reconcile(address wallet, address present, uint256 balance) private returns (address) {
        if (wallet == address(0) || balance == 0) return present;
        address counted = _accountedTo(wallet);
        if (counted == present || present == address(0)) return counted;
        _decrease(counted, _compliance().positions[counted], balance);
        _increase(present, _compliance().positions[present], balance);
        _setAccountedTo(wallet, present);
        return present;
    }

    function _decrease(address identity, uint256 position, uint256 amount) private {
        if (identity == address(0)) return;
        _compliance().positions[identity] = position - amount;
        if (position == amount) _compliance().holderCount--;
    }

    function _increase(address identity, uint256 position, uint256 amount) private {
        if (identity == address(0)) return;
        _compliance().positions[identity] = position + amount;
        if (position == 0) _compliance().holderCount++;
    }

    /// @dev A wallet that left the registry keeps the identity its shares are counted under.
    function _presentIdentity(address wallet, address registered) private view returns (address) {
        return wallet == address(0) || registered != address(0) ? registered : _accountedTo(wallet);
    }

    /// @dev Absent means the wallet itself, which many investors use as their identity: for them nothing is stored.
    function _accountedTo(address wallet) private view returns (address counted) {
        counted = _compliance().accountedTo[wallet];
        if (counted == address(0)) counted = wallet;
    }

    function _setAccountedTo(address wallet, address identity) private {
        address stored = identity == wallet ? address(0) : identity;
        if (_compliance().accountedTo[wallet] != stored) _compliance().accountedTo[wallet] = stored;
    }

    /// @dev For a token that tells of a movement after it happened: accounted for, too late to be judged.
    function _applyAfterwards(address from, address to, uint256 amount) private {
        Movement memory movement = _movement(from, to, amount, true);
        movement.kind = MovementKind.Forced;
        this.checkAndApply(movement);
    }

    /* INTERNAL */

    function _needsPositions(ComplianceRules calldata rules_) private pure returns (bool) {
        return rules_.trackPositions || rules_.maxBalance != 0 || rules_.maxHolders != 0;
    }

    function _setRules(ComplianceRules calldata rules_) private {
        ComplianceStorage storage $ = _compliance();
        $.countryMode = rules_.countryMode;
        $.lockedUntil = rules_.lockedUntil;
        if ($.tracked) ($.maxBalance, $.maxHolders) = (rules_.maxBalance, rules_.maxHolders);
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
        IERC3643Token token = IERC3643Token(_compliance().token);
        m.kind = from == address(0) ? MovementKind.Mint : to == address(0) ? MovementKind.Burn : MovementKind.Transfer;
        (m.from, m.to, m.amount) = (from, to, amount);
        if (address(token) == address(0)) return m;
        (m.fromParty, m.toParty) = IIdentityRegistry(token.identityRegistry()).parties(from, to);
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

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {IDividends} from "../interfaces/IDividends.sol";
import {IPropertyFactory} from "../interfaces/IPropertyFactory.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";

/// @title Treasury
/// @notice See {ITreasury}.
contract Treasury is ITreasury, OwnableUpgradeable, PausableUpgradeable, AgentRole, Guarded, UUPSUpgradeable {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:freehold.storage.Treasury
    struct TreasuryStorage {
        address dividends;
        address factory;
        uint256 allocated;
        uint256 dailyLimit;
        uint64 day;
        uint192 spentOnDay;
        mapping(bytes32 property => uint256) balances;
        mapping(bytes32 ref => bool) used;
        address multisig;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.Treasury")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TREASURY_STORAGE =
        0xa73bdbe7316132a94fdc42b4aaf024c71edbf3a7f885bc29d862b8b599fcaf00;

    /// @inheritdoc ITreasury
    address public immutable usdc;

    modifier once(bytes32 ref) {
        TreasuryStorage storage $ = _treasury();
        if (ref == bytes32(0)) revert TreasuryZeroReference();
        if ($.used[ref]) revert TreasuryReferenceUsed(ref);
        $.used[ref] = true;
        _;
    }

    constructor(address usdc_) {
        if (usdc_ == address(0)) revert TreasuryZeroAddress();
        usdc = usdc_;
        _disableInitializers();
    }

    /// @param owner sets limits, appoints agents, resumes after a pause and upgrades
    /// @param dailyLimit_ most USDC that may leave per UTC day
    function initialize(address owner, uint256 dailyLimit_) external initializer {
        __Ownable_init(owner);
        _setDailyLimit(dailyLimit_);
    }

    /* MONEY */

    /// @inheritdoc ITreasury
    function credit(bytes32 ref, bytes32 property, uint256 amount) external onlyAgent whenNotPaused once(ref) {
        if (amount == 0) revert TreasuryZeroAmount();
        uint256 free = unallocated();
        if (amount > free) revert TreasuryInsufficientUnallocated(free, amount);
        TreasuryStorage storage $ = _treasury();
        $.allocated += amount;
        $.balances[property] += amount;
        emit TreasuryCredited(ref, property, amount);
    }

    /// @inheritdoc ITreasury
    function release(bytes32 ref, bytes32 property, address to, uint256 amount)
        external
        onlyAgent
        whenNotPaused
        nonReentrant
        once(ref)
    {
        if (to == address(0) || to == address(this)) revert TreasuryZeroAddress();
        _spend(property, amount);
        IERC20(usdc).safeTransfer(to, amount);
        emit TreasuryReleased(ref, property, to, amount);
    }

    /// @inheritdoc ITreasury
    function fundDividend(bytes32 ref, bytes32 property, bytes32 dividendId)
        external
        onlyAgent
        whenNotPaused
        nonReentrant
        once(ref)
    {
        TreasuryStorage storage $ = _treasury();
        IDividends dividends_ = IDividends($.dividends);
        if (address(dividends_) == address(0)) revert TreasuryNotWired();
        IDividends.Dividend memory d = dividends_.dividend(dividendId);
        if (d.token == address(0) || d.token != IPropertyFactory($.factory).tokenOf(property)) {
            revert TreasuryPropertyMismatch(property, d.token);
        }
        _spend(property, d.amount);
        IERC20(usdc).forceApprove(address(dividends_), d.amount);
        dividends_.fund(dividendId);
        emit TreasuryReleased(ref, property, address(dividends_), d.amount);
    }

    /// @inheritdoc ITreasury
    function uncredit(bytes32 ref, bytes32 property, uint256 amount) external onlyOwner once(ref) {
        _take(property, amount);
        emit TreasuryUncredited(ref, property, amount);
    }

    /// @inheritdoc ITreasury
    function sweep(bytes32 ref, address token, uint256 amount) external onlyOwner nonReentrant once(ref) {
        address to = _treasury().multisig;
        if (to == address(0)) revert TreasuryNoMultisig();
        if (amount == 0) revert TreasuryZeroAmount();
        if (token == usdc) {
            uint256 free = unallocated();
            if (amount > free) revert TreasuryInsufficientUnallocated(free, amount);
        }
        IERC20(token).safeTransfer(to, amount);
        emit TreasurySwept(ref, token, to, amount);
    }

    /* SETTINGS */

    /// @notice Refused: without an owner a paused treasury could never pay again.
    function renounceOwnership() public override onlyOwner {
        revert TreasuryOwnerNeeded();
    }


    /// @inheritdoc ITreasury
    function setMultisig(address multisig_) external onlyOwner {
        if (multisig_ == address(0) || multisig_ == address(this)) revert TreasuryZeroAddress();
        _treasury().multisig = multisig_;
        emit TreasuryMultisigSet(multisig_);
    }

    /// @inheritdoc ITreasury
    function wire(address dividends_, address factory_) external onlyOwner {
        TreasuryStorage storage $ = _treasury();
        if (dividends_ == address(0) || factory_ == address(0)) revert TreasuryZeroAddress();
        if ($.dividends != address(0)) revert TreasuryAlreadyWired();
        $.dividends = dividends_;
        $.factory = factory_;
        emit TreasuryWired(dividends_, factory_);
    }

    /// @inheritdoc ITreasury
    function setDailyLimit(uint256 dailyLimit_) external onlyOwner {
        _setDailyLimit(dailyLimit_);
    }

    /// @inheritdoc ITreasury
    function pause() external {
        if (!isAgent(msg.sender) && msg.sender != owner()) revert TreasuryUnauthorized(msg.sender);
        _pause();
    }

    /// @inheritdoc ITreasury
    function unpause() external onlyOwner {
        _unpause();
    }

    /* VIEWS */

    /// @inheritdoc ITreasury
    function balanceOf(bytes32 property) external view returns (uint256) {
        return _treasury().balances[property];
    }

    /// @inheritdoc ITreasury
    function unallocated() public view returns (uint256) {
        uint256 held = IERC20(usdc).balanceOf(address(this));
        uint256 taken = _treasury().allocated;
        return held > taken ? held - taken : 0;
    }

    /// @inheritdoc ITreasury
    function allocated() external view returns (uint256) {
        return _treasury().allocated;
    }

    /// @inheritdoc ITreasury
    function isReferenceUsed(bytes32 ref) external view returns (bool) {
        return _treasury().used[ref];
    }

    /// @inheritdoc ITreasury
    function dailyLimit() external view returns (uint256) {
        return _treasury().dailyLimit;
    }

    /// @inheritdoc ITreasury
    function remainingToday() public view returns (uint256) {
        TreasuryStorage storage $ = _treasury();
        uint256 spent = $.day == block.timestamp / 1 days ? $.spentOnDay : 0;
        return $.dailyLimit > spent ? $.dailyLimit - spent : 0;
    }

    /// @inheritdoc ITreasury
    function multisig() external view returns (address) {
        return _treasury().multisig;
    }

    /// @inheritdoc ITreasury
    function dividends() external view returns (address) {
        return _treasury().dividends;
    }

    /// @inheritdoc ITreasury
    function factory() external view returns (address) {
        return _treasury().factory;
    }

    /* INTERNAL */

    /// @dev Takes `amount` off the property and off today's limit.
    function _spend(bytes32 property, uint256 amount) private {
        _take(property, amount);
        TreasuryStorage storage $ = _treasury();
        uint256 remaining = remainingToday();
        if (amount > remaining) revert TreasuryDailyLimitExceeded(remaining, amount);
        uint64 today = uint64(block.timestamp / 1 days);
        $.spentOnDay = uint192($.day == today ? $.spentOnDay + amount : amount);
        $.day = today;
    }

    /// @dev Takes `amount` off the property.
    function _take(bytes32 property, uint256 amount) private {
        if (amount == 0) revert TreasuryZeroAmount();
        TreasuryStorage storage $ = _treasury();
        uint256 balance = $.balances[property];
        if (amount > balance) revert TreasuryInsufficientBalance(property, balance, amount);
        $.balances[property] = balance - amount;
        $.allocated -= amount;
    }

    function _setDailyLimit(uint256 dailyLimit_) private {
        _treasury().dailyLimit = dailyLimit_;
        emit TreasuryDailyLimitSet(dailyLimit_);
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}

    function _treasury() private pure returns (TreasuryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TREASURY_STORAGE
        }
    }
}

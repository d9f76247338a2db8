// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {IAgentRole} from "../interfaces/IAgentRole.sol";
import {ICompliance, IERC3643Compliance, MovementKind} from "../interfaces/ICompliance.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IPropertyToken, ISnapshotToken} from "../interfaces/IPropertyToken.sol";
import {Party} from "../interfaces/Party.sol";
import {PropertyTokenMovement} from "./PropertyTokenMovement.sol";
import {PropertyTokenState} from "./PropertyTokenStorage.sol";
import {PropertyTokenViews} from "./PropertyTokenViews.sol";
import {Account, Config, JUDGES_BIT, PAUSED_BIT, WALLET_RECOVERED} from "./PropertyTokenWords.sol";

/// @title PropertyToken
/// @notice See {IPropertyToken}. Behind a beacon; one proxy per property.
contract PropertyToken is
    IPropertyToken,
    PropertyTokenMovement,
    PropertyTokenViews,
    OwnableUpgradeable,
    NoncesUpgradeable,
    AgentRole,
    Guarded,
    EIP712,
    IERC165
{
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// @dev The Dividends contract: the only one that closes epochs.
    address private immutable SNAPSHOTTER;

    constructor(address snapshotter) EIP712("Freehold Property Token", "1") {
        if (snapshotter == address(0)) revert PropertyTokenZeroAddress();
        SNAPSHOTTER = snapshotter;
        _disableInitializers();
    }

    /// @inheritdoc IPropertyToken
    function initialize(InitialState calldata initial) external initializer {
        PropertyTokenState storage $ = _state();
        __Ownable_init(initial.owner);
        _setText(initial.name, initial.symbol);
        if (initial.maxSupply > type(uint104).max) revert PropertyTokenAmountTooLarge(initial.maxSupply);
        $.maxSupply = uint104(initial.maxSupply);
        $.supplyEpoch = 1;
        $.config = $.config.withOpenEpoch(1);
        _setIdentityRegistry(initial.identityRegistry);
        _setCompliance(initial.compliance);
        for (uint256 i = 0; i < initial.agents.length; i++) {
            _addAgent(initial.agents[i]);
        }
        emit Unpaused(msg.sender);
    }

    /* ERC-20 */

    /// @inheritdoc IERC20
    function transfer(address to, uint256 value) external nonReentrant returns (bool) {
        _move(msg.sender, to, value, MovementKind.Transfer);
        return true;
    }

    /// @inheritdoc IERC20
    function transferFrom(address from, address to, uint256 value)
        external
        nonReentrant
        returns (bool)
    {
        _spendAllowance(from, msg.sender, value);
        _move(from, to, value, MovementKind.Transfer);
        return true;
    }

    /// @inheritdoc IERC20
    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @inheritdoc IPropertyToken
    function permit(
        address owner_,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert PropertyTokenPermitExpired(deadline);
        bytes32 structHash =
            keccak256(abi.encode(PERMIT_TYPEHASH, owner_, spender, value, _useNonce(owner_), deadline));
        address signer = ECDSA.recover(_hashTypedDataV4(structHash), v, r, s);
        if (signer != owner_) revert PropertyTokenPermitInvalidSigner(signer, owner_);
        _approve(owner_, spender, value);
    }

    /// @inheritdoc IERC3643Token
    function batchTransfer(address[] calldata _toList, uint256[] calldata _amounts)
        external
        nonReentrant
    {
        _checkLengths(_toList.length, _amounts.length);
        for (uint256 i = 0; i < _toList.length; i++) {
            _move(msg.sender, _toList[i], _amounts[i], MovementKind.Transfer);
        }
    }

    /* AGENTS: SUPPLY AND SEIZURE */

    /// @inheritdoc IERC3643Token
    function mint(address _to, uint256 _amount) external onlyAgent nonReentrant {
        _move(address(0), _to, _amount, MovementKind.Mint);
    }

    /// @inheritdoc IERC3643Token
    function batchMint(address[] calldata _toList, uint256[] calldata _amounts) external onlyAgent nonReentrant {
        _checkLengths(_toList.length, _amounts.length);
        for (uint256 i = 0; i < _toList.length; i++) {
            _move(address(0), _toList[i], _amounts[i], MovementKind.Mint);
        }
    }

    /// @inheritdoc IERC3643Token
    function burn(address _userAddress, uint256 _amount) external onlyAgent nonReentrant {
        _move(_userAddress, address(0), _amount, MovementKind.Burn);
    }

    /// @inheritdoc IERC3643Token
    function batchBurn(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
        nonReentrant
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _move(_userAddresses[i], address(0), _amounts[i], MovementKind.Burn);
        }
    }

    /// @inheritdoc IERC3643Token
    function forcedTransfer(address _from, address _to, uint256 _amount)
        external
        onlyAgent
        nonReentrant
        returns (bool)
    {
        _move(_from, _to, _amount, MovementKind.Forced);
        return true;
    }

    /// @inheritdoc IERC3643Token
    function batchForcedTransfer(
        address[] calldata _fromList,
        address[] calldata _toList,
        uint256[] calldata _amounts
    ) external onlyAgent nonReentrant {
        _checkLengths(_fromList.length, _toList.length);
        _checkLengths(_fromList.length, _amounts.length);
        for (uint256 i = 0; i < _fromList.length; i++) {
            _move(_fromList[i], _toList[i], _amounts[i], MovementKind.Forced);
        }
    }

    /// @inheritdoc IERC3643Token
    /// @dev The new wallet must already be verified for the same identity. Frozen shares and the freeze of the wallet
    /// go along; unpaid dividends of the lost wallet go to the new one from now on.
    function recoveryAddress(address _lostWallet, address _newWallet, address _investorOnchainID)
        external
        onlyAgent
        nonReentrant
        returns (bool)
    {
        PropertyTokenState storage $ = _state();
        Account lost = $.accounts[_lostWallet];
        if (lost.balance() == 0) revert PropertyTokenNothingToRecover(_lostWallet);
        (Party lostParty, Party newParty) = IIdentityRegistry($.config.registry()).parties(_lostWallet, _newWallet);
        if (
            _lostWallet == _newWallet || _investorOnchainID == address(0) || lostParty.identityOf() != _investorOnchainID
                || newParty.identityOf() != _investorOnchainID
        ) {
            revert PropertyTokenRecoveryNotPossible(_lostWallet, _newWallet, _investorOnchainID);
        }

        _move(_lostWallet, _newWallet, lost.balance(), MovementKind.Recovery);
        $.accounts[_lostWallet] = $.accounts[_lostWallet].withFlag(WALLET_RECOVERED, true);
        $.accounts[_newWallet] = $.accounts[_newWallet].withFlag(WALLET_RECOVERED, false);
        $.successors[_lostWallet] = _newWallet;
        delete $.successors[_newWallet];
        if (lost.frozen() != 0) _freezeTokens(_newWallet, lost.frozen());
        if (lost.isFrozen()) _setAddressFrozen(_newWallet, true);
        emit RecoverySuccess(_lostWallet, _newWallet, _investorOnchainID);
        return true;
    }

    /* AGENTS: PAUSE AND FREEZE */

    /// @inheritdoc IERC3643Token
    function pause() external onlyAgent {
        Config config = _state().config;
        if (config.isPaused()) revert PropertyTokenPaused();
        _state().config = config.withBit(PAUSED_BIT, true);
        emit Paused(msg.sender);
    }

    /// @inheritdoc IERC3643Token
    function unpause() external onlyAgent {
        Config config = _state().config;
        if (!config.isPaused()) revert PropertyTokenNotPaused();
        _state().config = config.withBit(PAUSED_BIT, false);
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IERC3643Token
    function setAddressFrozen(address _userAddress, bool _freeze) external onlyAgent {
        _setAddressFrozen(_userAddress, _freeze);
    }

    /// @inheritdoc IERC3643Token
    function batchSetAddressFrozen(address[] calldata _userAddresses, bool[] calldata _freeze)
        external
        onlyAgent
    {
        _checkLengths(_userAddresses.length, _freeze.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _setAddressFrozen(_userAddresses[i], _freeze[i]);
        }
    }

    /// @inheritdoc IERC3643Token
    function freezePartialTokens(address _userAddress, uint256 _amount) external onlyAgent {
        _freezeTokens(_userAddress, _amount);
    }

    /// @inheritdoc IERC3643Token
    function batchFreezePartialTokens(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _freezeTokens(_userAddresses[i], _amounts[i]);
        }
    }

    /// @inheritdoc IERC3643Token
    function unfreezePartialTokens(address _userAddress, uint256 _amount) external onlyAgent {
        _unfreezeTokens(_userAddress, _amount);
    }

    /// @inheritdoc IERC3643Token
    function batchUnfreezePartialTokens(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _unfreezeTokens(_userAddresses[i], _amounts[i]);
        }
    }

    /* OWNER */

    /// @inheritdoc IERC3643Token
    function setName(string calldata _name) external onlyOwner {
        _setText(_name, _state().symbol);
        _emitInformation();
    }

    /// @inheritdoc IERC3643Token
    function setSymbol(string calldata _symbol) external onlyOwner {
        _setText(_state().name, _symbol);
        _emitInformation();
    }

    /// @inheritdoc IERC3643Token
    function setOnchainID(address _onchainID) external onlyOwner {
        _state().onchainID = _onchainID;
        _emitInformation();
    }

    /// @inheritdoc IERC3643Token
    function setIdentityRegistry(address _identityRegistry) external onlyOwner {
        _setIdentityRegistry(_identityRegistry);
    }

    /// @inheritdoc IERC3643Token
    /// @dev Only before the first share: rules that count holders would start from wrong sums.
    function setCompliance(address _compliance) external onlyOwner {
        PropertyTokenState storage $ = _state();
        if ($.supply != 0) revert PropertyTokenSupplyExists();
        IERC3643Compliance($.compliance).unbindToken(address(this));
        _setCompliance(_compliance);
        IERC3643Compliance(_compliance).bindToken(address(this));
    }

    /* RECORD DATES */

    /// @inheritdoc ISnapshotToken
    function raiseEpoch() external nonReentrant returns (uint24 closedEpoch) {
        if (msg.sender != SNAPSHOTTER) revert PropertyTokenNotSnapshotter(msg.sender);
        Config config = _state().config;
        uint16 open = config.openEpoch();
        if (open == type(uint16).max) revert PropertyTokenEpochExhausted();
        _state().config = config.withOpenEpoch(open + 1);
        emit EpochClosed(open, _state().supply);
        return open;
    }

    /* STANDARDS */

    /// @inheritdoc IPropertyToken
    function nonces(address owner_) public view override(IPropertyToken, NoncesUpgradeable) returns (uint256) {
        return super.nonces(owner_);
    }

    /// @inheritdoc IPropertyToken
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC20).interfaceId
            || interfaceId == type(IERC20Metadata).interfaceId || interfaceId == type(IERC20Permit).interfaceId
            || interfaceId == type(IERC3643Token).interfaceId || interfaceId == type(IAgentRole).interfaceId
            || interfaceId == type(ISnapshotToken).interfaceId;
    }

    /* INTERNAL */

    function _approve(address owner_, address spender, uint256 value) private {
        if (spender == address(0)) revert ERC20InvalidSpender(address(0));
        _state().allowances[owner_][spender] = value;
        emit Approval(owner_, spender, value);
    }

    function _spendAllowance(address owner_, address spender, uint256 value) private {
        uint256 allowed = _state().allowances[owner_][spender];
        if (allowed == type(uint256).max) return;
        if (allowed < value) revert ERC20InsufficientAllowance(spender, allowed, value);
        _state().allowances[owner_][spender] = allowed - value;
    }

    function _setText(string memory name_, string memory symbol_) private {
        if (bytes(name_).length == 0 || bytes(symbol_).length == 0) revert PropertyTokenEmptyString();
        _state().name = name_;
        _state().symbol = symbol_;
    }

    function _emitInformation() private {
        PropertyTokenState storage $ = _state();
        emit UpdatedTokenInformation($.name, $.symbol, decimals(), version(), $.onchainID);
    }

    function _setIdentityRegistry(address registry) private {
        if (registry == address(0)) revert PropertyTokenZeroAddress();
        _state().config = _state().config.withRegistry(registry);
        emit IdentityRegistryAdded(registry);
    }

    function _setCompliance(address compliance_) private {
        if (compliance_ == address(0)) revert PropertyTokenZeroAddress();
        PropertyTokenState storage $ = _state();
        $.compliance = compliance_;
        bool judges = ERC165Checker.supportsInterface(compliance_, type(ICompliance).interfaceId);
        $.config = $.config.withBit(JUDGES_BIT, judges);
        emit ComplianceAdded(compliance_);
    }

    function _checkLengths(uint256 a, uint256 b) private pure {
        if (a != b) revert PropertyTokenArrayLengths();
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {IAgentRole} from "../interfaces/IAgentRole.sol";
import {
    IERC3643ClaimTopicsRegistry,
    IERC3643IdentityRegistry,
    IERC3643IdentityRegistryStorage,
    IERC3643TrustedIssuersRegistry
} from "../interfaces/IERC3643IdentityRegistries.sol";
import {IIdentity} from "../interfaces/IIdentity.sol";
import {ACCREDITED_TOPIC, IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {packParty, Party} from "../interfaces/Party.sol";
import {IdentityRecords} from "./IdentityRecords.sol";
import {Record, standingIn} from "./Record.sol";

/// @title IdentityRegistry
/// @notice See {IIdentityRegistry}.
contract IdentityRegistry is IdentityRecords, AgentRole, UUPSUpgradeable {
    uint256 private constant MAX_BOUND_REGISTRIES = 50;

    /// @custom:storage-location erc7201:freehold.storage.BoundRegistries
    struct BoundRegistriesStorage {
        address[] registries;
        mapping(address registry => bool) isBound;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.BoundRegistries")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant BOUND_REGISTRIES_STORAGE =
        0xccee063090dcf35e6cda2546e1e0b2312bbb09eff53c1d1b13da7a4e8324df00;

    modifier onlyWriter() {
        if (!_bound().isBound[msg.sender]) _checkAgent();
        _;
    }

    constructor() EIP712("Freehold IdentityRegistry", "1") {
        _disableInitializers();
    }

    /// @param owner sets issuers and topics, appoints agents and upgrades
    function initialize(address owner) external initializer {
        __Ownable_init(owner);
        emit IdentityStorageSet(address(this));
        emit ClaimTopicsRegistrySet(address(this));
        emit TrustedIssuersRegistrySet(address(this));
    }

    /* ATTESTATIONS */

    /// @inheritdoc IIdentityRegistry
    function attest(Attestation calldata attestation, bytes calldata signature) external {
        _attest(attestation, signature);
    }

    /// @inheritdoc IIdentityRegistry
    function attestBatch(Attestation[] calldata attestations, bytes[] calldata signatures) external {
        if (attestations.length != signatures.length) revert IdentityRegistryArrayLengths();
        for (uint256 i = 0; i < attestations.length; i++) {
            _attest(attestations[i], signatures[i]);
        }
    }

    /// @inheritdoc IIdentityRegistry
    function revokeAttestation(address wallet) external {
        if (!isAgent(msg.sender) && !isTrustedIssuer(msg.sender)) revert IdentityRegistryUnauthorized(msg.sender);
        _revoke(wallet);
    }

    /// @inheritdoc IIdentityRegistry
    function attestationOf(address wallet)
        external
        view
        returns (uint40 validUntil, uint40 issuedAt, bool counts)
    {
        Record record = _record(wallet);
        return (record.validUntil(), record.issuedAt(), _counts(record));
    }

    /* IDENTITY REGISTRY */

    /// @inheritdoc IERC3643IdentityRegistry
    function registerIdentity(address _userAddress, IIdentity _identity, uint16 _country) external onlyAgent {
        _register(_userAddress, _identity, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function batchRegisterIdentity(
        address[] calldata _userAddresses,
        IIdentity[] calldata _identities,
        uint16[] calldata _countries
    ) external onlyAgent {
        if (_userAddresses.length != _identities.length || _userAddresses.length != _countries.length) {
            revert IdentityRegistryArrayLengths();
        }
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _register(_userAddresses[i], _identities[i], _countries[i]);
        }
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function deleteIdentity(address _userAddress) external onlyAgent {
        _remove(_userAddress);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function updateCountry(address _userAddress, uint16 _country) external onlyAgent {
        _setCountry(_userAddress, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function updateIdentity(address _userAddress, IIdentity _identity) external onlyAgent {
        _setIdentity(_userAddress, _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function contains(address _userAddress) external view returns (bool) {
        return _record(_userAddress).isRegistered();
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function isVerified(address _userAddress) external view returns (bool) {
        return _party(_userAddress, standingIn(epoch())).isVerified();
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function identity(address _userAddress) external view returns (IIdentity) {
        return IIdentity(_record(_userAddress).identityOf());
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function investorCountry(address _userAddress) external view returns (uint16) {
        return _record(_userAddress).countryOf();
    }

    /// @inheritdoc IIdentityRegistry
    function isAccredited(address wallet) external view returns (bool) {
        Record record = _record(wallet);
        if (_counts(record) && record.isAccredited()) return true;
        if (!record.mayBeWalked() || !isIdentityAccepted(record.identityOf())) return false;
        return _hasClaim(record.identityOf(), ACCREDITED_TOPIC);
    }

    /// @inheritdoc IIdentityRegistry
    function parties(address from, address to) external view returns (Party fromParty, Party toParty) {
        if (from != address(0)) fromParty = packParty(_record(from).identityOf(), 0, false, false);
        if (to != address(0)) toParty = _party(to, standingIn(epoch()));
    }

    /// @inheritdoc IIdentityRegistry
    function partiesOf(address[] calldata wallets) external view returns (Party[] memory) {
        _returnParties(wallets);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC3643IdentityRegistry).interfaceId
            || interfaceId == type(IERC3643IdentityRegistryStorage).interfaceId
            || interfaceId == type(IERC3643TrustedIssuersRegistry).interfaceId
            || interfaceId == type(IERC3643ClaimTopicsRegistry).interfaceId
            || interfaceId == type(IAgentRole).interfaceId || interfaceId == type(IIdentityRegistry).interfaceId;
    }

    /* THE OTHER THREE REGISTRIES ARE THIS CONTRACT */

    /// @inheritdoc IERC3643IdentityRegistry
    function identityStorage() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function issuersRegistry() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function topicsRegistry() external view returns (address) {
        return address(this);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setIdentityRegistryStorage(address _identityRegistryStorage) external onlyOwner {
        _checkOwnRegistry(_identityRegistryStorage);
        emit IdentityStorageSet(_identityRegistryStorage);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setClaimTopicsRegistry(address _claimTopicsRegistry) external onlyOwner {
        _checkOwnRegistry(_claimTopicsRegistry);
        emit ClaimTopicsRegistrySet(_claimTopicsRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistry
    function setTrustedIssuersRegistry(address _trustedIssuersRegistry) external onlyOwner {
        _checkOwnRegistry(_trustedIssuersRegistry);
        emit TrustedIssuersRegistrySet(_trustedIssuersRegistry);
    }

    /* IDENTITY STORAGE */

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function addIdentityToStorage(address _userAddress, IIdentity _identity, uint16 _country)
        external
        onlyWriter
    {
        _register(_userAddress, _identity, _country);
        emit IdentityStored(_userAddress, _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function removeIdentityFromStorage(address _userAddress) external onlyWriter {
        emit IdentityUnstored(_userAddress, _remove(_userAddress));
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function modifyStoredInvestorCountry(address _userAddress, uint16 _country) external onlyWriter {
        _setCountry(_userAddress, _country);
        emit CountryModified(_userAddress, _country);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function modifyStoredIdentity(address _userAddress, IIdentity _identity) external onlyWriter {
        emit IdentityModified(_setIdentity(_userAddress, _identity), _identity);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function bindIdentityRegistry(address _identityRegistry) external onlyOwner {
        BoundRegistriesStorage storage $ = _bound();
        if (_identityRegistry == address(0)) revert IdentityRegistryZeroAddress();
        if ($.isBound[_identityRegistry]) return;
        if ($.registries.length == MAX_BOUND_REGISTRIES) revert IdentityRegistryTooMany(MAX_BOUND_REGISTRIES);
        $.isBound[_identityRegistry] = true;
        $.registries.push(_identityRegistry);
        emit IdentityRegistryBound(_identityRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function unbindIdentityRegistry(address _identityRegistry) external onlyOwner {
        BoundRegistriesStorage storage $ = _bound();
        if (!$.isBound[_identityRegistry]) revert IdentityRegistryForeignRegistry(_identityRegistry);
        delete $.isBound[_identityRegistry];
        uint256 last = $.registries.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if ($.registries[i] == _identityRegistry) {
                $.registries[i] = $.registries[last];
                break;
            }
        }
        $.registries.pop();
        emit IdentityRegistryUnbound(_identityRegistry);
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function storedIdentity(address _userAddress) external view returns (IIdentity) {
        return IIdentity(_record(_userAddress).identityOf());
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function storedInvestorCountry(address _userAddress) external view returns (uint16) {
        return _record(_userAddress).countryOf();
    }

    /// @inheritdoc IERC3643IdentityRegistryStorage
    function linkedIdentityRegistries() external view returns (address[] memory linked) {
        address[] storage bound = _bound().registries;
        linked = new address[](bound.length + 1);
        linked[0] = address(this);
        for (uint256 i = 0; i < bound.length; i++) {
            linked[i + 1] = bound[i];
        }
    }

    /* INTERNAL */

    function _bound() private pure returns (BoundRegistriesStorage storage $) {
        assembly ("memory-safe") {
            $.slot := BOUND_REGISTRIES_STORAGE
        }
    }

    function _checkOwnRegistry(address registry) private view {
        if (registry != address(this)) revert IdentityRegistryForeignRegistry(registry);
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}
}

// What the bot remembers: one blob a conversation, read and written by the app alone. No keys, no public address, nothing anonymous.
param location string
param municipality string
param tags object
param subnetId string
param zoneId string
param appPrincipalId string

// Storage Blob Data Contributor: learn.microsoft.com/azure/role-based-access-control/built-in-roles
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
// At most 24 small letters and digits.
var name = take('st${replace(municipality, '-', '')}${uniqueString(resourceGroup().id)}', 24)

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  // checkov:skip=CKV_AZURE_36: no Microsoft service needs a way past the network rules
  // checkov:skip=CKV_AZURE_206: three zones of one region; a copy elsewhere would outlive retention
  // checkov:skip=CKV_AZURE_43: the name is made of the profile's, and cut to what is allowed
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Disabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
  }
}

// What is deleted is gone: neither versions nor soft delete, or retention would not be kept.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: false
    deleteRetentionPolicy: { enabled: false }
    containerDeleteRetentionPolicy: { enabled: false }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'kollega'
  properties: { publicAccess: 'None' }
}

resource uses 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container.id, appPrincipalId, blobContributor)
  scope: container
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}

module endpoint 'endpoint.bicep' = {
  name: 'storage-endpoint'
  params: {
    location: location
    name: 'pep-storage-${municipality}'
    tags: tags
    subnetId: subnetId
    zoneId: zoneId
    serviceId: account.id
    part: 'blob'
  }
}

output containerName string = container.name
output blobEndpoint string = 'https://${account.name}.blob.${environment().suffixes.storage}'

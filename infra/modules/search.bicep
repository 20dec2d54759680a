// Azure AI Search. No keys, no public address. The app may read, the ingestion may write, and no
// employee holds a role: with one, anybody could read past the filter of the asker's groups.
param location string
param suffix string
param tags object
param subnetId string
param zoneId string
param readerPrincipalId string
param writerPrincipalId string

// Built-in roles: learn.microsoft.com/azure/search/search-security-rbac
var indexDataReader = '1407120a-92aa-4202-b7e9-c0e197c71c8f'
var indexDataContributor = '8ebe5a00-799e-43f5-93ac-243d3dce84a7'
var reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
var serviceContributor = '7ca78c08-252a-4471-8644-bb5ff32d4ba0'

resource service 'Microsoft.Search/searchServices@2025-05-01' = {
  // checkov:skip=CKV_AZURE_208: two replicas keep searches going; ingestion waits and tries again
  name: 'srch-kollega-${suffix}'
  location: location
  tags: tags
  sku: { name: 'basic' }
  properties: {
    replicaCount: 2
    partitionCount: 1
    hostingMode: 'default'
    disableLocalAuth: true
    publicNetworkAccess: 'disabled'
    semanticSearch: 'standard'
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, readerPrincipalId, indexDataReader)
  scope: service
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', indexDataReader)
  }
}

resource writes 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [indexDataContributor, serviceContributor]: {
    name: guid(service.id, writerPrincipalId, role)
    scope: service
    properties: {
      principalId: writerPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

// So that `kollega check` sees whether any person has been given a role.
resource sees 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, readerPrincipalId, reader)
  scope: service
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', reader)
  }
}

module endpoint 'endpoint.bicep' = {
  name: 'search-endpoint'
  params: {
    location: location
    name: 'pep-search-${suffix}'
    tags: tags
    subnetId: subnetId
    zoneId: zoneId
    serviceId: service.id
    part: 'searchService'
  }
}

output endpoint string = 'https://${service.name}.search.windows.net'

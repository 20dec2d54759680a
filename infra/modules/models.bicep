// Azure OpenAI within the EU: no keys, no public address, no Global deployment.
param location string
param suffix string
param tags object
param subnetId string
param zoneId string
param model object
param embeddingModel object
param modelSku string
param appPrincipalId string
param ingestPrincipalId string
param usersGroupId string

// Cognitive Services OpenAI User: learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control
var openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
var reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'oai-kollega-${suffix}'
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  identity: { type: 'SystemAssigned' }
  properties: {
    customSubDomainName: 'oai-kollega-${suffix}'
    disableLocalAuth: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
    }
  }
}

// One at a time: an account takes one change of its deployments at once.
@batchSize(1)
resource deployments 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [
  for one in [model, embeddingModel]: {
    parent: account
    name: one.name
    sku: {
      name: modelSku
      capacity: one.capacity
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: one.name
        version: one.version
      }
      raiPolicyName: 'Microsoft.DefaultV2'
      versionUpgradeOption: 'NoAutoUpgrade'
    }
  }
]

resource uses 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principal in [appPrincipalId, ingestPrincipalId]: {
    name: guid(account.id, principal, openAiUser)
    scope: account
    properties: {
      principalId: principal
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
    }
  }
]

// So that `kollega check` sees where the models run.
resource sees 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, reader)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', reader)
  }
}

resource employees 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(usersGroupId)) {
  name: guid(account.id, usersGroupId, openAiUser)
  scope: account
  properties: {
    principalId: usersGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
  }
}

module endpoint 'endpoint.bicep' = {
  name: 'models-endpoint'
  params: {
    location: location
    name: 'pep-models-${suffix}'
    tags: tags
    subnetId: subnetId
    zoneId: zoneId
    serviceId: account.id
    part: 'account'
  }
}

output endpoint string = 'https://oai-kollega-${suffix}.openai.azure.com'

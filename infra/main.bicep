// Everything Kollega needs in Azure for one municipality, in one resource group.
// Nothing here holds a secret: every connection is by managed identity. `kollega release` writes
// the parameters from the municipality's profile.
targetScope = 'resourceGroup'

@description('The name of the profile, such as exempel: in the names of all resources.')
@minLength(2)
@maxLength(12)
param municipality string

@description('As people write it: Exempelkommun.')
param displayName string

@description('Where data is kept and answers are written. Regions of the EU only.')
@allowed(['swedencentral', 'northeurope', 'westeurope', 'francecentral', 'germanywestcentral', 'italynorth', 'polandcentral', 'spaincentral'])
param location string = 'swedencentral'

@description('The host name that Teams reaches the bot at.')
param host string

@description('The tenant id in the spelling of federated credentials (GUID as little-endian base64url).')
param tenantEncoded string

@description('Ties the sign-in connection to its federated credential. Any id, the same each time.')
param connectionUniqueId string

@description('The deployment that writes answers: its model, version and capacity in thousands of tokens a minute.')
param model object = {
  name: 'gpt-5-mini'
  version: '2025-08-07'
  capacity: 50
}

@description('The deployment that makes vectors.')
param embeddingModel object = {
  name: 'text-embedding-3-large'
  version: '1'
  capacity: 100
}

@description('How models are deployed. A Global deployment would send questions outside the EU.')
@allowed(['DataZoneStandard', 'Standard'])
param modelSku string = 'DataZoneStandard'

@description('The group whose members may ask the model. Empty: the app asks under its own identity.')
param modelUsersGroupId string = ''

@description('Whom alerts and the budget write to.')
param alertEmail string

@description('SEK a month. At 80 and 100 per cent an e-mail is sent; nothing is switched off.')
@minValue(100)
param monthlyBudget int = 8000

@description('The first day of the month that the budget counts from, such as 2026-12-01.')
param budgetFrom string

@description('The size of the plan that the app runs on.')
param planSku string = 'P0v3'

@description('Whether the two instances stand in different zones. Put false where Azure answers that the region or the plan has none.')
param zoneRedundant bool = true

var tags = {
  app: 'kollega'
  municipality: municipality
}
var suffix = '${municipality}-${take(uniqueString(resourceGroup().id), 5)}'

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: { location: location, suffix: suffix, tags: tags }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: { location: location, suffix: suffix, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    suffix: suffix
    tags: tags
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetFrom: budgetFrom
  }
}

module search 'modules/search.bicep' = {
  name: 'search'
  params: {
    location: location
    suffix: suffix
    tags: tags
    subnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.searchZoneId
    readerPrincipalId: identity.outputs.appPrincipalId
    writerPrincipalId: identity.outputs.ingestPrincipalId
  }
}

module models 'modules/models.bicep' = {
  name: 'models'
  params: {
    location: location
    suffix: suffix
    tags: tags
    subnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.modelsZoneId
    model: model
    embeddingModel: embeddingModel
    modelSku: modelSku
    appPrincipalId: identity.outputs.appPrincipalId
    ingestPrincipalId: identity.outputs.ingestPrincipalId
    usersGroupId: modelUsersGroupId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    municipality: municipality
    tags: tags
    subnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.storageZoneId
    appPrincipalId: identity.outputs.appPrincipalId
  }
}

module signIn 'modules/signin.bicep' = {
  name: 'sign-in'
  params: {
    displayName: displayName
    municipality: municipality
    host: host
    botId: identity.outputs.appClientId
    appPrincipalId: identity.outputs.appPrincipalId
    tenantEncoded: tenantEncoded
    connectionUniqueId: connectionUniqueId
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    suffix: suffix
    tags: tags
    displayName: displayName
    host: host
    botId: identity.outputs.appClientId
    identityId: identity.outputs.appId
    ssoAppId: signIn.outputs.appId
    connectionUniqueId: connectionUniqueId
  }
}

module web 'modules/web.bicep' = {
  name: 'web'
  params: {
    location: location
    suffix: suffix
    tags: tags
    municipality: municipality
    planSku: planSku
    zoneRedundant: zoneRedundant
    subnetId: network.outputs.appSubnetId
    identityId: identity.outputs.appId
    botId: identity.outputs.appClientId
    ssoAppId: signIn.outputs.appId
    modelIdentity: empty(modelUsersGroupId) ? 'application' : 'user'
    searchEndpoint: search.outputs.endpoint
    modelsEndpoint: models.outputs.endpoint
    modelName: model.name
    embeddingModelName: embeddingModel.name
    blobEndpoint: storage.outputs.blobEndpoint
    blobContainer: storage.outputs.containerName
    insightsConnection: monitoring.outputs.insightsConnection
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
  }
}

module ingest 'modules/ingest.bicep' = {
  name: 'ingest'
  params: {
    location: location
    suffix: suffix
    tags: tags
    municipality: municipality
    planId: web.outputs.planId
    subnetId: network.outputs.appSubnetId
    identityId: identity.outputs.ingestId
    appId: identity.outputs.ingestClientId
    searchEndpoint: search.outputs.endpoint
    modelsEndpoint: models.outputs.endpoint
    embeddingModelName: embeddingModel.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('For the profile: [app] bot_id.')
output BOT_ID string = identity.outputs.appClientId
@description('For the profile: [app] sso_app_id.')
output SSO_APP_ID string = signIn.outputs.appId
@description('The name of the app that answers in Teams.')
output WEB_APP string = web.outputs.name
@description('The app that fills the index; the same archive is deployed to it.')
output INGEST_APP string = ingest.outputs.name
@description('The identity that SharePoint sites are opened to: alone in writing the index.')
output INGEST_ID string = identity.outputs.ingestClientId
@description('For the profile: [azure] search_endpoint.')
output SEARCH_ENDPOINT string = search.outputs.endpoint
@description('For the profile: [azure] openai_endpoint.')
output OPENAI_ENDPOINT string = models.outputs.endpoint
@description('For the profile: [azure] blob_endpoint.')
output BLOB_ENDPOINT string = storage.outputs.blobEndpoint
@description('What the host name of the profile must point at (a CNAME record).')
output WEB_HOST string = web.outputs.defaultHost
@description('Where an administrator consents, once.')
output CONSENT_URL string = '${environment().authentication.loginEndpoint}${tenant().tenantId}/adminconsent?client_id=${signIn.outputs.appId}'

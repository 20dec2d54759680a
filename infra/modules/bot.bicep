// The bot as Teams knows it, single tenant, with the identity of the app; registered within the EU.
param suffix string
param tags object
param displayName string
param host string
param botId string
param identityId string
param ssoAppId string
param connectionUniqueId string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: 'bot-kollega-${suffix}'
  location: 'westeurope'
  tags: tags
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Kollega – ${displayName}'
    endpoint: 'https://${host}/api/messages'
    msaAppId: botId
    msaAppType: 'UserAssignedMSI'
    msaAppMSIResourceId: identityId
    msaAppTenantId: tenant().tenantId
    disableLocalAuth: true
    isStreamingSupported: false
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'westeurope'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      acceptedTerms: true
    }
  }
}

// "AAD v2 with Federated Credentials": learn.microsoft.com/azure/bot-service/bot-builder-authentication-federated-credential
resource signIn 'Microsoft.BotService/botServices/connections@2022-09-15' = {
  parent: bot
  name: 'kollega'
  location: 'westeurope'
  properties: {
    name: 'kollega'
    serviceProviderId: 'c00b44ab-5e16-c44c-af26-2fd5bc55eb18'
    clientId: ssoAppId
    scopes: 'api://botid-${botId}/access_as_user'
    parameters: [
      { key: 'ClientId', value: ssoAppId }
      { key: 'UniqueIdentifier', value: connectionUniqueId }
      { key: 'TokenExchangeUrl', value: 'api://botid-${botId}' }
      { key: 'TenantId', value: tenant().tenantId }
    ]
  }
}

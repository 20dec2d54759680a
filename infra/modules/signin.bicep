// The application that people sign in to. It has no secret: the Bot Framework's token service and
// the bot's managed identity prove themselves with federated credentials.
extension microsoftGraphV1

param displayName string
param municipality string
param host string
param botId string
param appPrincipalId string
param tenantEncoded string
param connectionUniqueId string

// Teams, Microsoft 365 and Outlook on desktop, phone and web:
// learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-register-aad
var clients = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264'
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'
  '4765445b-32c6-49b0-83e6-1d93765276ca'
  '0ec893e0-5785-4de6-99da-4ed124e5296c'
  'd3590ed6-52b3-4102-aeff-aad2292ab01c'
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3'
  '27922004-5251-4030-b22d-91ecd9a37ea4'
]
var scopeId = guid(resourceGroup().id, 'access_as_user')
// Who is asking and what they may read; and, for meetings, their own calendar and the rooms.
var userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
var groupMemberRead = 'bc024368-1153-4739-b217-4326f2e966d0'
// The meetings skill: the asker's manager and unit, and colleagues by name. Delegated User.Read.All.
var userReadAll = 'a154be20-db9c-4678-8ab7-66f6cc099a59'
var calendarsReadWrite = '1ec239c2-d7c9-4623-a91a-a9775856bb36'
var placeReadAll = 'cb8f45a0-5c2e-4ea1-b803-84b870a7d7ec'
// Cognitive Services, delegated user_impersonation: learn.microsoft.com/azure/ai-services/authentication
var cognitiveImpersonation = '5f1e8914-a52b-429f-9324-91b92b81adaf'

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'kollega-${municipality}'
  displayName: 'Kollega – ${displayName}'
  signInAudience: 'AzureADMyOrg'
  identifierUris: ['api://botid-${botId}']
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: scopeId
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Svara som dig'
        adminConsentDescription: 'Kollega söker och svarar med de rättigheter som den som frågar har.'
        userConsentDisplayName: 'Svara som dig'
        userConsentDescription: 'Kollega söker och svarar med dina rättigheter, och inga andra.'
      }
    ]
    preAuthorizedApplications: [
      for client in clients: {
        appId: client
        delegatedPermissionIds: [scopeId]
      }
    ]
  }
  requiredResourceAccess: [
    {
      resourceAppId: '00000003-0000-0000-c000-000000000000'
      resourceAccess: [
        { id: userRead, type: 'Scope' }
        { id: groupMemberRead, type: 'Scope' }
        { id: userReadAll, type: 'Scope' }
        { id: calendarsReadWrite, type: 'Scope' }
        { id: placeReadAll, type: 'Scope' }
      ]
    }
    {
      resourceAppId: '7d312290-28c8-473c-a0ed-8e53749b6d6d'
      resourceAccess: [
        { id: cognitiveImpersonation, type: 'Scope' }
      ]
    }
  ]
  web: {
    redirectUris: [
      'https://europe.token.botframework.com/.auth/web/redirect'
      'https://${host}/kontroll/svar'
      'https://${host}/bekrafta/svar'
    ]
  }

  // The last segment alone is what the connection calls its unique identifier.
  resource tokenService 'federatedIdentityCredentials@v1.0' = {
    name: '${app.uniqueName}/token-service'
    audiences: ['api://AzureADTokenExchange']
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: '/eid1/c/pub/t/${tenantEncoded}/a/9ExAW52n_ky4ZiS_jhpJIQ/${connectionUniqueId}'
  }

  resource onBehalfOf 'federatedIdentityCredentials@v1.0' = {
    name: '${app.uniqueName}/managed-identity'
    audiences: ['api://AzureADTokenExchange']
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: appPrincipalId
  }
}

resource enterpriseApp 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: app.appId
}

output appId string = app.appId

// The bot as a web app: a slot to try an update in, a health check, no FTP, no keys. Two instances,
// which share what they remember in Blob Storage.
param location string
param suffix string
param tags object
param municipality string
param planSku string
param zoneRedundant bool
param subnetId string
param identityId string
param botId string
param ssoAppId string

@description('Who asks the model: user where a group may, else application.')
param modelIdentity string
param searchEndpoint string
param modelsEndpoint string
param modelName string
param embeddingModelName string
param blobEndpoint string
param blobContainer string
param insightsConnection string
param workspaceId string
param actionGroupId string

var identities = {
  type: 'UserAssigned'
  userAssignedIdentities: {
    '${identityId}': {}
  }
}
var settings = {
  // The app is unpacked into a folder of its own, which it is started in.
  KOLLEGA_PROFILE: 'infra/municipalities/${municipality}.toml'
  KOLLEGA_HOST: '0.0.0.0'
  // On the machine's own disk: SQLite does not bear a network share, and nothing here is missed.
  KOLLEGA_DATA: '/tmp/kollega'
  KOLLEGA_APP_ID: botId
  KOLLEGA_MANAGED_IDENTITY: 'yes'
  KOLLEGA_TENANTS: tenant().tenantId
  KOLLEGA_SSO_CONNECTION: 'kollega'
  KOLLEGA_SSO_APP_ID: ssoAppId
  KOLLEGA_SIGN_IN_URL: 'https://europe.api.botframework.com'
  KOLLEGA_RESOURCE_GROUP: resourceGroup().id
  KOLLEGA_SEARCH_ENDPOINT: searchEndpoint
  KOLLEGA_BLOB_ENDPOINT: blobEndpoint
  KOLLEGA_BLOB_CONTAINER: blobContainer
  KOLLEGA_OPENAI_BASE_URL: '${modelsEndpoint}/openai/v1'
  KOLLEGA_OPENAI_IDENTITY: modelIdentity
  KOLLEGA_MODEL: modelName
  KOLLEGA_EMBEDDING_MODEL: embeddingModelName
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  SCM_DO_BUILD_DURING_DEPLOYMENT: 'true'
  WEBSITE_HEALTHCHECK_MAXPINGFAILURES: '3'
}
var config = {
  linuxFxVersion: 'PYTHON|3.12'
  appCommandLine: 'python -m bot serve'
  alwaysOn: true
  ftpsState: 'Disabled'
  healthCheckPath: '/healthz'
  http20Enabled: true
  minTlsVersion: '1.2'
  numberOfWorkers: 2
  vnetRouteAllEnabled: true
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-kollega-${suffix}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: planSku
    capacity: 2
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  // checkov:skip=CKV_AZURE_222: Teams posts to it from the internet; each request proves who sent it
  // checkov:skip=CKV_AZURE_17: Teams presents no client certificate
  name: 'app-kollega-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'bot' })
  kind: 'app,linux'
  identity: identities
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId
    siteConfig: config
  }

  resource values 'config@2024-11-01' = {
    name: 'appsettings'
    properties: settings
  }

  resource ftp 'basicPublishingCredentialsPolicies@2024-11-01' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource deployments 'basicPublishingCredentialsPolicies@2024-11-01' = {
    name: 'scm'
    properties: { allow: false }
  }
}

// An update is tried here and then swapped in; swapping back is the way back.
resource staging 'Microsoft.Web/sites/slots@2024-11-01' = {
  // checkov:skip=CKV_AZURE_222: it takes the place of the site
  parent: site
  name: 'staging'
  location: location
  tags: tags
  kind: 'app,linux'
  identity: identities
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: subnetId
    siteConfig: config
  }

  resource values 'config@2024-11-01' = {
    name: 'appsettings'
    properties: settings
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'kollega'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'AppServiceConsoleLogs', enabled: true }
      { category: 'AppServicePlatformLogs', enabled: true }
    ]
  }
}

resource failures 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-kollega-5xx-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Kollega answers with errors: see the check page and the log.'
    severity: 1
    enabled: true
    scopes: [site.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'errors'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Http5xx'
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [
      { actionGroupId: actionGroupId }
    ]
  }
}

output name string = site.name
output planId string = plan.id
output defaultHost string = site.properties.defaultHostName
